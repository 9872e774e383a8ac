import { randomUUID } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readContacts } from '../src/contacts/contacts.ts';
import { findResidue, personalDataMap } from '../src/personal-data/personal-data.ts';
import { generateSealKeyPair, selectRuns, setSealKey } from '../src/retention/retention.ts';
import { Venue } from './helpers/venue.ts';

let venue: Venue;
/** Who confirmed the consents. */
let operator: number;
beforeAll(async () => {
  venue = await Venue.open();
  operator = await venue.insert('operators', {
    email: 'operator@example.org',
    name: 'operator',
    password_hash: '',
    profile: 'box-office',
    locale: 'fr',
    created_at: '2014-01-01T10:00:00Z',
  });
});
afterAll(() => venue.close());

const DAY = '2021-06-15';

/** Marks of a contact: one for every identifying text column of the map, `<who>-<table>-<column>`. */
class Marks {
  readonly all: string[] = [];
  readonly who: string;

  constructor(who: string) {
    this.who = who;
  }

  of(table: string, column: string): string {
    const mark = `${this.who}-${table}-${column}`.replaceAll('_', '');
    this.all.push(mark);
    return mark;
  }

  /** Marks for all text columns of a table that the map calls personal; the others are for the caller. */
  row(table: string, columns: string[]): Record<string, string> {
    return Object.fromEntries(columns.map((column) => [column, this.of(table, column)]));
  }
}

const CONTACT_TEXTS = [
  'number',
  'title',
  'first_name',
  'last_name',
  'company_name',
  'email',
  'phone',
  'mobile',
  'language',
  'street',
  'postcode',
  'town',
  'remark',
];
const MARKED = new Set([
  ...CONTACT_TEXTS.map((column) => `contacts.${column}`),
  'contact_criteria.value',
  'criterion_changes.value_before',
  'criterion_changes.value_after',
  'authorisation_changes.wording',
  'clicks.url',
  'sms_messages.message_id',
  'contact_photos.picture',
  'merged_contacts.number',
  'contact_notes.text',
  'contact_restrictions.reason',
  'contact_restrictions.lift_reason',
  'subject_request_texts.text',
  'contact_search.name_key',
  'contact_search.town_key',
  'contact_search.postcode_key',
  'contact_search.words',
  'order_lines.beneficiary_first_name',
  'order_lines.beneficiary_last_name',
  'order_lines.beneficiary_country',
  'basket_lines.beneficiary_first_name',
  'basket_lines.beneficiary_last_name',
  'online_payments.reference',
  'customer_accounts.email',
  'customer_links.new_email',
  'messages.subject',
  'messages.body',
  'messages.to_name',
  'messages.to_address',
  'campaign_recipients.soft_bounce_hash',
]);
/** Identifying columns that hold a word of a fixed list, a date or a number and so cannot carry a mark. */
const NO_TEXT = new Set(['contacts.birth_date']);
/** Written by the database itself, from a column that carries a mark. */
const GENERATED = new Set(['contacts.email_key']);

