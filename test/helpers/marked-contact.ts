import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { extractedColumns } from '../../src/personal-data/personal-data.ts';
import type { Venue } from './venue.ts';

/** What stands in every column of an extract's tables for one contact. */
export interface MarkedContact {
  id: number;
  number: string;
  /** By `table.column`: a text, day, moment or number that occurs nowhere else. */
  marks: Map<string, string | number>;
}

/** What all contacts of a venue refer to. */
interface Common {
  [reference: string]: number;
  organisation_id: number;
}

/** What others of the contact's rows refer to. */
const FIRST = ['orders', 'photo_consents', 'subject_requests'];

let count = 0;

/**
 * A contact with a row in every table of an extract. Each column has a mark of its own; those that refer to something
 * or hold a word of a fixed list have a value from `rowsOf`.
 */
export async function markedContact(venue: Venue, who: string): Promise<MarkedContact> {
  const types = await columnTypes(venue);
  const common = await commonRows(venue, who);
  const marks = new Map<string, string | number>();
  const write = async (table: string, given: Record<string, unknown>): Promise<number> => {
    const row = { ...given };
    for (const { name } of extractedColumns.get(table) ?? []) {
      if (name in row) continue;
      const type = types.get(`${table}.${name}`) as string;
      const [value, mark] = markOf(type, `${who}-${table}-${name}`.replaceAll('_', ''));
      row[name] = value;
      if (mark !== undefined) marks.set(`${table}.${name}`, mark);
    }
    return await venue.insert(table, row);
  };
  const id = await write('contacts', {
    kind: 'relay',
    structure_id: common.structure_id,
    confidentiality: 'free',
  });
  const rows = rowsOf(id, common, who);
  for (const table of FIRST) {
    common[table] = await write(table, rows[table] ?? {});
  }
  for (const [table, row] of Object.entries(rowsOf(id, common, who))) {
    if (!FIRST.includes(table)) await write(table, row);
  }
  return { id, number: marks.get('contacts.number') as string, marks };
}

function markOf(type: string, text: string): [unknown, string | number | undefined] {
  count += 1;
  const day = new Date(Date.UTC(1900, 0, 1 + count)).toISOString().slice(0, 10);
  switch (type) {
    case 'date':
      return [day, day];
    case 'timestamptz':
      return [`${day}T11:22:33.000Z`, `${day}T11:22:33.000Z`];
    case 'int4':
    case 'int8':
      return [7_000_000 + count, 7_000_000 + count];
    case 'bool':
      return [true, undefined];
    case 'bytea':
      return [Buffer.from(text), undefined];
    default:
      return [text, text];
  }
}

async function columnTypes(venue: Venue): Promise<Map<string, string>> {
  const rows = await venue.rows(sql<{ name: string; type: string }>`
    select c.relname || '.' || a.attname as name, t.typname as type
      from pg_attribute a join pg_class c on c.oid = a.attrelid join pg_type t on t.oid = a.atttypid
     where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0`);
  return new Map(rows.map(({ name, type }) => [name, type]));
}

async function commonRows(venue: Venue, who: string): Promise<Common> {
  const campaign_id = await venue.insert('campaigns', { name: `campaign of ${who}` });
  const organisation_id = await venue.insert('organisations', { name: `organisation of ${who}` });
  const product_id = await venue.insert('products', { organisation_id, name: `product of ${who}` });
  const point_of_sale_id = await venue.insert('points_of_sale', {
    organisation_id,
    kind: 'box-office',
    name: `counter of ${who}`,
  });
  return {
    organisation_id,
    product_id,
    point_of_sale_id,
    performance_id: await venue.insert('performances', { product_id, starts_at: '2015-03-01T19:00:00Z' }),
    price_category_id: await venue.insert('price_categories', { name: `price of ${who}` }),
    criterion_id: await venue.insert('criteria', { name: `criterion of ${who}` }),
    campaign_id,
    recipient_id: await venue.insert('campaign_recipients', { campaign_id, state: 'sent' }),
    target_id: await venue.insert('targets', {
      code: `target-${who}`.slice(0, 40),
      name: `target of ${who}`,
      type: 'static',
      query: '{}',
      created_at: '2014-01-01T10:00:00Z',
    }),
    structure_id: await venue.contact({ kind: 'structure', company_name: `structure of ${who}` }),
    wording_id: await venue.insert('consent_wordings', {
      authorisation: 'email',
      version: count + 1,
      text_fr: `texte de ${who}`,
      text_en: `text of ${who}`,
      valid_from: '2014-01-01',
      created_at: '2014-01-01T10:00:00Z',
    }),
    policy_version_id: await venue.insert('policy_versions', {
      point_of_sale_id,
      address: 'https://example.org/policy',
      sha256: Buffer.from(`sha of ${who}`),
      content: Buffer.from(''),
      content_type: 'text/html',
      first_read_at: '2014-01-01T10:00:00Z',
      last_read_at: '2014-01-01T10:00:00Z',
    }),
    operator_id: await venue.insert('operators', {
      email: `operator-of-${who}@example.org`,
      name: `operator of ${who}`,
      password_hash: '',
      profile: 'box-office',
      locale: 'fr',
      created_at: '2014-01-01T10:00:00Z',
    }),
  };
}

