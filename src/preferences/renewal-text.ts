import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Locale } from '../customers/customers.ts';
import { type Database, inInstitution, type Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** What the renewal page says (R29), in one of its versions. */
export interface RenewalText {
  /** 0: the institution has none of its own yet, and Rappel's is shown. */
  version: number;
  fr: string;
  en: string;
  /** ISO 8601; null: Rappel's own. */
  since: string | null;
}

const own = ({ name }: Institution): RenewalText => ({
  version: 0,
  fr: `Voilà longtemps que nous sommes sans nouvelles de vous. ${name} ne garde les données de ses visiteurs que tant qu’ils le souhaitent, et ne vous écrit que si vous êtes d’accord.\n\nSi vous voulez rester en contact, dites-le-nous ci-dessous. Sans réponse de votre part, nous effacerons vos données.`,
  en: `We have not seen you for a long time. ${name} keeps the data of its visitors only as long as they wish, and writes to you only if you agree.\n\nIf you would like to stay in touch, tell us below. If we do not hear from you, we will erase your data.`,
  since: null,
});

/** The version that is shown today. @param read one that somebody was shown before; it is given where it was one */
export async function selectRenewalText(
  tenant: Tenant,
  institution: Institution,
  read = Number.NaN,
): Promise<RenewalText> {
  if (read === 0) return own(institution);
  const version = Number.isSafeInteger(read) && read > 0 && read < 2 ** 31 ? read : null;
  const { rows } = await sql<Omit<RenewalText, 'since'> & { since: Date }>`
    select version, text_fr as fr, text_en as en, created_at as since from renewal_texts
     where institution_id = ${institution.id}
     order by version is distinct from ${version}::integer, version desc limit 1`.execute(tenant);
  const [row] = rows;
  return row === undefined ? own(institution) : { ...row, since: row.since.toISOString() };
}

/** As the proof keeps it: what was read stays readable whatever becomes of the page. */
export const asRead = (text: RenewalText, locale: Locale): string =>
  `${locale === 'fr' ? 'Page de renouvellement, version' : 'Renewal page, version'} ${text.version}\n\n${text[locale]}`;

export async function readRenewalText(database: Database, institution: Institution): Promise<RenewalText> {
  return await inInstitution(database, institution.id, (tenant) => selectRenewalText(tenant, institution));
}

/**
 * Writes the next version; those before it stay as they are.
 * @throws DomainError `wrong-wording` where a language is missing
 */
export async function addRenewalText(
  database: Database,
  institution: Institution,
  wanted: { fr: string; en: string },
  { operatorId, now }: { operatorId: number; now: Date },
): Promise<RenewalText> {
  const [fr, en] = [wanted.fr.trim(), wanted.en.trim()];
  if (fr === '' || en === '') throw new DomainError('wrong-wording', 'a text is needed in each language');
  return await inInstitution(database, institution.id, async (tenant) => {
    // two who write at once: the second waits, and gets the next number
    await sql`select from institutions where id = ${institution.id} for no key update`.execute(tenant);
    const present = await selectRenewalText(tenant, institution);
    if (present.fr === fr && present.en === en) return present;
    const { rows } = await sql<{ id: number; version: number }>`
      insert into renewal_texts (institution_id, version, text_fr, text_en, created_at)
      values (${institution.id}, ${present.version + 1}, ${fr}, ${en}, ${now}) returning id, version`.execute(
      tenant,
    );
    const added = rows[0] as { id: number; version: number };
    await audit(tenant, institution.id, now, {
      actor: `operator:${operatorId}`,
      action: 'renewal-text.add',
      subject: `renewal-text:${added.id}`,
      details: { version: added.version },
    });
    return { version: added.version, fr, en, since: now.toISOString() };
  });
}
