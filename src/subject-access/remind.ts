import { sql } from 'kysely';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { type Institution, selectInstitutions, today } from '../institutions/institutions.ts';
import { type Telling, tell } from '../messages/messages.ts';
import { permissionsOf, profileNames } from '../operators/operators.ts';
import { type Reminder, reminderWords } from './remind-words.ts';
import type { RequestKind } from './requests.ts';

/** Days before the last one on which whoever answers requests is reminded. */
const DAYS_BEFORE = 7;
/** Messages that are written at once; the next look writes the rest. */
const PORTION = 500;

const ANSWERING = profileNames.filter((profile) => permissionsOf(profile).includes('requests.answer'));

/**
 * Reminds whoever may answer requests of those that are due within a week, and once more when one is overdue: each
 * operator once of each. For all institutions.
 * @returns the institutions where something is to be handed over
 */
export async function remindOfRequests(database: Database, now: Date): Promise<Institution[]> {
  const told: Institution[] = [];
  for (const institution of await selectInstitutions(database)) {
    if ((await remindIn(database, institution, now)) > 0) told.push(institution);
  }
  return told;
}

interface Due {
  id: number;
  kind: RequestKind;
  dueOn: string;
  operatorId: number;
  locale: 'fr' | 'en';
  sort: 'due' | 'overdue';
}

async function remindIn(database: Database, institution: Institution, now: Date): Promise<number> {
  const day = today(institution, now);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Due>`
      select r.id, r.kind, r.due_on as "dueOn", o.id as "operatorId", o.locale, s.sort
        from subject_requests r
       cross join lateral (select case when r.due_on < ${day}::date then 'overdue' else 'due' end as sort) s
        join operators o on o.institution_id = ${institution.id} and o.disabled_at is null
                        and o.profile = any(${ANSWERING}::text[])
       where r.institution_id = ${institution.id} and r.state = 'open' and r.due_on <= ${day}::date + ${DAYS_BEFORE}::integer
         and not exists (select from messages m
                          where m.institution_id = ${institution.id} and m.operator_id = o.id
                            and m.kind = 'request-' || s.sort and m.about = 'request:' || r.id)
       order by r.due_on, r.id, o.id limit ${PORTION}`.execute(tenant);
    await tell(tenant, institution.id, rows.map(tellingOf), now);
    return rows.length;
  });
}

/** Tells whoever may answer it that somebody asked in the account, in the transaction of the request. */
export async function tellReceived(
  tenant: Tenant,
  institution: Institution,
  request: Pick<Due, 'id' | 'kind' | 'dueOn'>,
  now: Date,
): Promise<void> {
  const { rows } = await sql<Pick<Due, 'operatorId' | 'locale'>>`
    select id as "operatorId", locale from operators
     where institution_id = ${institution.id} and disabled_at is null and profile = any(${ANSWERING}::text[])
     order by id`.execute(tenant);
  const tellings = rows.map((operator) => tellingOf({ ...request, ...operator, sort: 'received' }));
  await tell(tenant, institution.id, tellings, now);
}

/** Numbers and days, nothing of a contact. */
function tellingOf({
  operatorId,
  locale,
  ...reminder
}: Reminder & Pick<Due, 'operatorId' | 'locale'>): Telling {
  return {
    operatorId,
    kind: `request-${reminder.sort}`,
    about: `request:${reminder.id}`,
    path: `/requests/${reminder.id}`,
    ...reminderWords(locale, reminder),
  };
}
