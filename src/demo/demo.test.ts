import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { inInstitution } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { createInstitution } from '../institutions/institutions.ts';
import { refreshOrderActivity } from '../orders/orders.ts';
import { readJournal, runRetention } from '../retention/retention.ts';
import { createDemo, demoInstitution } from './demo.ts';

const now = new Date('2026-03-10T09:00:00Z');
const tables = [
  'contacts',
  'contact_roles',
  'orders',
  'order_lines',
  'payments',
  'balances',
  'waiting_list_entries',
  'clicks',
  'criterion_changes',
  'contact_criteria',
  'authorisation_changes',
  'contact_authorisations',
  'performances',
];

describe('demo data', () => {
  let test: TestDatabase;
  let institution: Institution;

  beforeAll(async () => {
    test = await createTestDatabase();
    institution = await demoInstitution(test.database, undefined);
    await createDemo(test.database, institution, { contacts: 2000, seed: 1, now });
  });
  afterAll(() => test.remove());

  async function another(slug: string, size: { contacts: number; seed: number }): Promise<Institution> {
    const created = await createInstitution(test.database, {
      slug,
      name: slug,
      locale: 'fr',
      timeZone: 'Europe/Zurich',
      country: 'CH',
    });
    await createDemo(test.database, created, { ...size, now });
    return created;
  }

  /** A digest of each table without what differs from one institution to the next: ids, keys of erasure. */
  async function digests({ id }: Institution): Promise<Record<string, string>> {
    const found: Record<string, string> = {};
    for (const table of tables) {
      const { rows } = await sql<{ digest: string }>`
        select count(*) || ' ' || coalesce(md5(string_agg(line, e'\n' order by line)), '') as digest
          from (select (select string_agg(key || '=' || value, ',' order by key) from jsonb_each_text(to_jsonb(t))
                         where key <> 'id' and key not like '%\_id' and key <> 'erasure_key') as line
                  from ${sql.table(table)} t where institution_id = ${id}) lines`.execute(
        test.database.owner,
      );
      found[table] = rows[0]?.digest as string;
    }
    return found;
  }

  it('is the same for a seed and a day, and another for another seed', async () => {
    const first = await digests(institution);
    expect(await digests(await another('same-seed', { contacts: 2000, seed: 1 }))).toEqual(first);
    const other = await digests(await another('other-seed', { contacts: 2000, seed: 2 }));
    for (const table of tables) expect(other[table], table).not.toBe(first[table]);
  });

  it('refuses where there are contacts already', async () => {
    await expect(
      createDemo(test.database, institution, { contacts: 10, seed: 1, now }),
    ).rejects.toMatchObject({
      code: 'demo-refused',
    });
  });

  it('R1a R1b R1c R2 gives orders the activity that refreshing them would give', async () => {
    const changed = await inInstitution(test.database, institution.id, async (tenant) => {
      const snapshot = () =>
        sql<{ digest: string }>`
        select (select md5(string_agg(o::text, ',' order by id)) from orders o where institution_id = ${institution.id})
            || (select md5(string_agg(l::text, ',' order by id)) from order_lines l where institution_id = ${institution.id})
            as digest`.execute(tenant);
      const before = await snapshot();
      const { rows } = await sql<{
        id: number;
      }>`select id from orders where institution_id = ${institution.id}`.execute(tenant);
      await refreshOrderActivity(
        tenant,
        institution.id,
        rows.map((row) => row.id),
      );
      return [before.rows[0]?.digest, (await snapshot()).rows[0]?.digest];
    });
    expect(changed[1]).toBe(changed[0]);
  });

  it('R1g says whether anything is allowed after a change as the history does', async () => {
    const { rows } = await sql<{ wrong: number; changes: number }>`
      select count(*) filter (where any_yes_after <> exists (
               select from authorisation_changes e
                where e.institution_id = c.institution_id and e.contact_id = c.contact_id and e.changed_at <= c.changed_at
                  and e.value_after = 'yes' and not exists (
                    select from authorisation_changes l
                     where l.institution_id = e.institution_id and l.contact_id = e.contact_id
                       and l.authorisation = e.authorisation and l.changed_at > e.changed_at and l.changed_at <= c.changed_at)
             )) as wrong, count(*) as changes
        from authorisation_changes c where institution_id = ${institution.id}`.execute(test.database.owner);
    expect(rows[0]).toEqual({ wrong: 0, changes: expect.toSatisfy((count: number) => count > 1000) });
  });

  it('R5 R6 R7 meets every outcome, and about 30 % inactive after 36 months', async () => {
    const result = await runRetention(test.database, institution, {
      mode: 'simulation',
      months: 36,
      now,
      ledgerFile: `${test.folder}/erasures.ledger`,
    });
    expect(result.counts.inactive / result.counts.contacts).toBeGreaterThan(0.25);
    expect(result.counts.inactive / result.counts.contacts).toBeLessThan(0.36);
    // tickets to come spare whom a run is told to erase whatever their activity, and nobody else
    const { 'tickets-to-come': _, ...spared } = result.counts.spare;
    for (const [reason, count] of Object.entries(spared)) expect(count, reason).toBeGreaterThan(0);
    expect(result.counts.delete).toBeGreaterThan(20);
    expect(result.counts.anonymise).toBeGreaterThan(200);
    const sources = new Set<string>();
    for await (const lines of readJournal(test.database, institution, result.run)) {
      for (const line of lines) sources.add(line.recency_source);
    }
    expect([...sources].sort()).toEqual(
      expect.arrayContaining(['authorisation', 'click', 'creation', 'criterion', 'sale']),
    );
  });

  it('names nobody who could be written to or called', async () => {
    const { rows } = await sql<{ reachable: number }>`
      select count(*) as reachable from contacts
       where institution_id = ${institution.id}
         and (email !~ '@example\\.(org|com)$' or email ~ '[^a-z0-9.@]')`.execute(test.database.owner);
    expect(rows[0]?.reachable).toBe(0);
  });

  it.each([1, 30, 501])('goes for %i contacts', async (contacts) => {
    const small = await another(`small-${contacts}`, { contacts, seed: 3 });
    const { rows } = await sql<{ found: number }>`
      select count(*) as found from contacts where institution_id = ${small.id}`.execute(test.database.owner);
    expect(rows[0]?.found).toBe(contacts);
  });
});
