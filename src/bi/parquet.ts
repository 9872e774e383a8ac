import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { BiColumn, ColumnType } from './columns.ts';

/** The values of a portion, column by column. */
export type Columnar = Record<string, unknown[]>;

type Element = ConstructorParameters<typeof ParquetWriter>[0]['schema'][number];

const ELEMENTS: Record<ColumnType, Omit<Element, 'name'>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  code: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  list: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  json: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  number: { type: 'INT64' },
  day: { type: 'INT32', converted_type: 'DATE' },
  moment: { type: 'INT64', converted_type: 'TIMESTAMP_MILLIS' },
};

/** A row group has at least so many rows, so that a tool reads columns and not crumbs; they are in memory meanwhile. */
const GROUP = 20_000;

/** A Parquet file, group after group; a list is one text, its values separated by semicolons, as in the CSV. */
export async function* parquetFile(
  columns: readonly BiColumn[],
  portions: AsyncGenerator<{ rows: number; columns: Columnar }>,
): AsyncGenerator<Uint8Array> {
  const schema: Element[] = [
    { name: 'root', num_children: columns.length },
    ...columns.map(({ name, type }) => ({ name, ...ELEMENTS[type], repetition_type: 'OPTIONAL' as const })),
  ];
  const bytes = new ByteWriter();
  const file = new ParquetWriter({ writer: bytes, schema, createdBy: 'Rappel' });
  let waiting: Columnar[] = [];
  let rows = 0;
  const write = () => {
    const columnData = columns.map(({ name, type }) => {
      const data = waiting.flatMap((portion) => portion[name] ?? []);
      return { name, data: ELEMENTS[type].type === 'INT64' ? data.map(wide) : data };
    });
    void file.write({ columnData, rowGroupSize: rows }); // without a flush of its own it is done when it returns
    waiting = [];
    rows = 0;
  };
  for await (const portion of portions) {
    if (portion.rows === 0) continue;
    waiting.push(portion.columns);
    rows += portion.rows;
    if (rows < GROUP) continue;
    write();
    yield taken(bytes);
  }
  if (rows > 0) write();
  void file.finish();
  yield taken(bytes);
}

const wide = (value: unknown) => (value === null ? null : BigInt(value as number));

/** What is written so far leaves; the places in the file go on. */
function taken(bytes: ByteWriter): Uint8Array {
  const copy = bytes.getBytes().slice();
  bytes.index = 0;
  return copy;
}
