export { lookAtPolicies, lookAtPolicy } from './policy.ts';
export { createPointOfSale, editPointOfSale, type SettingUp } from './save.ts';
export {
  type PointOfSale,
  pointOfSaleKinds,
  selectPointOfSale,
  selectPointsOfSale,
  textLocales,
  textNames,
  themeColours,
} from './select.ts';
