import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import type { BiColumn } from './columns.ts';

/** What no XML may hold, escaped or not. */
const NOT_IN_XML = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

/** Rows of a worksheet beside its header; the format has no more. */
export const MOST_IN_A_SHEET = 1_048_575;

const XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n';
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main';
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006';
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships';
const TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml';

/** What a workbook (ECMA-376) consists of beside its sheet; the styles stand in the order of `STYLE`, then the header. */
const PARTS = {
  '[Content_Types].xml': `${XML}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="${TYPE}.sheet.main+xml"/><Override PartName="/xl/styles.xml" ContentType="${TYPE}.styles+xml"/><Override PartName="/xl/worksheets/sheet1.xml" ContentType="${TYPE}.worksheet+xml"/></Types>`,
  '_rels/.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>`,
  'xl/_rels/workbook.xml.rels': `${XML}<Relationships xmlns="${PACKAGE}/relationships"><Relationship Id="rId1" Type="${OFFICE}/worksheet" Target="worksheets/sheet1.xml"/><Relationship Id="rId2" Type="${OFFICE}/styles" Target="styles.xml"/></Relationships>`,
  'xl/styles.xml': `${XML}<styleSheet xmlns="${MAIN}"><numFmts count="2"><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd"/><numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd\\ hh:mm:ss"/></numFmts><fonts count="2"><font/><font><b/></font></fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="5"><xf/><xf numFmtId="49" applyNumberFormat="1"/><xf numFmtId="164" applyNumberFormat="1"/><xf numFmtId="165" applyNumberFormat="1"/><xf numFmtId="49" fontId="1" applyNumberFormat="1" applyFont="1"/></cellXfs><cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>`,
};
const HEADER = 4;

/**
 * A workbook of one sheet, written while it is read. No library: those that stream are no longer kept (exceljs: 2023) or
 * gather the sheet, and PostgreSQL has made the rows already.
 * @param rows the XML of rows, in portions
 */
export function workbook(
  name: string,
  columns: readonly BiColumn[],
  rows: AsyncGenerator<{ text: string }>,
): Readable {
  const zip = new yazl.ZipFile();
  for (const [path, content] of Object.entries(PARTS)) zip.addBuffer(Buffer.from(content), path);
  const sheetName = `${XML}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets><sheet name="${name}" sheetId="1" r:id="rId1"/></sheets></workbook>`;
  zip.addBuffer(Buffer.from(sheetName), 'xl/workbook.xml');
  const sheet = Readable.from(sheetOf(columns, rows), { objectMode: false });
  // the quickest level: packing is what an export waits for, and a better one saves a tenth of the size
  zip.addReadStream(sheet, 'xl/worksheets/sheet1.xml', { compressionLevel: 1 });
  zip.end();
  const out = new PassThrough();
  const fail = (error: unknown) => out.destroy(error as Error);
  sheet.on('error', fail);
  zip.on('error', fail);
  // whoever goes away in the middle ends the reading, too
  out.on('close', () => sheet.destroy());
  zip.outputStream.pipe(out);
  return out;
}

async function* sheetOf(
  columns: readonly BiColumn[],
  rows: AsyncGenerator<{ text: string }>,
): AsyncGenerator<string> {
  const header = columns
    .map(({ name }) => `<c t="inlineStr" s="${HEADER}"><is><t>${name}</t></is></c>`)
    .join('');
  yield `${XML}<worksheet xmlns="${MAIN}"><sheetViews><sheetView workbookViewId="0"><pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews><cols><col min="1" max="${columns.length}" width="20" customWidth="1"/></cols><sheetData><row>${header}</row>`;
  for await (const { text } of rows) yield text.replace(NOT_IN_XML, '');
  yield '</sheetData></worksheet>';
}
