import { sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import type { Range } from './recency.ts';
import type { inScope } from './scope.ts';

/** What a range of a run came to; the keys are columns of `runs`. */
export interface Tally {
  inactive: number;
  deleted: number;
  anonymised: number;
  spared_restricted: number;
  spared_role: number;
  spared_waiting: number;
  spared_tickets_to_come: number;
  spared_sole_relay: number;
  spared_debt: number;
  spared_credit: number;
  newly_eligible: number;
  no_longer_eligible: number;
}

export interface SplitParameters extends Range {
  runId: number;
  /** YYYY-MM-DD: inactive means recency strictly before it (R4). */
  cutoff: string | null;
  /** The cutoff of prospects, where they have another; `cutoff` is then that of customers. */
  prospectCutoff: string | null;
  /** The day of the run, YYYY-MM-DD: roles and performances are looked at as of it. */
  asOf: string;
  /** The simulation that a real run or a check is bound to (R10): nobody outside its list is erased. */
  simulationRunId: number | null;
  /** The condition on whom the run looks at, whatever the activity; undefined: whoever is inactive. */
  only: ReturnType<typeof inScope>;
}

/** R7: a sale, even cancelled later, a ticket benefited from, or any payment makes a customer. The contact's id must not come from an `o`, `l` or `p`. */
export const isCustomer = (institutionId: number, contactId: ReturnType<typeof sql>) => sql<boolean>`(
  exists (select from orders o where o.institution_id = ${institutionId} and o.purchase_contact_id = ${contactId} and o.has_sale)
  or exists (select from order_lines l
              where l.institution_id = ${institutionId} and l.cultural_contact_id = ${contactId} and l.reached = 'sale')
  or exists (select from payments p where p.institution_id = ${institutionId} and p.contact_id = ${contactId}))`;

/**
 * Each part is materialized: on statistics that are never up to date in the middle of a run the planner otherwise
 * folds one into the other and runs it for every contact (22 s instead of 0.3 s for 100,000).
 *
 * Writes the journal of a range: every inactive individual and relay, to be deleted, anonymised or spared and why
 * (R5-R7). Recency must have been recomputed in the same transaction.
 */
export async function journalRange(tenant: Tenant, parameters: SplitParameters): Promise<Tally> {
  const { institutionId, after, upTo, runId, cutoff, prospectCutoff, asOf, simulationRunId, only } =
    parameters;
  const inRange = sql`> ${after} and contact_id <= ${upTo}`;
  const { rows } = await sql<Tally>`
    with ${prospectCutoff === null ? sql`inactive` : sql`older`} as materialized (
      select c.id, c.kind, c.structure_id, c.restricted_on, r.recency, r.source, r.organisation_id,
             null::boolean as customer
        from contact_recency r
        join contacts c on c.institution_id = ${institutionId} and c.id = r.contact_id
                       and c.id > ${after} and c.id <= ${upTo}
       where r.institution_id = ${institutionId} and r.contact_id > ${after} and r.contact_id <= ${upTo}
         and ${only?.(sql`c.id`) ?? sql`r.recency < greatest(${cutoff}::date, ${prospectCutoff}::date)`} and c.kind in ('individual', 'relay')
    ), ${olderThanItsOwn(institutionId, cutoff, prospectCutoff)} in_role as materialized (
      select distinct contact_id from contact_roles
       where institution_id = ${institutionId} and contact_id ${inRange}
         and (valid_until is null or valid_until >= ${asOf}::date)
    ), waiting as materialized (
      select distinct e.contact_id
        from waiting_list_entries e
        join performances p on p.institution_id = ${institutionId} and p.id = e.performance_id
        join institutions i on i.id = ${institutionId}
       where e.institution_id = ${institutionId} and e.contact_id > ${after} and e.contact_id <= ${upTo}
         and e.state = 'open' and (greatest(p.starts_at, p.ends_at) at time zone i.time_zone)::date >= ${asOf}::date
    ), ${only === undefined ? sql`` : ticketsToCome(parameters)} owing as materialized (
      select contact_id, bool_or(amount_minor > 0) as debt
        from balances
       where institution_id = ${institutionId} and contact_id ${inRange} and amount_minor <> 0
       group by contact_id
    ), kept_relay as materialized (${keptRelays(institutionId)}
    ), judged as materialized (
      select i.*,
             case when i.restricted_on is not null then 'restricted'
                  when i.id in (select contact_id from in_role) then 'role'
                  when i.id in (select contact_id from waiting) then 'waiting'
                  ${only === undefined ? sql`` : sql`when i.id in (select contact_id from tickets) then 'tickets-to-come'`}
                  when i.id in (select id from kept_relay) then 'sole-relay'
                  when o.debt then 'debt'
                  when o.contact_id is not null then 'credit' end as reason
        from inactive i
        left join owing o on o.contact_id = i.id
    ), decided as materialized (
      select j.*, case when reason is not null then 'spare'
                       when coalesce(j.customer, ${isCustomer(institutionId, sql`j.id`)}) then 'anonymise'
                       else 'delete' end as outcome
        from judged j
    ), reviewed as materialized (
      select contact_id from journal
       where institution_id = ${institutionId} and run_id = ${simulationRunId}::bigint and contact_id ${inRange}
         and outcome <> 'spare'
    ), journalled as (
      insert into journal (institution_id, run_id, contact_id, kind, outcome, reason, recency, recency_source, recency_organisation_id,
                           customer)
      select ${institutionId}, ${runId}, id, kind, outcome, reason, recency, source, organisation_id, customer
        from decided d
       where ${simulationRunId}::bigint is null or outcome = 'spare'
          or exists (select from reviewed where contact_id = d.id)
      returning contact_id, outcome, reason
    )
    select count(*)::integer as inactive,
           ${counted(sql`outcome = 'delete'`)} as deleted,
           ${counted(sql`outcome = 'anonymise'`)} as anonymised,
           ${counted(sql`reason = 'restricted'`)} as spared_restricted,
           ${counted(sql`reason = 'role'`)} as spared_role,
           ${counted(sql`reason = 'waiting'`)} as spared_waiting,
           ${counted(sql`reason = 'tickets-to-come'`)} as spared_tickets_to_come,
           ${counted(sql`reason = 'sole-relay'`)} as spared_sole_relay,
           ${counted(sql`reason = 'debt'`)} as spared_debt,
           ${counted(sql`reason = 'credit'`)} as spared_credit,
           (select count(*)::integer from decided) - count(*)::integer as newly_eligible,
           (select count(*)::integer from reviewed
             where not exists (select from journalled n where n.contact_id = reviewed.contact_id and n.outcome <> 'spare'))
             as no_longer_eligible
      from journalled`.execute(tenant);
  return rows[0] as Tally;
}

const counted = (condition: ReturnType<typeof sql>) => sql`(count(*) filter (where ${condition}))::integer`;

/**
 * R4: of who is older than the later of two cutoffs, whoever is older than its own. Where there is one cutoff only,
 * there is no such step, and who is a customer is asked only of those who are not spared.
 */
function olderThanItsOwn(institutionId: number, cutoff: string | null, prospectCutoff: string | null) {
  if (prospectCutoff === null) return sql``;
  return sql`told as materialized (
      select m.id, m.kind, m.structure_id, m.restricted_on, m.recency, m.source, m.organisation_id,
             ${isCustomer(institutionId, sql`m.id`)} as customer
        from older m
    ), inactive as materialized (
      select * from told where recency < case when customer then ${cutoff}::date else ${prospectCutoff}::date end
    ),`;
}

/** R13: where activity is ignored, tickets to come block; otherwise whoever has one is active by it (R2). */
function ticketsToCome({ institutionId, after, upTo, asOf }: SplitParameters) {
  const ofInactive = (contactId: ReturnType<typeof sql>) =>
    sql`${contactId} > ${after} and ${contactId} <= ${upTo} and ${contactId} in (select id from inactive)`;
  return sql`lines as materialized (
      select o.purchase_contact_id as contact_id, l.valid_until, l.performance_id
        from orders o
        join order_lines l on l.institution_id = ${institutionId} and l.order_id = o.id and l.state in ('reserved', 'sold')
       where o.institution_id = ${institutionId} and ${ofInactive(sql`o.purchase_contact_id`)}
      union all
      select l.cultural_contact_id, l.valid_until, l.performance_id
        from order_lines l
       where l.institution_id = ${institutionId} and ${ofInactive(sql`l.cultural_contact_id`)}
         and l.state in ('reserved', 'sold')
    ), tickets as materialized (
      select distinct l.contact_id
        from lines l
        join institutions i on i.id = ${institutionId}
        left join performances p on p.institution_id = ${institutionId} and p.id = l.performance_id
       where greatest(l.valid_until, (p.starts_at at time zone i.time_zone)::date, (p.ends_at at time zone i.time_zone)::date)
             >= ${asOf}::date
    ),`;
}

/**
 * R6: a structure with a balance keeps its most recently active relay, even where all are inactive. Its relays may
 * stand in other ranges with a stale recency, so theirs is taken from the activity itself.
 */
function keptRelays(institutionId: number) {
  return sql`
      select distinct on (c.structure_id) c.id
        from contacts c
        left join lateral (
          select max(a.day) as day from activity a where a.institution_id = ${institutionId} and a.contact_id = c.id
        ) a on true
       where c.institution_id = ${institutionId} and c.kind = 'relay' and c.structure_id = any(array(
               select i.structure_id from inactive i
                where i.structure_id is not null
                  and exists (select from balances b
                               where b.institution_id = ${institutionId} and b.contact_id = i.structure_id
                                 and b.amount_minor <> 0)))
       order by c.structure_id, coalesce(a.day, c.created_on) desc, c.id`;
}