async function contactWithEverything(
  who: string,
  values: Record<string, unknown> = {},
): Promise<{ id: number; marks: Marks; order: Marks }> {
  const marks = new Marks(who);
  const order = new Marks(`${who}-guest`);
  const id = await venue.contact({
    ...marks.row('contacts', CONTACT_TEXTS),
    birth_date: '1970-01-01',
    country: 'CH',
    ...values,
  });
  const criterion_id = await venue.insert('criteria', { name: `criterion of ${order.who}` });
  const at = { changed_at: '2014-01-01T10:00:00Z', changed_on: '2014-01-01', changed_by: 'contact' };
  await venue.insert('contact_criteria', {
    contact_id: id,
    criterion_id,
    value: marks.of('contact_criteria', 'value'),
  });
  await venue.insert('criterion_changes', {
    contact_id: id,
    criterion_id,
    ...at,
    ...marks.row('criterion_changes', ['value_before', 'value_after']),
  });
  await venue.insert('campaign_recipients', {
    contact_id: id,
    campaign_id: await venue.insert('campaigns', { name: `campaign of ${who}` }),
    state: 'bounced',
    soft_bounce_hash: Buffer.from(marks.of('campaign_recipients', 'soft_bounce_hash')),
  });
  await venue.insert('contact_authorisations', { contact_id: id, authorisation: 'email', value: 'yes' });
  await venue.insert('authorisation_changes', {
    contact_id: id,
    authorisation: 'email',
    value_after: 'yes',
    any_yes_after: true,
    ...at,
    wording: marks.of('authorisation_changes', 'wording'),
  });
  await venue.insert('clicks', {
    contact_id: id,
    clicked_at: '2014-01-01T10:00:00Z',
    clicked_on: '2014-01-01',
    url: marks.of('clicks', 'url'),
  });
  const campaign_id = await venue.insert('campaigns', { name: `text campaign of ${who}` });
  await venue.insert('sms_messages', {
    contact_id: id,
    recipient_id: await venue.insert('campaign_recipients', { campaign_id, contact_id: id, state: 'sent' }),
    message_id: marks.of('sms_messages', 'message_id'),
    number_hash: Buffer.from('hash'),
    submitted_at: '2014-01-01T10:00:00Z',
  });
  const consent_id = await venue.insert('photo_consents', {
    contact_id: id,
    given_how: 'form',
    confirmed_at: '2014-01-01T10:00:00Z',
    confirmed_by: operator,
  });
  await venue.insert('contact_photos', {
    contact_id: id,
    consent_id,
    picture: Buffer.from(marks.of('contact_photos', 'picture')),
    saved_at: '2014-01-01T10:00:00Z',
  });
  await venue.insert('contact_notes', {
    contact_id: id,
    text: marks.of('contact_notes', 'text'),
    written_at: '2014-01-01T10:00:00Z',
    operator_id: operator,
  });
  await venue.insert('contact_restrictions', {
    contact_id: id,
    restricted_at: '2014-01-01T10:00:00Z',
    restricted_by: 'operator:1',
    lifted_at: '2014-01-02T10:00:00Z',
    lifted_by: 'operator:1',
    ...marks.row('contact_restrictions', ['reason', 'lift_reason']),
  });
  await venue.insert('subject_request_texts', {
    contact_id: id,
    request_id: await venue.insert('subject_requests', {
      contact_id: id,
      kind: 'access',
      way: 'letter',
      received_on: '2014-01-01',
      due_on: '2014-02-01',
      recorded_at: '2014-01-01T10:00:00Z',
      recorded_by: 'operator:1',
    }),
    sort: 'asked',
    text: marks.of('subject_request_texts', 'text'),
  });
  await venue.insert('contact_search', {
    contact_id: id,
    ...marks.row('contact_search', ['name_key', 'town_key', 'postcode_key', 'words']),
  });
  await venue.insert('merged_contacts', {
    contact_id: id,
    number: marks.of('merged_contacts', 'number'),
    erasure_key: randomUUID(),
    merged_at: '2014-01-01T10:00:00Z',
  });
  await venue.insert('contact_roles', { contact_id: id, role: 'guide', valid_until: '2014-01-01' });
  await venue.order(id, '2015-01-01', [
    { state: 'sold', cultural_contact_id: id },
    {
      state: 'sold',
      ...order.row('order_lines', ['beneficiary_first_name', 'beneficiary_last_name', 'beneficiary_country']),
    },
  ]);
  await venue.insert('payments', {
    contact_id: id,
    organisation_id: await venue.organisation(),
    amount_minor: 1,
    currency: 'CHF',
    method: 'cash',
    paid_at: '2015-01-01T10:00:00Z',
  });
  const organisation_id = await venue.organisation();
  await venue.insert('online_payments', {
    contact_id: id,
    order_id: await venue.order(id, '2015-01-01', [{ state: 'sold' }]),
    organisation_id,
    provider: 'stripe',
    reference: marks.of('online_payments', 'reference'),
    amount_minor: 1,
    currency: 'CHF',
    state: 'paid',
    created_at: '2015-01-01T10:00:00Z',
  });
  const account = { contact_id: id, created_at: '2014-01-01T10:00:00Z' };
  await venue.insert('customer_accounts', {
    ...account,
    email: marks.of('customer_accounts', 'email'),
    password_hash: '',
  });
  await venue.insert('customer_links', {
    ...account,
    token_hash: Buffer.from(who),
    kind: 'email',
    new_email: marks.of('customer_links', 'new_email'),
    expires_at: '2014-01-02T10:00:00Z',
  });
  await venue.insert('messages', {
    contact_id: id,
    kind: 'order-placed',
    about: 'order:1',
    ...marks.row('messages', ['subject', 'body', 'to_name', 'to_address']),
    created_at: '2014-01-01T10:00:00Z',
  });
  const point_of_sale_id = await venue.insert('points_of_sale', {
    organisation_id,
    kind: 'box-office',
    name: `counter of ${order.who}`,
  });
  const basket_id = randomUUID();
  await venue.insert('baskets', {
    id: basket_id,
    point_of_sale_id,
    created_at: '2015-01-01T10:00:00Z',
    expires_at: '2015-01-01T10:20:00Z',
  });
  await venue.insert('basket_lines', {
    basket_id,
    product_id: await venue.insert('products', { organisation_id, name: `product of ${order.who}` }),
    amount_minor: 1,
    currency: 'CHF',
    cultural_contact_id: id,
    ...order.row('basket_lines', ['beneficiary_first_name', 'beneficiary_last_name']),
  });
  return { id, marks, order };
}

