import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { inInstitution } from './database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
});
afterAll(() => test.remove());

const names = async (query: ReturnType<typeof sql<{ name: string }>>) =>
  (await query.execute(test.database.owner)).rows.map((row) => row.name);

/** Tables of institutions: those with an institution_id. */
const tenantTables = sql`
  select a.attrelid from pg_attribute a join pg_class c on c.oid = a.attrelid and c.relkind in ('r', 'p')
   where a.attname = 'institution_id' and not a.attisdropped and c.relnamespace = 'public'::regnamespace`;

describe('what Citus and row level security need of every table of an institution', () => {
  it('each key and index begins with the institution', async () => {
    expect(
      await names(sql<{ name: string }>`
      select i.indexrelid::regclass::text as name
        from pg_index i
        left join pg_attribute a on a.attrelid = i.indrelid and a.attnum = i.indkey[0]
       where i.indrelid in (${tenantTables}) and a.attname is distinct from 'institution_id'
         and pg_get_indexdef(i.indexrelid, 1, false) not like 'search_keys(((institution_id * %' -- has it in each key`),
    ).toEqual([]);
  });

  it('each foreign key between them begins with the institution', async () => {
    expect(
      await names(sql<{ name: string }>`
      select k.conname as name
        from pg_constraint k
        join pg_attribute a on a.attrelid = k.conrelid and a.attnum = k.conkey[1]
       where k.contype = 'f' and k.conrelid in (${tenantTables}) and a.attname <> 'institution_id'`),
    ).toEqual([]);
  });

  it('there are no triggers', async () => {
    expect(
      await names(sql<{ name: string }>`
      select t.tgname as name from pg_trigger t join pg_class c on c.oid = t.tgrelid
       where not t.tgisinternal and c.relnamespace = 'public'::regnamespace`),
    ).toEqual([]);
  });

  it('row level security is on, with a policy on the institution', async () => {
    expect(
      await names(sql<{ name: string }>`
      select c.relname as name from pg_class c
       where c.oid in (${tenantTables})
         and (not c.relrowsecurity or not exists (
               select from pg_policy p where p.polrelid = c.oid
                  and pg_get_expr(p.polqual, p.polrelid) = '(institution_id = current_institution())'))`),
    ).toEqual([]);
  });

  it('every view reads with the rights of who asks', async () => {
    expect(
      await names(sql<{ name: string }>`
      select relname as name from pg_class
       where relkind = 'v' and relnamespace = 'public'::regnamespace
         and not coalesce(reloptions::text like '%security_invoker=true%', false)`),
    ).toEqual([]);
  });
});

describe('tenant transactions', () => {
  it('a forgotten where reads the own institution only, and nobody writes into another', async () => {
    const one = await Venue.in(test, { slug: 'one' });
    const two = await Venue.in(test, { slug: 'two' });
    await one.contact();
    await two.contact();
    const seen = await inInstitution(
      test.database,
      one.id,
      async (tenant) =>
        (await sql<{ institution_id: number }>`select institution_id from contacts`.execute(tenant)).rows,
    );
    expect(seen).toEqual([{ institution_id: one.id }]);
    await expect(
      inInstitution(test.database, one.id, (tenant) =>
        sql`insert into contacts (institution_id, number, kind, created_on) values (${two.id}, 'x', 'individual', '2020-01-01')`.execute(
          tenant,
        ),
      ),
    ).rejects.toThrow(/row-level security/);
  });

  it('the role goes back with the transaction', async () => {
    const { rows } = await sql<{ role: string; institution: string | null }>`
      select current_user as role, current_setting('rappel.institution_id', true) as institution`.execute(
      test.database.owner,
    );
    expect(rows[0]?.role).toBe('postgres');
    expect(rows[0]?.institution ?? '').toBe('');
  });

  it('the database role of the application cannot bypass row level security', async () => {
    expect(
      await names(sql<{ name: string }>`
      select rolname as name from pg_roles where rolname = 'rappel_app' and not rolsuper and not rolbypassrls`),
    ).toEqual(['rappel_app']);
  });
});