/** Of each table what cannot be a mark: references, and words of a fixed list. */
function rowsOf(contact_id: number, common: Common, who: string): Record<string, Record<string, unknown>> {
  const { organisation_id, product_id, performance_id, price_category_id, point_of_sale_id } = common;
  const {
    criterion_id,
    campaign_id,
    recipient_id,
    target_id,
    wording_id,
    policy_version_id,
    operator_id,
    orders,
  } = common;
  const said = { changed_by: 'contact', way: 'form', place: 'back-office', requested: true };
  const sold = { organisation_id, product_id, performance_id, price_category_id };
  return {
    orders: {
      organisation_id,
      purchase_contact_id: contact_id,
      activity_source: 'sale',
      activity_organisation_id: organisation_id,
      point_of_sale_id,
    },
    order_lines: {
      ...sold,
      order_id: orders,
      state: 'sold',
      reached: 'sale',
      cancelled_by: 'contact',
      cultural_contact_id: contact_id,
      beneficiary_first_name: `guest first of ${who}`,
      beneficiary_last_name: `guest last of ${who}`,
    },
    payments: { contact_id, organisation_id, order_id: orders, point_of_sale_id, kind: 'payment' },
    online_payments: { contact_id, organisation_id, order_id: orders, state: 'paid' },
    contact_roles: { contact_id, role: 'guide' },
    contact_recency: { contact_id, source: 'sale', organisation_id },
    contact_criteria: { contact_id, criterion_id },
    criterion_changes: { contact_id, criterion_id, ...said },
    contact_authorisations: { contact_id, authorisation: 'email', value: 'yes' },
    authorisation_changes: {
      contact_id,
      ...said,
      authorisation: 'email',
      value_before: 'none',
      value_after: 'yes',
      wording_id,
      wording_language: 'fr',
    },
    clicks: { contact_id, campaign_id, uncounted: 'burst' },
    target_members: { contact_id, target_id },
    campaign_recipients: { contact_id, campaign_id, state: 'sent', language: 'fr' },
    sms_messages: {
      contact_id,
      recipient_id,
      number_hash: Buffer.from(who),
    },
    waiting_list_entries: {
      contact_id,
      organisation_id,
      performance_id,
      price_category_id,
      state: 'open',
      quantity: 7,
    },
    balances: { contact_id, organisation_id },
    customer_accounts: { contact_id, password_hash: '', locale: 'fr' },
    messages: { contact_id, kind: 'order-placed', about: 'order:1', state: 'sent' },
    customer_sessions: { contact_id, token_hash: Buffer.from(who), expires_at: '2014-01-02T10:00:00Z' },
    customer_links: {
      contact_id,
      token_hash: Buffer.from(who),
      kind: 'email',
      expires_at: '2014-01-02T10:00:00Z',
    },
    policy_approvals: { contact_id, point_of_sale_id, policy_version_id },
    merged_contacts: { contact_id, erasure_key: randomUUID() },
    photo_consents: { contact_id, given_how: 'form', confirmed_by: operator_id },
    contact_photos: { contact_id, consent_id: common.photo_consents },
    contact_notes: { contact_id, operator_id },
    file_openings: { contact_id, operator_id },
    subject_requests: {
      contact_id,
      kind: 'access',
      way: 'letter',
      identity: 'document',
      state: 'answered',
      answer_way: 'letter',
      recorded_by: `operator:${operator_id}`,
    },
    subject_request_texts: { contact_id, request_id: common.subject_requests, sort: 'asked' },
    contact_restrictions: { contact_id, restricted_by: `operator:${operator_id}` },
  };
}
