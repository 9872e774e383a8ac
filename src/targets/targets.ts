export { selectTargetChoices, type TargetChoices } from './choices.ts';
export { type Channel, type Counted, channels, countTarget, type TargetCount } from './count.ts';
export { type Chosen, membersOfTargets } from './members.ts';
export {
  archiveTarget,
  createTarget,
  duplicateTarget,
  editTarget,
  freezeTarget,
  type WantedTarget,
} from './save.ts';
export { selectTarget, selectTargets, type Target, targetTypes } from './select.ts';
