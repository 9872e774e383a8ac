export { refusals, type Updater } from './compare.ts';
export { collect, MOST_BYTES } from './read-table.ts';
export { numbersIn } from './selection.ts';
export { applyUpdate, previewUpdate } from './update.ts';
