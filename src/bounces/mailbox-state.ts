import { type RawBuilder, sql } from 'kysely';
import type { Database } from '../database/database.ts';
import type { MailboxFailure } from './mailbox.ts';

/** How far a mailbox was read, in the whole installation: which institution a notification is about says its token. */
export interface Place {
  /** The numbers of messages hold as long as this one does (RFC 9051, 2.3.1.1). */
  uidValidity: number | null;
  lastUid: number;
}

/** What was read, by what became of it. */
export interface Counts {
  hard: number;
  soft: number;
  delayed: number;
  complaints: number;
  /** None of ours, or too large to be one: they stay where they are. */
  others: number;
}

export interface MailboxState extends Counts {
  /** When it was last read to its end. */
  readAt: Date | null;
  /** null: it can be read. */
  failingSince: Date | null;
  failure: MailboxFailure | null;
}

/** Two minutes after the first failure, four after the second, and so on, at most an hour. */
const FIRST_PAUSE_MINUTES = 2;
const LONGEST_PAUSE_MINUTES = 60;
/** A mailbox that nobody tried for so long is not set up any more. */
const FORGOTTEN_AFTER_HOURS = 24;

export async function selectPlace(
  database: Database,
  name: string,
): Promise<Place & { nextTryAt: Date | null }> {
  const { rows } = await sql<Place & { nextTryAt: Date | null }>`
    select uid_validity as "uidValidity", last_uid as "lastUid", next_try_at as "nextTryAt"
      from bounce_mailboxes where name = ${name}`.execute(database.owner);
  return rows[0] ?? { uidValidity: null, lastUid: 0, nextTryAt: null };
}

/** Moves the place on; what was counted before it is not counted again. */
export async function movePlace(
  database: Database,
  name: string,
  { uidValidity, lastUid }: Place,
  { hard, soft, delayed, complaints, others }: Counts,
): Promise<void> {
  await sql`
    insert into bounce_mailboxes as m (name, uid_validity, last_uid, hard, soft, delayed, complaints, others)
    values (${name}, ${uidValidity}, ${lastUid}, ${hard}, ${soft}, ${delayed}, ${complaints}, ${others})
    on conflict (name) do update
       set uid_validity = excluded.uid_validity, last_uid = excluded.last_uid, hard = m.hard + excluded.hard,
           soft = m.soft + excluded.soft, delayed = m.delayed + excluded.delayed,
           complaints = m.complaints + excluded.complaints, others = m.others + excluded.others`.execute(
    database.owner,
  );
}

export async function noteRead(database: Database, name: string, now: Date): Promise<void> {
  await sql`
    insert into bounce_mailboxes (name, tried_at, read_at) values (${name}, ${now}, ${now})
    on conflict (name) do update
       set tried_at = ${now}, read_at = ${now}, failures = 0, failing_since = null, failure = null, next_try_at = null`.execute(
    database.owner,
  );
}

export async function noteFailure(
  database: Database,
  name: string,
  failure: MailboxFailure,
  now: Date,
): Promise<void> {
  const pause = (failures: RawBuilder<unknown>) => sql`
    ${now}::timestamptz + least(${FIRST_PAUSE_MINUTES} * power(2, least(${failures}, 10)), ${LONGEST_PAUSE_MINUTES})
                          * interval '1 minute'`;
  await sql`
    insert into bounce_mailboxes as m (name, tried_at, failures, failing_since, failure, next_try_at)
    values (${name}, ${now}, 1, ${now}, ${failure}, ${pause(sql`0`)})
    on conflict (name) do update
       set tried_at = ${now}, failures = m.failures + 1, failing_since = coalesce(m.failing_since, ${now}),
           failure = ${failure}, next_try_at = ${pause(sql`m.failures`)}`.execute(database.owner);
}

/** The mailboxes that are read, or tried; there is one, but while its address changes. */
export async function selectMailboxes(database: Database, now: Date): Promise<MailboxState[]> {
  const { rows } = await sql<MailboxState>`
    select read_at as "readAt", failing_since as "failingSince", failure, hard, soft, delayed, complaints, others
      from bounce_mailboxes
     where tried_at > ${now}::timestamptz - ${FORGOTTEN_AFTER_HOURS} * interval '1 hour' order by name`.execute(
    database.owner,
  );
  return rows;
}
