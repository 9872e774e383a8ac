import { type RawBuilder, sql } from 'kysely';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';

/** How a request reached whoever recorded it. */
export const ways = ['counter', 'phone', 'letter', 'e-mail', 'form'] as const;
export type Way = (typeof ways)[number];

/** What authorisations know besides: the reader of a message called it spam, and the mail provider passed that on (RFC 5965). */
export const authorisationWays = [...ways, 'complaint'] as const;
export type AuthorisationWay = (typeof authorisationWays)[number];

export const places = ['back-office', 'point-of-sale', 'campaign', 'import'] as const;
export type Place = (typeof places)[number];

/**
 * Who changes authorisations or criteria, how it came to that, and where: the proof that each change keeps (R22).
 * Only what the contact did itself, or an operator recorded on its request, is activity (R1f, R1g).
 */
export interface Recording {
  by: 'contact' | 'operator' | 'import';
  /**
   * Whether the contact itself asked for it. Of an import: false; of the contact: true, but for what its mail program
   * sends by itself (RFC 8058), which is no activity (R1).
   */
  onRequest: boolean;
  /** Of an operator; shown to other operators, and in no export. */
  operatorId?: number | undefined;
  /** Of a request. */
  way?: AuthorisationWay | undefined;
  place: Place;
  /** Of the point of sale or the campaign. */
  placeId?: number | undefined;
  now: Date;
}

/** A row `said` with the columns that a recording gives to each change. */
export function said(institution: Institution, recording: Recording): RawBuilder<unknown> {
  const { by, onRequest, operatorId, way, place, placeId, now } = recording;
  return sql`(values (${today(institution, now)}::date, ${by}::text, ${onRequest}::boolean,
                      ${(way ?? null) as string | null}::text, ${place}::text, ${placeId ?? null}::bigint, ${operatorId ?? null}::bigint))
             as said (changed_on, changed_by, requested, way, place, place_id, operator_id)`;
}

/** The columns of `said`, as they stand in both tables of changes. */
export const saidColumns = sql.raw('changed_on, changed_by, requested, way, place, place_id, operator_id');

/**
 * The moment of a change: `now`, or a microsecond after the contact's last change where that one was not yet past
 * (two changes in one millisecond, two servers whose clocks differ a little). The order of the moments is the history.
 */
export function momentAfter(last: RawBuilder<unknown>, now: Date): RawBuilder<unknown> {
  return sql`greatest(${now}::timestamptz, (select max(h.changed_at) + interval '1 microsecond' from ${last} h
                      where h.changed_at between ${now}::timestamptz and ${now}::timestamptz + interval '1 minute'))`;
}

/**
 * Holds contacts until the end of the transaction: two who change one contact wait for each other, and a retention run
 * at the same time waits too and then judges with what was recorded.
 */
export async function holdContacts(
  tenant: Tenant,
  institution: Institution,
  contactIds: number[],
): Promise<void> {
  await sql`
    select from contacts where institution_id = ${institution.id} and id = any(${contactIds}::bigint[])
     order by id for no key update`.execute(tenant);
}

/** @throws DomainError `changed-meanwhile` where what was read is not the last any more */
export function checkVersion(read: string, current: string): void {
  if (read !== current) {
    throw new DomainError(
      'changed-meanwhile',
      'somebody changed this contact since it was read: read it again',
    );
  }
}
