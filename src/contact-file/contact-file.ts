export { selectAccesses } from './accesses.ts';
export { createContact } from './create.ts';
export { editContact } from './edit.ts';
export { editableFields, newContactFields } from './fields.ts';
export { forgetOldOpenings, inOpenFile, levelsOpenTo, type Reader } from './open.ts';
export { selectContactOrders } from './orders.ts';
export { liftRestriction, restrictContact } from './restriction.ts';
export { selectContactFile, selectRoles } from './summary.ts';
export { eventKinds, selectTimeline } from './timeline.ts';
