import { randomBytes } from 'node:crypto';
import countryToCurrency from 'country-to-currency';
import { sql } from 'kysely';
import { z } from 'zod';
import { type Database, inInstitution } from '../database/database.ts';
import { DomainError } from '../errors.ts';

export interface Institution {
  id: number;
  slug: string;
  name: string;
  locale: string;
  timeZone: string;
  country: string;
  currency: string;
}

/** The roles of R6 that every institution knows; it may add its own. */
const BUILT_IN_ROLES = ['supplier', 'guide', 'exhibitor', 'partner', 'producer', 'contractor'];

const description = z.object({
  slug: z.string().regex(/^[a-z0-9][a-z0-9-]{0,62}$/, 'a slug has small letters, digits and hyphens'),
  name: z.string().trim().min(1, 'a name is needed').max(200),
  locale: z.enum(['fr', 'en'], 'the locale is fr or en'),
  timeZone: z.string().refine(isTimeZone, 'the time zone is one of the IANA database, such as Europe/Zurich'),
  country: z
    .string()
    .refine((code) => code in countryToCurrency, 'the country is an ISO 3166-1 alpha-2 code, such as CH'),
});

/** @throws DomainError `wrong-institution` or `institution-exists` */
export async function createInstitution(
  database: Database,
  wanted: { slug: string; name: string; locale: string; timeZone: string; country: string },
): Promise<Institution> {
  const parsed = description.safeParse(wanted);
  if (!parsed.success)
    throw new DomainError('wrong-institution', parsed.error.issues[0]?.message ?? 'wrong institution');
  const { slug, name, locale, timeZone, country } = parsed.data;
  const currency = countryToCurrency[country as keyof typeof countryToCurrency];
  const { rows } = await sql<{ id: number }>`
    insert into institutions (slug, name, locale, time_zone, country, currency, erased_number_key)
    values (${slug}, ${name}, ${locale}, ${timeZone}, ${country}, ${currency}, ${randomBytes(32)})
    on conflict (slug) do nothing
    returning id`.execute(database.owner);
  const id = rows[0]?.id;
  if (id === undefined)
    throw new DomainError('institution-exists', `there is an institution ${slug} already`);
  await inInstitution(database, id, async (tenant) => {
    const rows = BUILT_IN_ROLES.map((role) => sql`(${id}, ${role})`);
    await sql`insert into roles (institution_id, name) values ${sql.join(rows)}`.execute(tenant);
  });
  return { id, slug, name, locale, timeZone, country, currency };
}

export async function selectInstitutions(database: Database): Promise<Institution[]> {
  const { rows } = await sql<Institution>`
    select id, slug, name, locale, time_zone as "timeZone", country, currency
      from institutions order by slug`.execute(database.owner);
  return rows;
}

/**
 * @param slug may be left out where there is one institution only
 * @throws DomainError `unknown-institution`, `no-institution` or `which-institution`
 */
export async function selectInstitution(database: Database, slug: string | undefined): Promise<Institution> {
  const all = await selectInstitutions(database);
  if (slug !== undefined) {
    const found = all.find((institution) => institution.slug === slug);
    if (found === undefined) throw new DomainError('unknown-institution', `there is no institution ${slug}`);
    return found;
  }
  const [only, another] = all;
  if (only === undefined) {
    throw new DomainError(
      'no-institution',
      'there is no institution yet: rappel institution create <slug> --name …',
    );
  }
  if (another !== undefined) {
    throw new DomainError(
      'which-institution',
      `--institution is needed: ${all.map((one) => one.slug).join(', ')}`,
    );
  }
  return only;
}

/** One for each time zone: making one takes longer than many a statement of SQL. */
const calendars = new Map<string, Intl.DateTimeFormat>();

/** The day of `now` in the institution's time zone, as YYYY-MM-DD. */
export function today({ timeZone }: Institution, now: Date): string {
  const calendar = calendars.get(timeZone) ?? new Intl.DateTimeFormat('sv-SE', { timeZone });
  calendars.set(timeZone, calendar);
  return calendar.format(now);
}

function isTimeZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** Adds a role of contacts (R6); adding it again changes nothing. @throws DomainError `wrong-role` */
export async function addRole(database: Database, institution: Institution, name: string): Promise<void> {
  if (!/^[\p{L}\d][\p{L}\d-]{0,62}$/u.test(name)) {
    throw new DomainError('wrong-role', 'the name of a role has letters, digits and hyphens');
  }
  await inInstitution(database, institution.id, async (tenant) => {
    await sql`insert into roles (institution_id, name) values (${institution.id}, ${name})
                on conflict do nothing`.execute(tenant);
  });
}
