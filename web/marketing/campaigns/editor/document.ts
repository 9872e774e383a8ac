/** The attributes of an element of MJML, in their order: also those that the editor does not know. */
export type Attributes = readonly (readonly [name: string, value: string])[];

/** What the editor shows as more than its source. */
export const BLOCK_KINDS = ['heading', 'text', 'button', 'image', 'divider', 'spacer'] as const;
export type BlockKind = (typeof BLOCK_KINDS)[number];

/** One element in a column. */
export interface Block {
  /** Names it on the screen; it is not kept. */
  id: string;
  /** `raw`: the editor does not know it, shows its source and keeps it. */
  kind: BlockKind | 'raw';
  attributes: Attributes;
  /** What stands in it, as MJML has it: HTML and Liquid. */
  content: string;
  /** As it was written; undefined: changed since, and written anew. */
  source: string | undefined;
}

export interface Column {
  id: string;
  attributes: Attributes;
  blocks: readonly Block[];
}

/** One element of the body: a section of columns, or what the editor keeps as it is. */
export interface Row {
  id: string;
  kind: 'section' | 'raw';
  attributes: Attributes;
  columns: readonly Column[];
  /** As it was written; undefined: changed since, and written anew. */
  source: string | undefined;
}

/** A message: what stands before and after the rows of its body is kept letter by letter. */
export interface MailDocument {
  before: string;
  rows: readonly Row[];
  after: string;
}

let last = 0;
export const newId = (kind: 'row' | 'column' | 'block'): string => `${kind}-${++last}`;

export const attributeOf = (attributes: Attributes, name: string): string =>
  attributes.find(([one]) => one === name)?.[1] ?? '';

/** @param value empty: the attribute goes */
export function withValue(attributes: Attributes, name: string, value: string): Attributes {
  if (value === '') return attributes.filter(([one]) => one !== name);
  return attributes.some(([one]) => one === name)
    ? attributes.map((pair) => (pair[0] === name ? ([name, value] as const) : pair))
    : [...attributes, [name, value] as const];
}

const FRESH: Record<BlockKind, Attributes> = {
  heading: [
    ['font-size', '24px'],
    ['line-height', '1.3'],
    ['font-weight', 'bold'],
  ],
  text: [],
  button: [['href', 'https://']],
  image: [['src', 'https://']],
  divider: [
    ['border-width', '1px'],
    ['border-color', '#d5d9e0'],
  ],
  spacer: [['height', '24px']],
};

export const newBlock = (kind: BlockKind, content = '', attributes: Attributes = FRESH[kind]): Block => ({
  id: newId('block'),
  kind,
  attributes,
  content,
  source: undefined,
});

export const newRow = (columns: readonly (readonly Block[])[]): Row => ({
  id: newId('row'),
  kind: 'section',
  attributes: [['background-color', '#ffffff']],
  columns: columns.map((blocks) => ({ id: newId('column'), attributes: [], blocks })),
  source: undefined,
});

/** The row, where one of its columns was changed. */
const written = (row: Row, columns: readonly Column[]): Row => ({ ...row, columns, source: undefined });

const inColumn = (
  document: MailDocument,
  column: string,
  change: (blocks: readonly Block[]) => readonly Block[],
): MailDocument => ({
  ...document,
  rows: document.rows.map((row) =>
    row.columns.some(({ id }) => id === column)
      ? written(
          row,
          row.columns.map((one) => (one.id === column ? { ...one, blocks: change(one.blocks) } : one)),
        )
      : row,
  ),
});

/** The column that a block stands in. */
export const columnOf = (document: MailDocument, block: string): Column | undefined =>
  document.rows.flatMap(({ columns }) => columns).find(({ blocks }) => blocks.some(({ id }) => id === block));

export function putBlock(document: MailDocument, block: Block): MailDocument {
  const column = columnOf(document, block.id);
  if (column === undefined) return document;
  const put = { ...block, source: undefined };
  return inColumn(document, column.id, (blocks) => blocks.map((one) => (one.id === block.id ? put : one)));
}

export const addBlock = (document: MailDocument, column: string, block: Block, at = Infinity): MailDocument =>
  inColumn(document, column, (blocks) => [...blocks.slice(0, at), block, ...blocks.slice(at)]);

export function removeBlock(document: MailDocument, block: string): MailDocument {
  const column = columnOf(document, block);
  return column === undefined
    ? document
    : inColumn(document, column.id, (blocks) => blocks.filter(({ id }) => id !== block));
}

/** Moves a block to the place of another, or to the end of a column. */
export function moveBlock(document: MailDocument, block: string, over: string): MailDocument {
  const from = columnOf(document, block);
  const moved = from?.blocks.find(({ id }) => id === block);
  const to =
    columnOf(document, over) ?? document.rows.flatMap(({ columns }) => columns).find(({ id }) => id === over);
  if (from === undefined || to === undefined || moved === undefined || block === over) return document;
  const place = to.blocks.findIndex(({ id }) => id === over);
  // taken out first, what stands at the place of the other is the other itself or the one behind it
  return addBlock(removeBlock(document, block), to.id, moved, place < 0 ? Infinity : place);
}

/** Moves a block one place up or down; at the edge of a column into the one before or behind it. */
export function stepBlock(document: MailDocument, block: string, by: -1 | 1): MailDocument {
  const columns = document.rows.flatMap((row) => row.columns);
  const at = columns.findIndex(({ blocks }) => blocks.some(({ id }) => id === block));
  const column = columns[at];
  if (column === undefined) return document;
  const next = column.blocks[column.blocks.findIndex(({ id }) => id === block) + by];
  if (next !== undefined) return moveBlock(document, block, next.id);
  const other = columns[at + by];
  const moved = column.blocks.find(({ id }) => id === block);
  if (other === undefined || moved === undefined) return document;
  return addBlock(removeBlock(document, block), other.id, moved, by < 0 ? Infinity : 0);
}

export const putRow = (document: MailDocument, row: Row): MailDocument => ({
  ...document,
  rows: document.rows.map((one) => (one.id === row.id ? { ...row, source: undefined } : one)),
});

export const addRow = (document: MailDocument, row: Row): MailDocument => ({
  ...document,
  rows: [...document.rows, row],
});

export const removeRow = (document: MailDocument, row: string): MailDocument => ({
  ...document,
  rows: document.rows.filter(({ id }) => id !== row),
});

/** Moves a row to the place of another. */
export function moveRow(document: MailDocument, row: string, over: string): MailDocument {
  const moved = document.rows.find(({ id }) => id === row);
  const place = document.rows.findIndex(({ id }) => id === over);
  if (moved === undefined || place < 0) return document;
  const others = document.rows.filter(({ id }) => id !== row);
  return { ...document, rows: [...others.slice(0, place), moved, ...others.slice(place)] };
}