describe('after a real run on data where every personal field holds a unique mark', () => {
  it('every identifying column of the map carries one in this test', () => {
    const identifying = Object.entries(personalDataMap).flatMap(([table, { columns }]) =>
      Object.entries(columns)
        .filter(([, column]) => column.nature === 'identifying')
        .map(([name]) => `${table}.${name}`),
    );
    const other = new Set([...NO_TEXT, ...GENERATED]);
    expect(identifying.filter((name) => !MARKED.has(name) && !other.has(name))).toEqual([]);
  });

  it('R8 R9 no mark of an erased contact is found anywhere, and those of spared contacts and beneficiaries all are', async () => {
    const { publicKey } = await generateSealKeyPair();
    await setSealKey(venue.database, venue.institution, publicKey, new Date(`${DAY}T08:00:00Z`));
    const erased = [await contactWithEverything('erased-one'), await contactWithEverything('erased-two')];
    const spared = await contactWithEverything('spared');
    await venue.balance(spared.id, 100);
    const active = await contactWithEverything('active');
    await venue.insert('clicks', { contact_id: active.id, clicked_at: `${DAY}T09:00:00Z`, clicked_on: DAY });
    const found = async (marks: string[]) =>
      [...new Set((await findResidue(venue.database.owner, marks)).map((residue) => residue.mark))].sort();
    const gone = erased.flatMap(({ marks }) => marks.all);
    const staying = [
      ...spared.marks.all,
      ...active.marks.all,
      ...[...erased, spared, active].flatMap(({ order }) => order.all),
    ];
    expect(await found(gone), 'the search sees marks that are there').toEqual([...gone].sort());

    await venue.run('simulation', DAY);
    const run = await venue.run('real', DAY);

    expect(run.counts).toMatchObject({ anonymise: 2, spare: { debt: 1 } });
    expect(await findResidue(venue.database.owner, gone)).toEqual([]);
    expect(await found(staying)).toEqual([...staying].sort());
    const exports = await everythingThatIsExported();
    expect(gone.filter((mark) => exports.includes(mark))).toEqual([]);
  });
});

async function everythingThatIsExported(): Promise<string> {
  const texts: unknown[] = [await readFile(venue.ledgerFile, 'utf8')];
  for await (const lines of readContacts(venue.database, venue.institution)) texts.push(lines);
  for (const run of await selectRuns(venue.database, venue.institution))
    texts.push(run, await venue.journal(run));
  return JSON.stringify(texts);
}
