export { type Chosen, membersOfTargets } from './members.ts';
