import { type RawBuilder, sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import type { Authorisation } from './authorisations.ts';

/** A text that is read to whoever is asked for an authorisation, in one of its versions. */
export interface Wording {
  id: number;
  authorisation: Authorisation;
  version: number;
  fr: string;
  en: string;
  /** YYYY-MM-DD */
  validFrom: string;
  /** A change refers to it, or the answer of a sign-up that waits for its confirmation: it stays as it is. */
  used: boolean;
  /** It is the one to read today. */
  current: boolean;
}

/** All versions; of an authorisation, the latest first. */
export async function selectWordings(
  database: Database,
  institution: Institution,
  now: Date,
): Promise<Wording[]> {
  const day = today(institution, now);
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<Wording>`
      select w.id, w.authorisation, w.version, w.text_fr as fr, w.text_en as en, w.valid_from as "validFrom",
             ${wasRead(institution, sql`w.id`)} as used,
             w.id = first_value(w.id) over (partition by w.authorisation
                      order by w.valid_from <= ${day}::date desc, w.version desc) and w.valid_from <= ${day}::date as current
        from consent_wordings w
       where w.institution_id = ${institution.id}
       order by w.authorisation, w.version desc`.execute(tenant);
    return rows;
  });
}

/** What is answered on the form of a sign-up becomes a change, with its wording, when the e-mail is confirmed. */
const wasRead = (institution: Institution, id: RawBuilder<unknown>) => sql<boolean>`(
    exists (select from authorisation_changes c
             where c.institution_id = ${institution.id} and c.wording_id = ${id})
 or exists (select from customer_sign_ups s
             where s.institution_id = ${institution.id}
               and s.answers @> jsonb_build_object('items', jsonb_build_array(jsonb_build_object('wordingId', ${id})))))`;

/**
 * Adds the next version of a wording. Those before it stay as they are.
 * @throws DomainError `wrong-wording` where a text is missing or it would be valid in the past
 */
export async function addWording(
  database: Database,
  institution: Institution,
  wanted: { authorisation: Authorisation; fr: string; en: string; validFrom: string },
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<{ id: number; version: number }> {
  const [fr, en] = [wanted.fr.trim(), wanted.en.trim()];
  if (fr === '' || en === '') throw new DomainError('wrong-wording', 'a wording has a text in each language');
  if (wanted.validFrom < today(institution, now)) {
    throw new DomainError('wrong-wording', 'a new wording is valid from today on, or from a later day');
  }
  return await inInstitution(database, institution.id, async (tenant) => {
    // two who add a version at once: the second waits, and gets the next number
    await sql`select from institutions where id = ${institution.id} for no key update`.execute(tenant);
    const { rows } = await sql<{ id: number; version: number }>`
      insert into consent_wordings (institution_id, authorisation, version, text_fr, text_en, valid_from, created_at)
      select ${institution.id}::bigint, ${wanted.authorisation}, coalesce(max(version), 0) + 1, ${fr}, ${en},
             ${wanted.validFrom}::date, ${now}::timestamptz
        from consent_wordings where institution_id = ${institution.id} and authorisation = ${wanted.authorisation}
      returning id, version`.execute(tenant);
    const added = rows[0] as { id: number; version: number };
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'consent-wording.add',
      subject: `consent-wording:${added.id}`,
      details: { authorisation: wanted.authorisation, version: added.version },
    });
    return added;
  });
}

/** Takes back a version that nobody was read yet. @throws DomainError `unknown-wording`, `wording-used` */
export async function removeWording(
  database: Database,
  institution: Institution,
  id: number,
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<void> {
  await inInstitution(database, institution.id, async (tenant) => {
    // held, so that nobody records with it at this moment
    const { rows } = await sql<{ id: number }>`
      select id from consent_wordings where institution_id = ${institution.id} and id = ${id} for update`.execute(
      tenant,
    );
    if (rows.length === 0) throw unknownWording();
    const { rows: uses } = await sql`
      select where ${wasRead(institution, sql`${id}::bigint`)}`.execute(tenant);
    if (uses.length > 0) throw new DomainError('wording-used', 'this wording was read to somebody: it stays');
    await sql`delete from consent_wordings where institution_id = ${institution.id} and id = ${id}`.execute(
      tenant,
    );
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'consent-wording.remove',
      subject: `consent-wording:${id}`,
    });
  });
}

/** A wording proves something only where it is about what changes. @throws DomainError `unknown-wording` */
export async function checkWordings(
  tenant: Tenant,
  institution: Institution,
  changes: { authorisation: Authorisation; wordingId: number | null }[],
  now: Date,
): Promise<void> {
  const named = changes.filter(({ wordingId }) => wordingId !== null);
  if (named.length === 0) return;
  const { rows } = await sql<{ id: number; authorisation: Authorisation }>`
    select id, authorisation from consent_wordings
     where institution_id = ${institution.id} and id = any(${named.map(({ wordingId }) => wordingId)}::bigint[])
       and valid_from <= ${today(institution, now)}::date
       for key share`.execute(tenant);
  const aboutOf = new Map(rows.map(({ id, authorisation }) => [id, authorisation]));
  for (const { wordingId, authorisation } of named) {
    if (aboutOf.get(wordingId as number) !== authorisation) throw unknownWording();
  }
}

const unknownWording = () =>
  new DomainError('unknown-wording', 'there is no such wording for this authorisation');
