import { type RawBuilder, sql } from 'kysely';
import type { Columns, Row } from './columns.ts';
import type { ImportContext } from './kind.ts';

/**
 * Whether a row of a history was brought by a file: whoever records a change here says where (`place`), and that row is
 * a proof, which no file changes (R22).
 */
export const imported = (row: string): RawBuilder<boolean> => sql`${sql.ref(`${row}.place`)} is null`;

const TWO_DAYS = 2 * 24 * 3_600_000;

/**
 * Refuses moments after the import: one to come would keep somebody for as long (R1), and overrule until then whatever
 * the contact says (R22).
 */
export async function refuseMomentsToCome<C extends Columns>(
  { tenant, institution, now, today, problems }: ImportContext,
  rows: Row<C>[],
  column: keyof C & string,
): Promise<void> {
  // whatever the offset, a day that is over for longer is no day to come: most of a history asks the database nothing
  const oldest = new Date(Number(now) - TWO_DAYS).toISOString().slice(0, 10);
  const near = rows.flatMap(({ line, values }) => {
    const moment = values[column];
    return typeof moment === 'string' && moment.slice(0, 10) >= oldest ? [{ line, moment }] : [];
  });
  if (near.length === 0) return;
  const { rows: late } = await sql<{ line: number; moment: string }>`
    select line, moment
      from json_to_recordset(${JSON.stringify(near)}::json) as r(line integer, moment text)
     where moment::timestamptz > ${now} order by line`.execute(tenant);
  for (const { line, moment } of late) {
    const asWritten = moment.replace(` ${institution.timeZone}`, '');
    problems.add(line, column, { code: 'day-to-come', about: { today } }, asWritten);
  }
}
