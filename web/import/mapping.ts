import { answered, api } from '../api/client.ts';
import type { components, paths } from '../api/schema.generated.ts';

export const KINDS = [
  'contacts',
  'orders',
  'waiting-list',
  'balances',
  'authorisations',
  'criteria',
  'clicks',
] as const;
export type Kind = (typeof KINDS)[number];

export type Mapping = components['schemas']['ImportMapping'];
export type MappedColumn = Mapping['columns'][number];
export type Reading = NonNullable<Mapping['reading']>;
export type Profile = components['schemas']['ImportProfile'];
export type Inspection =
  paths['/api/imports/{kind}/inspect']['post']['responses'][200]['content']['application/json'];
export type OurColumn = Inspection['ours'][number];
export type Preview =
  paths['/api/imports/{kind}/preview']['post']['responses'][200]['content']['application/json'];

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Of a text the first piece tells enough; a workbook has its directory at the end. In bytes. */
const HEAD = 512 * 1024;

/** Shows the server the head of a file. @throws Problem */
export async function inspect(kind: Kind, file: File, reading: Reading): Promise<Inspection> {
  const isZip = (await file.slice(0, 2).text()) === 'PK';
  return await answered(
    api.POST('/api/imports/{kind}/inspect', {
      params: { path: { kind }, query: reading },
      headers: { 'content-type': isZip ? XLSX : 'text/csv' },
      body: (isZip ? file : file.slice(0, HEAD)) as never,
      bodySerializer: (body: unknown) => body as Blob,
    }),
  );
}

/** A file that needs no mapping: ours, as the contract has it. */
export function isOurs({ format, encoding, delimiter, columns }: Inspection): boolean {
  return (
    format === 'csv' &&
    (encoding === undefined || encoding === 'utf-8') &&
    (delimiter === ',' || delimiter === ';') &&
    columns.every(({ name, guess }) => guess?.to === name)
  );
}

/** The mapping with another column of ours (or none) for one of the file's. */
export function mapTo(
  mapping: Mapping,
  from: string,
  to: OurColumn | undefined,
  guessed?: MappedColumn,
): Mapping {
  const others = mapping.columns.filter((column) => column.from !== from);
  if (to === undefined) return { ...mapping, columns: others };
  const { [to.name]: _, ...constants } = mapping.constants ?? {};
  const sameForm = guessed?.to === to.name ? guessed : undefined;
  const column: MappedColumn = {
    from,
    to: to.name,
    ...(to.form === 'date' || to.form === 'date-time' ? { days: sameForm?.days ?? 'day-first' } : {}),
    ...(to.form === 'amount' ? { decimals: sameForm?.decimals ?? '.' } : {}),
  };
  return { ...mapping, columns: [...others, column], constants };
}

export function change(mapping: Mapping, from: string, what: Partial<MappedColumn>): Mapping {
  const columns = mapping.columns.map((column) => (column.from === from ? { ...column, ...what } : column));
  return { ...mapping, columns };
}

/** A profile fits a file that has every column it names. */
export const fits = ({ mapping }: Profile, { columns }: Inspection): boolean =>
  mapping.columns.every(({ from }) => columns.some(({ name }) => name === from));
