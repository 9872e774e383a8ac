export { cancelPerformance } from './cancel-performance.ts';
export { selectProducts } from './list-products.ts';
export {
  addPerformances,
  editPerformance,
  type Performance,
  selectPerformance,
  selectPerformances,
} from './performances.ts';
export { deletePriceCategory, savePriceCategory, selectPriceCategories } from './price-categories.ts';
export {
  changeProductState,
  createProduct,
  editProduct,
  saveOffer,
  selectProduct,
} from './products.ts';
export { reschedule } from './reschedule.ts';
export { deleteSeason, saveSeason, selectSeasons } from './seasons.ts';
export { type Cataloguing, productKinds, productStates } from './shared.ts';
export { previewTouched } from './touched.ts';
