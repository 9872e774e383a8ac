import { type RawBuilder, sql } from 'kysely';
import { countAudience } from '../src/campaigns/campaigns.ts';
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
    const turns = { pairs, now };
    const source = await compare(database, generated, SOURCE, sourceByHand(institution.id), turns);
    const nested = await compare(database, generated, NESTED, nestedByHand(institution.id, now), turns);
    const campaign = await compareCampaign(database, generated, turns);
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
      ratio(
        'whom a campaign to the source’s target reaches, and who is left out / the same by hand',
        campaign,
      ),
      {
        what: 'whom a campaign to the source’s target reaches, and who is left out',
        value: median(campaign.ours),
        unit: 's',
        from: `${seconds(campaign.ours)}; ${campaign.volume.toLocaleString('en')} of ${source.volume.toLocaleString('en')} contacts reached`,
      },
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

interface Turns {
  pairs: number;
  now: Date;
}

let kept = 0;

/** A dynamic target. */
async function keep(
  database: Database,
  institution: Generated['institution'],
  query: object,
  now: Date,
): Promise<number> {
  kept += 1;
  const wanted = { code: `t${kept}`, name: 'Bench', type: 'dynamic' as const, description: '', query };
  return await createTarget(database, institution, wanted, { actor: 'system', now });
}

/** In turns, each in a transaction of the institution; the first of each warms the cache and does not count. */
async function compare(
  database: Database,
  { institution }: Generated,
  query: object,
  byHand: RawBuilder<{ count: number }>,
  { pairs, now }: Turns,
): Promise<Compared> {
  const id = await keep(database, institution, query, now);
  const ours = () =>
    inInstitution(database, institution.id, async (tenant) => {
      const members = await membersOfTargets(tenant, institution, { in: [id], leftOut: [] }, now);
      const { rows } = await sql<{ count: number }>`select count(*) from (${members}) m`.execute(tenant);
      return rows[0]?.count ?? 0;
    });
  return await inTurns(database, institution, ours, byHand, pairs);
}

/** R23-R27: the source's target as a campaign by e-mail shows it, every member with its reason. */
async function compareCampaign(
  database: Database,
  { institution }: Generated,
  { pairs, now }: Turns,
): Promise<Compared> {
  const target = await keep(database, institution, SOURCE, now);
  const { rows } = await sql<{ id: number }>`
    insert into campaigns (institution_id, name, type, channel, state)
    values (${institution.id}, 'Bench', 'marketing', 'email', 'draft') returning id`.execute(database.owner);
  const { id } = rows[0] as { id: number };
  await sql`insert into campaign_targets (institution_id, campaign_id, target_id, left_out)
            values (${institution.id}, ${id}, ${target}, false)`.execute(database.owner);
  const filtered = { id, type: 'marketing', channel: 'email', performanceId: null } as const;
  const ours = () =>
    inInstitution(
      database,
      institution.id,
      async (tenant) => (await countAudience(tenant, institution, filtered, now)).reached,
    );
  return await inTurns(database, institution, ours, campaignByHand(institution.id, now), pairs);
}

async function inTurns(
  database: Database,
  institution: Generated['institution'],
  ours: () => Promise<number>,
  byHand: RawBuilder<{ count: number }>,
  pairs: number,
): Promise<Compared> {
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

const campaignByHand = (institutionId: number, now: Date) => sql<{ count: number }>`
  with refusing as (
    select distinct o.email_key from contact_authorisations a
      join contacts o on o.institution_id = a.institution_id and o.id = a.contact_id
     where a.institution_id = ${institutionId} and a.authorisation in ('institution', 'email') and a.value = 'no'),
  judged as materialized (
    select c.email_key,
           case when g.value = 'no' then 'general' when e.value = 'no' then 'channel'
                when c.restricted_on is not null then 'restricted'
                when c.valid_until < (${now}::timestamptz at time zone 'Europe/Zurich')::date then 'over'
                when coalesce(c.email_key, '') = '' then 'none'
                when c.email_key !~ '^[^\\s@]+@[^\\s@]+[.][^\\s@]+$' then 'wrong'
                when f.email_key is not null then 'shared' end as reason
      from contacts c
      join contact_recency r on r.institution_id = c.institution_id and r.contact_id = c.id
      left join contact_authorisations g on g.institution_id = c.institution_id and g.contact_id = c.id
                                        and g.authorisation = 'institution'
      left join contact_authorisations e on e.institution_id = c.institution_id and e.contact_id = c.id
                                        and e.authorisation = 'email'
      left join refusing f on f.email_key = c.email_key
     where c.institution_id = ${institutionId} and c.kind = 'individual' and r.recency < '2024-05-12'),
  counted as (select reason, case when reason is null then email_key end, count(*) from judged group by 1, 2)
  select count(*)::integer from counted where reason is null`;

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
