export { Paper } from './pdf.ts';
export { escaped, type Sheet, type SheetSection, sheetAsHtml, sheetAsPdf } from './sheet.ts';
