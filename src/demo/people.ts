import { type RawBuilder, sql } from 'kysely';
import { refreshContactSearch } from '../contacts/contacts.ts';
import type { Tenant } from '../database/database.ts';
import { DAYS_BACK } from './catalogue.ts';
import type { Making } from './making.ts';
import { FIRST_NAMES_PER_SEX, LAST_NAMES_PER_LANGUAGE, names, STREETS_PER_LANGUAGE } from './names.ts';
import { dormant, place } from './set-pieces.ts';

/** Contacts [from, from + count) by their place in the demo; a contact's number is this plus `FIRST_NUMBER`. */
export interface Range {
  from: number;
  count: number;
}

/** The contacts of a range once they are written: their ids lie from `firstId` to `lastId`, among others' perhaps. */
export interface People extends Range {
  firstId: number;
  lastId: number;
}

export const FIRST_NUMBER = 100_000;

const n = sql.ref('n');
const isStructure = sql`n % 50 = 0`;
const isRelay = sql`(n % 50 = 1 or n % 100 = 2)`;

/** Writes the contacts of a range: structures (2 %) and individuals, then the relays (3 %), which act for them. */
export async function createPeople(tenant: Tenant, making: Making, { from, count }: Range): Promise<People> {
  const { institution } = making.catalogue;
  const written = sql`institution_id, number, kind, structure_id, title, first_name, last_name, company_name, email,
    phone, mobile, birth_date, language, street, postcode, town, country, created_on, valid_until, restricted_on, remark`;
  const values = (kind: RawBuilder<unknown>, structure: RawBuilder<unknown>) => sql`
    ${institution.id}, (n + ${FIRST_NUMBER})::text, ${kind}, ${structure}, title, first_name, last_name, company_name, email,
    phone, mobile, birth_date, language, street, postcode, town, country, created_on, valid_until, restricted_on, remark`;
  const numbers = (which: RawBuilder<unknown>) =>
    described(making, sql`generate_series(${from}::bigint, ${from + count - 1}::bigint) n where ${which}`);
  const { rows } = await sql<{ firstId: number; lastId: number }>`
    with written as (
      insert into contacts (${written})
      select ${values(sql`case when ${isStructure} then 'structure' else 'individual' end`, sql`null::bigint`)}
        from (${numbers(sql`not ${isRelay}`)}) person
      returning id
    )
    select min(id) as "firstId", max(id) as "lastId" from written`.execute(tenant);
  const { firstId, lastId } = rows[0] as { firstId: number; lastId: number };
  const relays = await sql<{ lastId: number | null }>`
    with written as (
      insert into contacts (${written})
      select ${values(sql`'relay'`, sql`acts_for`)}
        from (${numbers(isRelay)}) person
        join (select id as acts_for, number::bigint - ${FIRST_NUMBER} as structure_n from contacts
               where institution_id = ${institution.id} and id between ${firstId} and ${lastId} and kind = 'structure') structures
          on structure_n = n - n % 50
       order by n
      returning id
    )
    select max(id) as "lastId" from written`.execute(tenant);
  const people = { from, count, firstId, lastId: relays.rows[0]?.lastId ?? lastId };
  await refreshContactSearch(tenant, institution.id, { after: firstId - 1, upTo: people.lastId });
  return people;
}

function described({ draw, catalogue }: Making, source: RawBuilder<unknown>) {
  const { uniform, whole, oneOf } = draw;
  const today = sql`${catalogue.today}::date`;
  const digits = (topic: string) => sql`lpad(${whole(n, topic, 1000)}::text, 3, '0')`;
  const townOf = (values: string[]) => sql`(${values}::text[])[town_at]`;
  return sql`
    select n, created_on,
           case when not structure then (${names.titles}::text[])[1 + 2 * language_at + sex] end as title,
           case when not structure then (${names.firstNames}::text[])[first_at] end as first_name,
           case when not structure then (${names.lastNames}::text[])[last_at] end as last_name,
           case when structure then ${oneOf(n, 'company', names.companies)} || ' ' || ${townOf(names.towns)} || ' ' || n / 50 end
             as company_name,
           case when structure then 'contact' || n || '@example.com'
                when mail < 0.03 then 'famille.' || (${names.lastNamesInMail}::text[])[last_at] || '@example.org'
                when mail < 0.90 then (${names.firstNamesInMail}::text[])[first_at] || '.'
                                   || (${names.lastNamesInMail}::text[])[last_at] || n || '@example.org' end as email,
           case when structure or ${uniform(n, 'has phone')} < 0.4 then ${townOf(names.phones)} || ${digits('phone')} end as phone,
           case when not structure and ${uniform(n, 'has mobile')} < 0.7 then ${townOf(names.mobiles)} || ${digits('mobile')} end
             as mobile,
           case when not structure and ${uniform(n, 'has birth date')} < 0.5
                then ${today} - 18 * 365 - floor(65 * 365 * ${uniform(n, 'age')})::int end as birth_date,
           (${names.languages}::text[])[1 + language_at] as language,
           (${names.streets}::text[])[1 + ${sql.lit(STREETS_PER_LANGUAGE)} * language_at + ${whole(n, 'street', STREETS_PER_LANGUAGE)}]
             || ' ' || 1 + ${whole(n, 'house', 80)} as street,
           ${townOf(names.postcodes)} as postcode, ${townOf(names.towns)} as town, ${townOf(names.countries)} as country,
           case when ${uniform(n, 'has end')} < 0.005 then created_on + 1500 end as valid_until,
           case when ${place} = 7 or ${uniform(n, 'restricted')} < 0.002 then ${today} - ${whole(n, 'restricted on', 300)} end
             as restricted_on,
           case when ${uniform(n, 'has remark')} < 0.02
                then ${oneOf(n, 'remark', ['Préfère les places en bord d’allée.', 'Souhaite les billets par la poste.', 'Vient en train.'])} end
             as remark
      from (
        select *, (${names.townLanguages}::int[])[town_at] as language_at,
               1 + ${sql.lit(2 * FIRST_NAMES_PER_SEX)} * (${names.townLanguages}::int[])[town_at]
                 + ${sql.lit(FIRST_NAMES_PER_SEX)} * sex + ${whole(n, 'first name', FIRST_NAMES_PER_SEX)} as first_at,
               1 + ${sql.lit(LAST_NAMES_PER_LANGUAGE)} * (${names.townLanguages}::int[])[town_at]
                 + ${whole(n, 'last name', LAST_NAMES_PER_LANGUAGE)} as last_at
          from (
            select n, ${isStructure} as structure, ${whole(n, 'sex', 2)} as sex, ${uniform(n, 'mail')} as mail,
                   -- most live near: the square of a uniform number favours the front of the list
                   1 + floor(${sql.lit(names.towns.length)} * power(${uniform(n, 'town')}, 2))::int as town_at,
                   -- more and more of them as the years pass
                   case when ${dormant} then ${today} - 2000 - ${whole(n, 'created', DAYS_BACK - 2000)}
                        else ${today} - floor(${sql.lit(DAYS_BACK)} * (1 - power(${uniform(n, 'created')}, 0.65)))::int end as created_on
              from ${source} offset 0 -- each value is drawn once, however often it is used
          ) drawn offset 0
      ) placed`;
}
