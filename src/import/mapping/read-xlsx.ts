import { posix } from 'node:path';
import { SaxesParser } from 'saxes';
import { FileProblem, type FileRecord } from '../records.ts';
import { isDateFormat, momentOf } from './excel-dates.ts';
import type { Workbook } from './workbook.ts';

/** Rows given together. */
const ROWS = 500;
/** Excel's own limit, and a venue's list has a few dozen. */
const MOST_COLUMNS = 1000;
const MOST_CELL = 100_000;

/** The names of the sheets, in their order, and where they are in the file. */
export async function sheetsOf(workbook: Workbook): Promise<{ name: string; part: string }[]> {
  const found = await relationships(workbook, 'xl/workbook.xml');
  const sheets: { name: string; part: string }[] = [];
  await elements(workbook, 'xl/workbook.xml', (name, attributes) => {
    if (name !== 'sheet') return;
    const part = found.get(attributes.id ?? '');
    if (part !== undefined) sheets.push({ name: attributes.name ?? '', part });
  });
  return sheets;
}

/**
 * The rows of a sheet, one after the other. Formulas are never calculated: the value that the spreadsheet stored is
 * read, and where it stored none, or an error, the file is refused.
 * @throws FileProblem
 */
export async function* readSheet(workbook: Workbook, part: string): AsyncGenerator<FileRecord[]> {
  const texts = await sharedTexts(workbook);
  const { dateStyles, from1904 } = await dates(workbook);
  const sheet = new Sheet(texts, dateStyles, from1904);
  for await (const xml of workbook.part(part, { held: false })) {
    sheet.take(xml);
    if (sheet.waiting >= ROWS) yield sheet.given();
  }
  sheet.end();
  yield sheet.given();
}

type Attributes = Record<string, string | undefined>;

/** A parser that knows local names only, and refuses entities of the document's own by not knowing them. */
function parserOf(onOpen: (name: string, attributes: Attributes) => void): SaxesParser {
  const parser = new SaxesParser();
  parser.on('error', () => {
    throw new FileProblem(1, { code: 'not-a-workbook' });
  });
  parser.on('opentag', ({ name, attributes }) => {
    const local: Attributes = {};
    for (const [key, value] of Object.entries(attributes)) local[localName(key)] = String(value);
    onOpen(localName(name), local);
  });
  return parser;
}

const localName = (name: string) => name.slice(name.indexOf(':') + 1);

async function elements(
  workbook: Workbook,
  part: string,
  onOpen: (name: string, attributes: Attributes) => void,
): Promise<void> {
  const parser = parserOf(onOpen);
  for await (const xml of workbook.part(part, { held: true })) parser.write(xml);
  parser.close();
}

/** Where the parts are that a part refers to, by their ids. */
async function relationships(workbook: Workbook, part: string): Promise<Map<string, string>> {
  const folder = posix.dirname(part);
  const found = new Map<string, string>();
  await elements(workbook, `${folder}/_rels/${posix.basename(part)}.rels`, (name, { Id, Target = '' }) => {
    if (name === 'Relationship' && Id !== undefined) {
      found.set(Id, Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target));
    }
  });
  return found;
}

async function sharedTexts(workbook: Workbook): Promise<string[]> {
  const part = 'xl/sharedStrings.xml';
  const texts: string[] = [];
  if (!workbook.has(part)) return texts;
  let text = '';
  let reading = false;
  let phonetic = false;
  const parser = parserOf((name) => {
    if (name === 'si') text = '';
    if (name === 'rPh') phonetic = true;
    reading = name === 't' && !phonetic;
  });
  parser.on('text', (more) => {
    if (reading) text += more;
  });
  parser.on('closetag', ({ name }) => {
    const local = localName(name);
    if (local === 't') reading = false;
    if (local === 'rPh') phonetic = false;
    if (local === 'si') texts.push(text);
  });
  for await (const xml of workbook.part(part, { held: true })) parser.write(xml);
  parser.close();
  return texts;
}

/** The styles that show a number as a day, and the day that numbers count from. */
async function dates(workbook: Workbook): Promise<{ dateStyles: Set<number>; from1904: boolean }> {
  const formats = new Map<number, string>();
  const dateStyles = new Set<number>();
  let from1904 = false;
  let inCells = false;
  let style = 0;
  await elements(workbook, 'xl/workbook.xml', (name, { date1904 }) => {
    if (name === 'workbookPr') from1904 = date1904 === '1' || date1904 === 'true';
  });
  if (!workbook.has('xl/styles.xml')) return { dateStyles, from1904 };
  await elements(workbook, 'xl/styles.xml', (name, { numFmtId, formatCode }) => {
    const id = Number(numFmtId);
    if (name === 'numFmt') formats.set(id, formatCode ?? '');
    if (name === 'cellXfs' || name === 'cellStyleXfs' || name === 'dxfs') inCells = name === 'cellXfs';
    if (name === 'xf' && inCells) {
      if (isDateFormat(id, formats.get(id))) dateStyles.add(style);
      style += 1;
    }
  });
  return { dateStyles, from1904 };
}

