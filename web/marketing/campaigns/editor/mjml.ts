import { parseDocument } from 'htmlparser2';
import { type Attributes, type Block, type Column, type MailDocument, newId, type Row } from './document.ts';
import { type ChildNode, isRich } from './rich.ts';

type Element = Extract<ChildNode, { name: string; attribs: unknown }>;

const HEAD = `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#16233a" />
      <mj-button font-size="16px" background-color="#16233a" color="#ffffff" inner-padding="12px 24px" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f5f7">`;
const FOOT = `
  </mj-body>
</mjml>
`;

/** A message with these rows and the look of the house. */
export const newDocument = (rows: readonly Row[]): MailDocument => ({ before: HEAD, rows, after: FOOT });

/**
 * Reads MJML for the editor. What it does not know it keeps as source: printed again unchanged, the text is the same
 * letter by letter.
 * @returns undefined where the text has no body that could be told from the rest
 */
export function readMjml(source: string): MailDocument | undefined {
  if (source.trim() === '') return newDocument([]);
  const body = bodyOf(source);
  if (body === undefined) return undefined;
  const [start, end] = inside(source, body);
  const rows = body.children.flatMap((child) => rowOf(source, child));
  const document = {
    before: source.slice(0, start),
    rows,
    after: trailing(source, body, end) + source.slice(end),
  };
  // elements that are not closed lie otherwise than they look: such a text is mended as source
  return printMjml(document) === source ? document : undefined;
}

/** The MJML of a message: what nobody changed is written as it was. */
export function printMjml({ before, rows, after }: MailDocument): string {
  return before + rows.map((row) => row.source ?? `\n    ${printRow(row)}`).join('') + after;
}

function bodyOf(source: string): Element | undefined {
  const root = parseDocument(source, {
    withStartIndices: true,
    withEndIndices: true,
    recognizeSelfClosing: true,
    lowerCaseTags: false,
    lowerCaseAttributeNames: false,
    decodeEntities: false,
  });
  const mjml = root.children.find((one) => isElement(one) && one.name === 'mjml') as Element | undefined;
  const body = mjml?.children.find((one) => isElement(one) && one.name === 'mj-body') as Element | undefined;
  return body !== undefined && isClosed(source, body) ? body : undefined;
}

/** Whether an element ends where its own tag ends it. */
function isClosed(source: string, element: Element): boolean {
  const whole = sourceOf(source, element);
  return whole.endsWith(`</${element.name}>`) || (element.children.length === 0 && whole.endsWith('/>'));
}

const isElement = (node: ChildNode): node is Element => node.type === 'tag';
const isBlank = (node: ChildNode): boolean => node.type === 'text' && node.data.trim() === '';
const sourceOf = (source: string, node: ChildNode): string =>
  source.slice(node.startIndex ?? 0, (node.endIndex ?? 0) + 1);

/** Where what stands in an element begins and ends. */
function inside(source: string, element: Element): [number, number] {
  const start = element.startIndex ?? 0;
  const whole = sourceOf(source, element);
  const tag = openingLength(whole);
  if (whole[tag - 2] === '/') return [start + tag, start + tag];
  const close = whole.lastIndexOf('</');
  return [start + tag, start + (close < tag ? whole.length : close)];
}

/** How long the opening tag is: a `>` between quotes does not end it. */
const openingLength = (whole: string): number =>
  /^<(?:"[^"]*"|'[^']*'|[^"'>])*>/.exec(whole)?.[0].length ?? whole.length;

/** What stands between the last row and the end of the body: the rows have the blanks before them. */
function trailing(source: string, body: Element, end: number): string {
  const node = body.children.at(-1);
  return node !== undefined && isBlank(node) ? source.slice(node.startIndex ?? end, end) : '';
}

/** A row with the blanks before it, so that nothing lies between two of them. */
function rowOf(source: string, node: ChildNode): Row[] {
  if (isBlank(node)) return [];
  const before = node.prev !== null && isBlank(node.prev) ? sourceOf(source, node.prev) : '';
  const kept = { id: newId('row'), source: before + sourceOf(source, node) };
  const columns = isElement(node) && node.name === 'mj-section' ? columnsOf(source, node) : undefined;
  return [
    columns === undefined || !isElement(node)
      ? { ...kept, kind: 'raw', attributes: [], columns: [] }
      : { ...kept, kind: 'section', attributes: attributesOf(node), columns },
  ];
}

/** undefined: something else than columns stands in the section. */
function columnsOf(source: string, section: Element): Column[] | undefined {
  const children = section.children.filter((child) => !isBlank(child));
  const isColumn = (child: ChildNode): child is Element =>
    isElement(child) && child.name === 'mj-column' && isClosed(source, child);
  if (!isClosed(source, section) || !children.every(isColumn)) return undefined;
  return children.map((column) => ({
    id: newId('column'),
    attributes: attributesOf(column),
    blocks: column.children.filter((child) => !isBlank(child)).map((child) => blockOf(source, child)),
  }));
}

function blockOf(source: string, node: ChildNode): Block {
  const whole = sourceOf(source, node);
  const raw: Block = { id: newId('block'), kind: 'raw', attributes: [], content: whole, source: whole };
  if (!isElement(node) || !isClosed(source, node)) return raw;
  const attributes = attributesOf(node);
  const content = source.slice(...inside(source, node));
  const known = (kind: Block['kind']): Block => ({ ...raw, kind, attributes, content });
  switch (node.name) {
    case 'mj-text':
      if (!isRich(content)) return raw;
      return known(isHeading(attributes) ? 'heading' : 'text');
    case 'mj-button':
      return /[<]/.test(content) ? raw : known('button');
    case 'mj-image':
      return content.trim() === '' ? known('image') : raw;
    case 'mj-divider':
      return content.trim() === '' ? known('divider') : raw;
    case 'mj-spacer':
      return content.trim() === '' ? known('spacer') : raw;
    default:
      return raw;
  }
}

const isHeading = (attributes: Attributes): boolean =>
  attributes.some(([name, value]) => name === 'font-size' && Number.parseInt(value, 10) >= 20) &&
  attributes.some(([name, value]) => name === 'font-weight' && value === 'bold');

/** As they were written: entities stay entities. */
const attributesOf = (element: Element): Attributes => Object.entries(element.attribs);

const ELEMENTS = {
  heading: 'mj-text',
  text: 'mj-text',
  button: 'mj-button',
  image: 'mj-image',
  divider: 'mj-divider',
  spacer: 'mj-spacer',
} as const;

/** A value with a `"` in it was written between `'`, and is again: Liquid takes no entities. */
const printAttributes = (attributes: Attributes): string =>
  attributes
    .map(([name, value]) => (value.includes('"') ? ` ${name}='${value}'` : ` ${name}="${value}"`))
    .join('');

function printRow({ attributes, columns }: Row): string {
  const inner = columns.map(printColumn).join('');
  return `<mj-section${printAttributes(attributes)}>${inner}\n    </mj-section>`;
}

function printColumn({ attributes, blocks }: Column): string {
  const inner = blocks.map((block) => `\n        ${printBlock(block)}`).join('');
  return `\n      <mj-column${printAttributes(attributes)}>${inner}\n      </mj-column>`;
}

function printBlock({ kind, attributes, content, source }: Block): string {
  if (source !== undefined) return source;
  if (kind === 'raw') return content;
  const name = ELEMENTS[kind];
  const opening = `<${name}${printAttributes(attributes)}`;
  return name === 'mj-text' || name === 'mj-button' ? `${opening}>${content}</${name}>` : `${opening} />`;
}
