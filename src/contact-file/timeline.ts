import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import { inOpenFile, type OpenFile, ofReader, type Reader } from './open.ts';

/** Something that happened to a contact, or was done to its file. */
export interface TimelineEvent {
  day: string;
  /** Null where only the day is known. */
  at: string | null;
  kind: (typeof eventKinds)[number];
  id: number;
  /** The activity of R1 that it is; null: it moves no recency. */
  source: string | null;
  organisation: string | null;
  /** `contact`, `import`, `command-line`, `system`, the name of an operator, or null: not known. */
  by: string | null;
  detail: Record<string, string | null>;
  cursor: TimelineCursor;
}

/** In the order in which those without an hour stand on one day, the last on top. */
export const eventKinds = [
  'creation',
  'order',
  'attendance',
  'waiting-list',
  'click',
  'criterion',
  'authorisation',
  'restricted',
  'lifted',
  'edit',
] as const;

/** Where a page goes on: day, microseconds since midnight (0 where only the day is known), kind and id of an event. */
export interface TimelineCursor {
  day: string;
  time: number;
  kind: TimelineEvent['kind'];
  id: number;
}

/**
 * Activity of R1 with its source and organisation, changes of authorisations and criteria, clicks, and what operators
 * did, the newest first. Each kind gives its next events by its own index; what belongs to organisations that the
 * reader does not work for is left out.
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function selectTimeline(
  database: Database,
  institution: Institution,
  number: string,
  { reader, after, limit }: { reader: Reader; after?: TimelineCursor | undefined; limit: number },
): Promise<TimelineEvent[]> {
  return await inOpenFile(database, institution, number, reader, async (open) => {
    const branches = branchesOf(open).map(({ kind, day, id, from, ...rest }) => {
      const rank = eventKinds.indexOf(kind);
      const columns = {
        at: sql`null`,
        source: sql`null`,
        organisation: sql`null`,
        by: sql`null`,
        detail: sql`'{}'::json`,
      };
      const shown = { ...columns, ...rest };
      // without an hour there is nothing to sort by within a day, and the index gives the order
      const hour = rest.at && timeOf(rest.at, institution);
      return sql`(
        select ${day} as day, ${hour ?? sql`0`}::bigint as time, ${shown.at}::timestamptz as at, ${sql.lit(rank)} as rank, ${id} as id,
               ${shown.source}::text as source, ${shown.organisation}::bigint as organisation, ${shown.by}::text as by,
               ${shown.detail} as detail
          from ${from} ${following(after, day, hour ?? sql`0`, rank, id)}
         order by day desc, ${hour === undefined ? sql`` : sql`time desc,`} ${id} desc limit ${limit})`;
    });
    const { rows } = await sql<Omit<TimelineEvent, 'kind' | 'cursor'> & { rank: number; time: number }>`
      select e.day, e.time, e.at, e.rank, e.id, e.source, org.name as organisation, coalesce(o.name, e.by) as by, e.detail
        from (select * from (${sql.join(branches, sql` union all `)}) every
               order by day desc, time desc, rank desc, id desc limit ${limit}) e
        left join organisations org on org.institution_id = ${institution.id} and org.id = e.organisation
        left join operators o on o.institution_id = ${institution.id} and 'operator:' || o.id = e.by
       order by e.day desc, e.time desc, e.rank desc, e.id desc`.execute(open.tenant);
    return rows.map(({ rank, time, ...event }) => {
      const kind = eventKinds[rank] as TimelineEvent['kind'];
      const at = event.at === null ? null : new Date(event.at).toISOString();
      return { ...event, at, kind, cursor: { day: event.day, time, kind, id: event.id } };
    });
  });
}

type Sql = ReturnType<typeof sql>;

interface Branch {
  kind: TimelineEvent['kind'];
  day: Sql;
  id: Sql;
  /** From `from` to the end of `where`. */
  from: Sql;
  at?: Sql;
  source?: Sql;
  organisation?: Sql;
  by?: Sql;
  detail?: Sql;
}

