import { sql } from 'kysely';
import { type Confidentiality, levelsOpenTo } from '../contacts/contacts.ts';
import { type Database, inInstitution } from '../database/database.ts';
import { type Institution, today } from '../institutions/institutions.ts';
import { isCustomer } from '../retention/retention.ts';
import { inOpenFile, type OpenFile, ofReader, type Reader } from './open.ts';
import { type Rope, selectRope } from './rope.ts';

/** The first page of a contact's file: who it is, what stands open, and why it would be kept or forgotten. */
export interface ContactFile {
  number: string;
  kind: OpenFile['kind'];
  title: string | null;
  firstName: string | null;
  lastName: string | null;
  companyName: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  birthDate: string | null;
  language: string | null;
  street: string | null;
  postcode: string | null;
  town: string | null;
  country: string | null;
  createdOn: string;
  validUntil: string | null;
  /** Whether it may still be chosen for a sale. */
  valid: boolean;
  confidentiality: Confidentiality;
  /** R7. */
  status: 'prospect' | 'customer';
  structure: Acting | null;
  /** Who acts for a structure. */
  relays: { items: Acting[]; more: boolean };
  roles: { role: string; validUntil: string | null }[];
  balances: { organisation: string; currency: string; amountMinor: number }[];
  restrictedOn: string | null;
  /** Null where the restriction came by an import. */
  restriction: { reason: string; by: string | null; at: string } | null;
  orders: Count;
  /** What belongs to organisations that the reader does not work for. */
  hidden: { balances: number; orders: Count };
  /** Which field was last changed by whom. */
  lastChanges: { field: string; by: string | null; at: string }[];
  rope: Rope | null;
}

/** A name is null where the reader may not open that file. */
interface Acting {
  number: string;
  name: string | null;
}

/** Counted up to a bound, so that a contact with ten thousand orders costs no more than one with a hundred. */
interface Count {
  count: number;
  more: boolean;
}

const COUNTED = 100;
const RELAYS = 50;
const CHANGES = 100;

/**
 * @throws DomainError `unknown-contact`, `closed-contact`
 */
export async function selectContactFile(
  database: Database,
  institution: Institution,
  number: string,
  { reader }: { reader: Reader },
): Promise<ContactFile> {
  return await inOpenFile(database, institution, number, reader, async (open) => {
    const day = today(institution, reader.now);
    const file = await selectSummary(open, day);
    const rope = open.kind === 'structure' ? null : await selectRope(open, file, { today: day });
    return { ...file, rope };
  });
}

