export { selectTargetChoices } from './choices.ts';
export { channels, countTarget } from './count.ts';
export { membersOfTargets } from './members.ts';
export {
  archiveTarget,
  createTarget,
  duplicateTarget,
  editTarget,
  freezeTarget,
} from './save.ts';
export { selectTarget, selectTargets, type Target, targetTypes } from './select.ts';