function branchesOf({ tenant: _, institution, id, reader }: OpenFile): Branch[] {
  const mine = (alias: string) =>
    sql`${sql.ref(alias)}.institution_id = ${institution.id} and ${sql.ref(alias)}.contact_id = ${id}`;
  const dayOf = (moment: Sql) => sql`(${moment} at time zone ${institution.timeZone})::date`;
  const changedBy = sql`case when c.changed_by = 'operator' then null else c.changed_by end`;
  const byPerson = sql`c.changed_by in ('contact', 'operator') and c.requested`;
  const valuesOf = (name: Sql) =>
    sql`json_build_object('name', ${name}, 'before', c.value_before, 'after', c.value_after)`;
  return [
    {
      kind: 'creation',
      day: sql`c.created_on`,
      id: sql`c.id`,
      from: sql`contacts c where c.institution_id = ${institution.id} and c.id = ${id}`,
    },
    {
      kind: 'order',
      day: sql`o.activity_on`,
      id: sql`o.id`,
      source: sql`o.activity_source`,
      organisation: sql`o.activity_organisation_id`,
      detail: sql`json_build_object('order', o.number)`,
      from: sql`orders o where o.institution_id = ${institution.id} and o.purchase_contact_id = ${id}
                 and o.activity_on is not null ${ofReader(reader, sql`o.organisation_id`)}`,
    },
    {
      kind: 'attendance',
      day: sql`l.attendance_on`,
      id: sql`l.id`,
      source: sql`l.reached`,
      organisation: sql`l.organisation_id`,
      detail: sql`json_build_object('order', (select o.number from orders o
                   where o.institution_id = ${institution.id} and o.id = l.order_id))`,
      from: sql`order_lines l where l.institution_id = ${institution.id} and l.cultural_contact_id = ${id}
                 and l.attendance_on is not null ${ofReader(reader, sql`l.organisation_id`)}`,
    },
    {
      kind: 'waiting-list',
      day: sql`w.signed_up_on`,
      id: sql`w.id`,
      source: sql`'waiting-list'`,
      organisation: sql`w.organisation_id`,
      detail: sql`json_build_object('name', (select p.name from performances f
                    join products p on p.institution_id = ${institution.id} and p.id = f.product_id
                   where f.institution_id = ${institution.id} and f.id = w.performance_id), 'state', w.state)`,
      from: sql`waiting_list_entries w where ${mine('w')} ${ofReader(reader, sql`w.organisation_id`)}`,
    },
    {
      kind: 'click',
      day: sql`k.clicked_on`,
      id: sql`k.id`,
      at: sql`k.clicked_at`,
      source: sql`case when k.explicit then 'click' end`,
      by: sql`'contact'`,
      detail: sql`json_build_object('url', k.url, 'name', (select g.name from campaigns g
                   where g.institution_id = ${institution.id} and g.id = k.campaign_id),
                   'uncounted', k.uncounted, 'reclassified', case when k.reclassified_by is not null then 'yes' end,
                   'answer', case when k.recipient_id is not null and k.link_id is null then 'yes' end)`,
      from: sql`clicks k where ${mine('k')}`,
    },
    {
      kind: 'criterion',
      day: sql`c.changed_on`,
      id: sql`c.id`,
      at: sql`c.changed_at`,
      source: sql`case when ${byPerson} and c.value_after is distinct from c.value_before then 'criterion' end`,
      organisation: sql`k.organisation_id`,
      by: changedBy,
      detail: valuesOf(sql`k.name`),
      from: sql`criterion_changes c
                join criteria k on k.institution_id = ${institution.id} and k.id = c.criterion_id
               where ${mine('c')} ${reader.organisations === null ? sql`` : sql`and (k.organisation_id is null or k.organisation_id = any(${reader.organisations}::bigint[]))`}`,
    },
    {
      kind: 'authorisation',
      day: sql`c.changed_on`,
      id: sql`c.id`,
      at: sql`c.changed_at`,
      source: sql`case when ${byPerson} and c.value_after <> c.value_before and c.any_yes_after then 'authorisation' end`,
      by: changedBy,
      detail: valuesOf(sql`c.authorisation`),
      from: sql`authorisation_changes c where ${mine('c')}`,
    },
    {
      kind: 'restricted',
      day: dayOf(sql`r.restricted_at`),
      id: sql`r.id`,
      at: sql`r.restricted_at`,
      by: sql`r.restricted_by`,
      detail: sql`json_build_object('reason', r.reason)`,
      from: sql`contact_restrictions r where ${mine('r')}`,
    },
    {
      kind: 'lifted',
      day: dayOf(sql`r.lifted_at`),
      id: sql`r.id`,
      at: sql`r.lifted_at`,
      by: sql`r.lifted_by`,
      detail: sql`json_build_object('reason', r.lift_reason)`,
      from: sql`contact_restrictions r where ${mine('r')} and r.lifted_at is not null`,
    },
    {
      kind: 'edit',
      day: dayOf(sql`a.at`),
      id: sql`a.id`,
      at: sql`a.at`,
      by: sql`a.actor`,
      detail: sql`json_build_object('action', a.action, 'fields', a.details->>'fields')`,
      from: sql`audit_log a where a.institution_id = ${institution.id} and a.subject = ${`contact:${id}`}
                 and a.action not in ('contact.restrict', 'contact.lift-restriction')`,
    },
  ];
}

/** Microseconds since midnight, in the institution's time zone. */
const timeOf = (moment: Sql, { timeZone }: Institution): Sql =>
  sql`(extract(epoch from (${moment} at time zone ${timeZone})::time) * 1000000)::bigint`;

/** Events that stand below the last of the page before. */
function following(after: TimelineCursor | undefined, day: Sql, time: Sql, rank: number, id: Sql): Sql {
  if (after === undefined) return sql``;
  const last = eventKinds.indexOf(after.kind);
  return sql`and ${day} <= ${after.day}::date
             and (${day} < ${after.day}::date or (${time}, ${sql.lit(rank)}, ${id}) < (${after.time}::bigint, ${last}::integer, ${after.id}::bigint))`;
}
