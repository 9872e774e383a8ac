import { sql } from 'kysely';
import { type Database, inInstitution } from '../src/database/database.ts';
import { runRetention } from '../src/retention/retention.ts';
import { countTarget, createTarget, membersOfTargets } from '../src/targets/targets.ts';
import { type Figure, median, seconds, timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

/** The target of the source, some years later: its base ends where the demo's begins. */
const BEFORE = 20240512;
const SOURCE = {
  combinator: 'all',
  rules: [
    { field: 'kind', operator: '=', value: 'individual' },
    { field: 'recency', operator: '<', value: { is: { number: BEFORE } } },
  ],
};
/** What a marketing manager would make: nested, over other tables, with opposites. */
const NESTED = {
  combinator: 'all',
  rules: [
    { field: 'kind', operator: '=', value: 'individual' },
    { field: 'authorisation:email', operator: '!=', value: 'no' },
    {
      combinator: 'none',
      rules: [
        { field: 'town', operator: '=', value: 'Lausanne' },
        { field: 'bought', operator: '=', value: { from: { monthsAgo: 12 } } },
      ],
    },
  ],
};
const RIGHTS = { confidential: false, restricted: true };

/** Targets as the back office counts them, under row level security, beside the same questions written by hand. */
export async function targetFigures(
  server: Server,
  generated: Generated,
  { pairs, now }: { pairs: number; now: Date },
): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'target');
  const figures: Figure[] = [];
  await withOpen(server, copy, async (database) => {
    const { institution } = generated;
    await runRetention(database, institution, {
      mode: 'simulation',
      months: 24,
      now,
      ledgerFile: '/dev/null',
    });
    await settle(database);
    const source = await compare(database, generated, SOURCE, sourceByHand(institution.id), { pairs, now });
    const nested = await compare(database, generated, NESTED, nestedByHand(institution.id, now), {
      pairs,
      now,
    });
    figures.push(
      ratio('volume of the source’s target / the same by hand', source),
      {
        what: 'volume of the source’s target',
        value: median(source.ours),
        unit: 's',
        limit: { atMost: 1 },
        from: `${seconds(source.ours)}; ${source.volume.toLocaleString('en')} contacts`,
      },
      ratio('volume of a nested target / the same by hand', nested),
    );
    const { took } = await timed(() =>
      countTarget(database, institution, { query: SOURCE }, { channel: 'email', rights: RIGHTS, now }),
    );
    figures.push({
      what: 'page of a target: volume, who is excluded, sample',
      value: took,
      unit: 's',
      from: `the source’s target among ${generated.contacts.toLocaleString('en')} contacts`,
    });
  });
  await server.drop(copy);
  return figures;
}

interface Compared {
  ours: number[];
  byHand: number[];
  volume: number;
}

function ratio(what: string, { ours, byHand }: Compared): Figure {
  return {
    what,
    value: median(ours.map((took, at) => took / (byHand[at] as number))),
    unit: '',
    limit: { atMost: 1.2 },
    from: `${seconds(ours)} / ${seconds(byHand)}`,
  };
}

/** In turns, each in a transaction of the institution; the first of each warms the cache and does not count. */
async function compare(
  database: Database,
  { institution }: Generated,
  query: object,
  byHand: ReturnType<typeof sourceByHand>,
  { pairs, now }: { pairs: number; now: Date },
): Promise<Compared> {
  const by = { actor: 'system', now };
  const wanted = { code: `t${Date.now()}`, name: 'Bench', type: 'dynamic' as const, description: '', query };
  const id = await createTarget(database, institution, wanted, by);
  const ours = () =>
    inInstitution(database, institution.id, async (tenant) => {
      const members = await membersOfTargets(tenant, institution, { in: [id], leftOut: [] }, now);
      const { rows } = await sql<{ count: number }>`select count(*) from (${members}) m`.execute(tenant);
      return rows[0]?.count ?? 0;
    });
  const theirs = () =>
    inInstitution(
      database,
      institution.id,
      async (tenant) => (await byHand.execute(tenant)).rows[0]?.count ?? 0,
    );
  const took: Compared = { ours: [], byHand: [], volume: await ours() };
  const volume = await theirs();
  if (volume !== took.volume) throw new Error(`${took.volume} contacts, by hand ${volume}`);
  for (let pair = 0; pair < pairs * 3; pair += 1) {
    took.ours.push((await timed(ours)).took);
    took.byHand.push((await timed(theirs)).took);
  }
  return took;
}

const sourceByHand = (institutionId: number) => sql<{ count: number }>`
  select count(*) from contacts c
    join contact_recency r on r.institution_id = c.institution_id and r.contact_id = c.id
   where c.institution_id = ${institutionId} and c.kind = 'individual' and r.recency < '2024-05-12'`;

const nestedByHand = (institutionId: number, now: Date) => sql<{ count: number }>`
  select count(*) from contacts c
    left join contact_search s on s.institution_id = c.institution_id and s.contact_id = c.id
   where c.institution_id = ${institutionId} and c.kind = 'individual'
     and s.town_key is distinct from 'lausanne'
     and not exists (select from contact_authorisations a where a.institution_id = c.institution_id
                        and a.contact_id = c.id and a.authorisation = 'email' and a.value = 'no')
     and not exists (select from orders o
                       join order_lines l on l.institution_id = o.institution_id and l.order_id = o.id and l.state = 'sold'
                      where o.institution_id = c.institution_id and o.purchase_contact_id = c.id
                        and o.ordered_on >= (${now}::timestamptz at time zone 'Europe/Zurich')::date - interval '12 months')`;
