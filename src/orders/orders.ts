export { refreshOrderActivity } from './activity.ts';
export { coarsenPostcodes } from './coarsen-postcodes.ts';
