export { changeCriterion, deleteCriterion, previewConversion } from './change-criterion.ts';
export { recordCriteriaByOperator, selectContactCriteria } from './contact-criteria.ts';
export { createCriterion, selectCriteria, selectCriteriaOf, selectKinds } from './definitions.ts';
export { recordCriteria } from './record-criteria.ts';
export { type CriterionType, canonical, criterionTypes } from './values.ts';
