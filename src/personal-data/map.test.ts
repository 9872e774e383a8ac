import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { foreignSchemas, personalDataMap } from './personal-data.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.remove());

describe('the personal data map', () => {
  it('knows every column of every table, and no other: a new column needs an entry', async () => {
    const { rows } = await sql<{ name: string }>`
      select case when n.nspname = 'public' then '' else n.nspname || '.' end || c.relname || '.' || a.attname as name
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p', 'm', 'f')
        join pg_namespace n on n.oid = c.relnamespace
       where a.attnum > 0 and not a.attisdropped
         and n.nspname not in ('pg_catalog', 'information_schema', 'pg_toast')
         and n.nspname <> all(${Object.keys(foreignSchemas)}::text[])`.execute(test.database.owner);
    const mapped = Object.entries(personalDataMap).flatMap(([table, { columns }]) =>
      Object.keys(columns).map((column) => `${table}.${column}`),
    );
    expect(rows.map((row) => row.name).sort()).toEqual(mapped.sort());
  });

  it('gives a reason for all that stays, and a label for all that is about a contact', () => {
    for (const [table, { columns }] of Object.entries(personalDataMap)) {
      for (const [name, column] of Object.entries(columns)) {
        const complete =
          column.about === 'contact' && column.nature !== 'kept' ? column.label : column.reason;
        expect(complete, `${table}.${name}`).toBeTruthy();
      }
    }
  });

  it('ties every column that refers to a contact to what erasing does with it', async () => {
    const { rows } = await sql<{ table: string; column: string }>`
      select k.conrelid::regclass::text as table, a.attname as column
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = any(k.conkey) and a.attname <> 'institution_id'
       where k.contype = 'f' and k.confrelid = 'contacts'::regclass and k.conrelid <> 'contacts'::regclass`.execute(
      test.database.owner,
    );
    for (const { table, column } of rows) {
      const links = personalDataMap[table]?.links ?? [];
      expect(
        links.some((link) => 'column' in link && link.column === column),
        `${table}.${column}`,
      ).toBe(true);
    }
    expect(rows.length).toBeGreaterThan(8);
  });
});