async function selectSummary(open: OpenFile, day: string): Promise<Omit<ContactFile, 'rope'>> {
  const { tenant, id, reader } = open;
  const institutionId = open.institution.id;
  const levels = levelsOpenTo(reader.permissions);
  const acting = (who: ReturnType<typeof sql>) => sql`json_build_object('number', ${who}.number, 'name',
    case when ${who}.confidentiality = any(${levels}::text[])
         then coalesce(nullif(concat_ws(' ', ${who}.first_name, ${who}.last_name), ''), ${who}.company_name, ${who}.number) end)`;
  const { rows } = await sql<{ file: Found }>`
    select json_build_object(
             'number', c.number, 'kind', c.kind, 'title', c.title, 'firstName', c.first_name, 'lastName', c.last_name,
             'companyName', c.company_name, 'email', c.email, 'phone', c.phone, 'mobile', c.mobile,
             'birthDate', c.birth_date, 'language', c.language, 'street', c.street, 'postcode', c.postcode,
             'town', c.town, 'country', c.country, 'createdOn', c.created_on, 'validUntil', c.valid_until,
             'valid', c.valid_until is null or c.valid_until >= ${day}::date, 'confidentiality', c.confidentiality,
             'restrictedOn', c.restricted_on,
             'status', case when ${isCustomer(institutionId, sql`${id}::bigint`)} then 'customer' else 'prospect' end,
             'structure', (select ${acting(sql`s`)} from contacts s
                            where s.institution_id = ${institutionId} and s.id = c.structure_id),
             'relays', coalesce((select json_agg(${acting(sql`r`)}) from (
                          select * from contacts r where r.institution_id = ${institutionId} and r.structure_id = ${id}
                           order by r.id limit ${RELAYS + 1}) r), '[]'),
             'roles', coalesce((select json_agg(json_build_object('role', r.role, 'validUntil', r.valid_until) order by r.role)
                                  from contact_roles r
                                 where r.institution_id = ${institutionId} and r.contact_id = ${id}), '[]'),
             'balances', coalesce((select json_agg(json_build_object('organisation', o.name, 'currency', b.currency,
                                                                     'amountMinor', b.amount_minor) order by o.name, b.currency)
                                     from balances b
                                     join organisations o on o.institution_id = ${institutionId} and o.id = b.organisation_id
                                    where b.institution_id = ${institutionId} and b.contact_id = ${id}
                                      and b.amount_minor <> 0 ${ofReader(reader, sql`b.organisation_id`)}), '[]'),
             'restriction', (select json_build_object('reason', x.reason, 'at', x.restricted_at, 'by', o.name)
                               from contact_restrictions x
                               left join operators o on o.institution_id = ${institutionId}
                                                    and 'operator:' || o.id = x.restricted_by
                              where x.institution_id = ${institutionId} and x.contact_id = ${id} and x.lifted_at is null
                              order by x.id desc limit 1),
             'orderCount', ${counted(open, ofReader(reader, sql`o.organisation_id`))},
             'hiddenOrders', ${
               reader.organisations === null
                 ? sql`0`
                 : counted(open, sql`and o.organisation_id <> all(${reader.organisations}::bigint[])`)
             },
             'hiddenBalances', (select count(*) from balances b
                                 where b.institution_id = ${institutionId} and b.contact_id = ${id} and b.amount_minor <> 0
                                   and ${
                                     reader.organisations === null
                                       ? sql`false`
                                       : sql`b.organisation_id <> all(${reader.organisations}::bigint[])`
                                   }),
             'lastChanges', coalesce((select json_agg(json_build_object('field', l.field, 'at', l.at, 'by', o.name))
                from (select distinct on (field) field, a.at, a.actor
                        from (select id, at, actor, details from audit_log
                               where institution_id = ${institutionId} and subject = ${`contact:${id}`}
                                 and action = 'contact.edit'
                               order by id desc limit ${CHANGES}) a,
                             unnest(string_to_array(a.details->>'fields', ',')) as field
                       order by field, a.id desc) l
                left join operators o on o.institution_id = ${institutionId} and 'operator:' || o.id = l.actor), '[]')
           ) as file
      from contacts c where c.institution_id = ${institutionId} and c.id = ${id}`.execute(tenant);
  const { orderCount, hiddenOrders, hiddenBalances, relays, ...file } = (rows[0] as { file: Found }).file;
  return {
    ...file,
    relays: { items: relays.slice(0, RELAYS), more: relays.length > RELAYS },
    orders: bounded(orderCount),
    hidden: { balances: hiddenBalances, orders: bounded(hiddenOrders) },
  };
}

/** As the database gives it. */
interface Found extends Omit<ContactFile, 'rope' | 'orders' | 'hidden' | 'relays'> {
  relays: Acting[];
  orderCount: number;
  hiddenOrders: number;
  hiddenBalances: number;
}

const bounded = (count: number): Count => ({ count: Math.min(count, COUNTED), more: count > COUNTED });

/** As purchase contact, and as cultural contact of somebody else's order. */
function counted({ institution, id }: OpenFile, which: ReturnType<typeof sql>) {
  return sql`(select count(*) from (
    (select o.id from orders o
      where o.institution_id = ${institution.id} and o.purchase_contact_id = ${id} ${which} limit ${COUNTED + 1})
    union
    (select l.order_id from order_lines l
       join orders o on o.institution_id = ${institution.id} and o.id = l.order_id
      where l.institution_id = ${institution.id} and l.cultural_contact_id = ${id} ${which} limit ${COUNTED + 1})) found)`;
}

/** The names of roles that contacts of the institution may hold (R6). */
export async function selectRoles(database: Database, institution: Institution): Promise<string[]> {
  return await inInstitution(database, institution.id, async (tenant) => {
    const { rows } = await sql<{ name: string }>`
      select name from roles where institution_id = ${institution.id} order by name`.execute(tenant);
    return rows.map(({ name }) => name);
  });
}
