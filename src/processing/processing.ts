export { selectFacts } from './facts.ts';
export { type SheetName, sheetNames, sheetOf } from './sheets.ts';