/** A sheet as it is read. */
class Sheet {
  readonly #texts: readonly string[];
  readonly #dateStyles: ReadonlySet<number>;
  readonly #from1904: boolean;
  readonly #parser: SaxesParser;
  #rows: FileRecord[] = [];
  #row: string[] = [];
  #line = 0;
  #width = 0;
  #column = 0;
  #type = 'n';
  #style = 0;
  #value = '';
  #formula = false;
  #inValue = false;
  #inCell = false;

  constructor(texts: readonly string[], dateStyles: ReadonlySet<number>, from1904: boolean) {
    this.#texts = texts;
    this.#dateStyles = dateStyles;
    this.#from1904 = from1904;
    this.#parser = parserOf((name, attributes) => this.#open(name, attributes));
    this.#parser.on('text', (text) => {
      if (!this.#inValue) return;
      this.#value += text;
      if (this.#value.length > MOST_CELL) {
        throw new FileProblem(this.#line, { code: 'record-too-long', about: { most: MOST_CELL } });
      }
    });
    this.#parser.on('closetag', ({ name }) => this.#close(localName(name)));
  }

  get waiting(): number {
    return this.#rows.length;
  }

  take(xml: string): void {
    this.#parser.write(xml);
  }

  end(): void {
    this.#parser.close();
  }

  given(): FileRecord[] {
    const rows = this.#rows;
    this.#rows = [];
    return rows;
  }

  #open(name: string, { r, t, s }: Attributes): void {
    switch (name) {
      case 'row':
        this.#line = Number.isSafeInteger(Number(r)) && Number(r) > 0 ? Number(r) : this.#line + 1;
        this.#row = [];
        this.#column = -1;
        break;
      case 'c':
        this.#inCell = true;
        this.#column = r === undefined ? this.#column + 1 : columnOf(r);
        this.#type = t ?? 'n';
        this.#style = Number(s ?? 0);
        this.#value = '';
        this.#formula = false;
        break;
      case 'f':
        this.#formula = true;
        break;
      case 'v':
      case 't':
        this.#inValue = this.#inCell;
        break;
    }
  }

  #close(name: string): void {
    if (name === 'v' || name === 't') this.#inValue = false;
    if (name === 'c') {
      this.#inCell = false;
      this.#put(this.#read());
    }
    if (name === 'row') this.#end();
  }

  #put(text: string): void {
    if (text === '') return;
    if (this.#column >= MOST_COLUMNS) throw new FileProblem(this.#line, { code: 'not-a-workbook' });
    while (this.#row.length < this.#column) this.#row.push('');
    this.#row[this.#column] = text;
  }

  /** Rows with nothing in them are passed over; the header's width is that of all. */
  #end(): void {
    if (this.#row.length === 0) return;
    if (this.#width === 0) this.#width = this.#row.length;
    while (this.#row.length < this.#width) this.#row.push('');
    this.#rows.push({ line: this.#line, fields: this.#row });
  }

  #read(): string {
    if (this.#formula && this.#value === '' && this.#type !== 'str') {
      throw new FileProblem(this.#line, { code: 'formula-without-value' });
    }
    switch (this.#type) {
      case 's':
        return this.#texts[Number(this.#value)] ?? '';
      case 'e':
        throw new FileProblem(this.#line, { code: 'cell-error' });
      case 'b':
        return this.#value === '1' ? 'true' : 'false';
      case 'd':
        return this.#value.replace(/T00:00(:00(\.0+)?)?Z?$/, '');
      case 'n':
        if (this.#value === '') return '';
        return this.#dateStyles.has(this.#style)
          ? momentOf(Number(this.#value), this.#from1904)
          : number(this.#value);
      default:
        return this.#value; // str, inlineStr
    }
  }
}

/** `AB12` is in column 27, from 0. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of /^[A-Z]+/.exec(reference)?.[0] ?? 'A')
    column = column * 26 + letter.charCodeAt(0) - 64;
  return column - 1;
}

/** Excel stores 15 digits and writes 0.1+0.2 as 0.30000000000000004: a number is read as it is shown. */
function number(text: string): string {
  const value = Number(text);
  if (!Number.isFinite(value) || Number.isSafeInteger(value))
    return Number.isFinite(value) ? String(value) : text;
  return String(Number(value.toPrecision(15)));
}
