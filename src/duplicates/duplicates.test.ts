import { readFile } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bring } from '../../test/helpers/bring.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { type Answer, type Authorisation, recordAuthorisations } from '../consent/consent.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { recordCriteria } from '../criteria/criteria.ts';
import { inInstitution } from '../database/database.ts';
import { importFile } from '../import/import.ts';
import { personalDataMap } from '../personal-data/personal-data.ts';
import { eraseContact } from '../retention/retention.ts';
import { findDuplicates } from './duplicates.ts';
import { OWN_RULES } from './move.ts';

let web: Web;
let officer: Asker;
let operatorId: number;
beforeAll(async () => {
  web = await Web.open();
  officer = await web.as('data-protection-officer');
  const { rows } = await web.venue.database.pool.query('select id from operators');
  operatorId = rows[0].id;
});
afterAll(() => web.close());

let count = 0;
interface Made {
  id: number;
  number: string;
}
async function contact(values: Record<string, unknown> = {}): Promise<Made> {
  const { venue } = web;
  const number = `D${++count}`;
  const id = await venue.contact({ number, first_name: 'Marie', last_name: `Rey ${number}`, ...values });
  await inInstitution(venue.database, venue.id, (tenant) =>
    refreshContactSearch(tenant, venue.id, { ids: [id] }),
  );
  return { id, number };
}

const look = () => findDuplicates(web.venue.database, web.venue.institution, new Date());
async function suspected(...contacts: Made[]): Promise<string[][]> {
  await look();
  const { items } = (await officer('/api/duplicates')).json();
  const numbers = contacts.map(({ number }) => number);
  return items
    .filter(({ one, other }: { one: Made; other: Made }) =>
      [one, other].some((c) => numbers.includes(c.number)),
    )
    .map(({ one, other, reasons }: { one: Made; other: Made; reasons: string[] }) => [
      ...[one.number, other.number].sort(),
      ...reasons,
    ]);
}

const compare = async (one: Made, other: Made) =>
  (await officer(`/api/duplicates/comparison?one=${one.number}&other=${other.number}`)).json();
async function merge(keep: Made, absorb: Made, fromAbsorbed: string[] = []) {
  const { fingerprint } = await compare(keep, absorb);
  return await officer('/api/duplicates/merges', {
    method: 'POST',
    body: { keep: keep.number, absorb: absorb.number, fromAbsorbed, fingerprint },
  });
}
const rowsOf = async (table: string, id: number) =>
  (await web.venue.database.pool.query(`select * from ${table} where contact_id = $1`, [id])).rows;
const fileOf = async ({ id }: Made) =>
  (await web.venue.database.pool.query('select * from contacts where id = $1', [id])).rows[0];

describe('finding', () => {
  it('the same e-mail, whatever its case, and similar names with birth date, address or telephone are suspected', async () => {
    const mail = [await contact({ email: 'One@Example.org' }), await contact({ email: 'one@example.org' })];
    const born = [
      await contact({ first_name: 'Zoé', last_name: 'Meier', birth_date: '1980-02-01' }),
      await contact({ first_name: 'Zoe', last_name: 'Meyer', birth_date: '1980-02-01' }),
    ];
    const address = { street: 'Rue du Lac 1', postcode: '1201', town: 'Genève' };
    const lives = [
      await contact({ first_name: 'Ursule', last_name: 'Nyffenegger', ...address }),
      await contact({ first_name: 'Nyffenegger', last_name: 'Ursule', ...address, street: 'rue du lac 1' }),
    ];
    const phone = [
      await contact({ first_name: 'Ivo', last_name: 'Bacigalupi', mobile: '+41 79 111 22 33' }),
      await contact({ first_name: 'Ivo', last_name: 'Bacigaluppi', phone: '079 111 22 33' }),
    ];
    const found = await suspected(...mail, ...born, ...lives, ...phone);
    for (const [pair, reason] of [
      [mail, 'email'],
      [born, 'name-and-birth-date'],
      [lives, 'name-and-address'],
      [phone, 'phone'],
    ] as const) {
      expect(found).toContainEqual([...pair.map(({ number }) => number).sort(), reason]);
    }
  });

  it('a family at one address, a person and a structure, and an address of a whole office are not', async () => {
    const address = { street: 'Chemin Vert 9', postcode: '1000', town: 'Lausanne' };
    const family = [
      await contact({ first_name: 'Paul', last_name: 'Zwahlen', ...address }),
      await contact({ first_name: 'Georgette', last_name: 'Zwahlen', ...address }),
    ];
    const kinds = [
      await contact({ email: 'kinds@example.org' }),
      await contact({ email: 'kinds@example.org', kind: 'structure', company_name: 'Kinds' }),
    ];
    const office = [];
    for (let n = 0; n < 7; n++) office.push(await contact({ email: 'office@example.org' }));
    expect(await suspected(...family, ...kinds, ...office)).toEqual([]);
  });

  it('a pair that somebody said is two is not shown again, and one that no longer holds goes', async () => {
    const two = [
      await contact({ email: 'two@example.org' }),
      await contact({ email: 'two@example.org' }),
    ] as const;
    expect(await suspected(...two)).toHaveLength(1);
    const body = { one: two[1].number, other: two[0].number };
    expect((await officer('/api/duplicates/dismissals', { method: 'POST', body })).statusCode).toBe(204);
    expect(await suspected(...two)).toEqual([]);
    const gone = [
      await contact({ email: 'gone@example.org' }),
      await contact({ email: 'gone@example.org' }),
    ] as const;
    expect(await suspected(...gone)).toHaveLength(1);
    await web.venue.database.pool.query('update contacts set email = null where id = $1', [gone[0].id]);
    expect(await suspected(...gone)).toEqual([]);
  });
});

describe('merging', () => {
  it('R22 a refusal wins, what both said stays as proof, and nothing of it is activity', async () => {
    const { venue } = web;
    const [kept, absorbed] = [await contact(), await contact()];
    const said = (contact_id: number, authorisation: string, value: string) =>
      venue.insert('contact_authorisations', { contact_id, authorisation, value });
    await said(kept.id, 'email', 'yes');
    await said(absorbed.id, 'email', 'no');
    await said(kept.id, 'sms', 'none');
    await said(absorbed.id, 'sms', 'yes');
    await said(absorbed.id, 'post', 'no');
    const at = { changed_at: '2014-01-01T10:00:00Z', changed_on: '2014-01-01', changed_by: 'contact' };
    for (const one of [kept, absorbed]) {
      await venue.insert('authorisation_changes', {
        contact_id: one.id,
        authorisation: 'email',
        value_after: 'yes',
        any_yes_after: true,
        ...at,
      });
    }
    expect((await merge(kept, absorbed)).statusCode).toBe(204);
    const answers = Object.fromEntries(
      (await rowsOf('contact_authorisations', kept.id)).map(({ authorisation, value }) => [
        authorisation,
        value,
      ]),
    );
    expect(answers).toEqual({ email: 'no', sms: 'yes', post: 'no' });
    const history = await rowsOf('authorisation_changes', kept.id);
    expect(history.filter(({ changed_by }) => changed_by === 'contact')).toHaveLength(2);
    const activity = await venue.rows(sql<{ day: string }>`
      select day from activity where institution_id = ${venue.id} and contact_id = ${kept.id}`);
    expect(activity.map(({ day }) => day)).toEqual(['2014-01-01', '2014-01-01']);
  });

  it('R22: where the two did not say the same, the history ends with what holds, and a file does not undo it', async () => {
    const { venue } = web;
    const [kept, absorbed] = [await contact(), await contact()];
    const say = (contactId: number, authorisation: Authorisation, value: Answer, day: string) =>
      inInstitution(venue.database, venue.id, (tenant) =>
        recordAuthorisations(tenant, venue.institution, [{ contactId, authorisation, value }], {
          by: 'contact',
          onRequest: true,
          place: 'point-of-sale',
          now: new Date(`${day}T10:00:00Z`),
        }),
      );
    await say(kept.id, 'institution', 'no', '2026-01-01');
    await say(absorbed.id, 'institution', 'yes', '2026-02-01');
    await say(absorbed.id, 'email', 'yes', '2026-02-01');
    expect((await merge(kept, absorbed)).statusCode).toBe(204);
    const closing = {
      value_before: 'yes',
      value_after: 'no',
      any_yes_after: true,
      changed_by: 'operator',
      requested: false,
      place: 'back-office',
    };
    const history = () =>
      web.venue.rows(sql`select * from authorisation_changes
                          where institution_id = ${venue.id} and contact_id = ${kept.id} and authorisation = 'institution'
                          order by changed_at desc`);
    expect(await history()).toMatchObject([closing, { value_after: 'yes' }, { value_after: 'no' }]);
    const record = (await officer(`/api/contacts/${kept.number}/consent-record.jsonld`)).json();
    const [institution] = record['@graph'];
    expect(institution['dpv:hasConsentStatus'].at(-1)['@type']).toBe('dpv:ConsentRevoked');
    const file = [
      'contact_number,authorisation,value,changed_at,by',
      `${kept.number},institution,yes,2019-01-01T00:00:00Z,import`,
      `${kept.number},sms,no,2019-01-01T00:00:00Z,import`,
    ];
    await bring(venue, 'authorisations', file, { now: new Date() });
    const answers = (await rowsOf('contact_authorisations', kept.id)).map((row) => [
      row.authorisation,
      row.value,
    ]);
    expect(answers.toSorted()).toEqual([
      ['email', 'yes'],
      ['institution', 'no'],
      ['sms', 'no'],
    ]);
    const activity = await venue.rows(sql<{ day: string }>`
      select day from activity where institution_id = ${venue.id} and contact_id = ${kept.id} order by day`);
    expect(activity).toEqual([{ day: '2026-02-01' }, { day: '2026-02-01' }]);
  });

  it('R1f: a value that one of the two had given up stays where the other has it, and the history says so', async () => {
    const { venue } = web;
    const [kept, absorbed] = [await contact(), await contact()];
    const criterionId = await venue.insert('criteria', { name: `blues ${kept.number}` });
    const choose = (contactId: number, value: string | null, day: string) =>
      inInstitution(venue.database, venue.id, (tenant) =>
        recordCriteria(tenant, venue.institution, [{ contactId, criterionId, value }], {
          by: 'contact',
          onRequest: true,
          place: 'point-of-sale',
          now: new Date(`${day}T10:00:00Z`),
          organisations: null,
        }),
      );
    await choose(kept.id, 'yes', '2026-01-01');
    await choose(absorbed.id, 'no', '2026-02-01');
    await choose(absorbed.id, null, '2026-03-01');
    expect((await merge(kept, absorbed)).statusCode).toBe(204);
    expect(await rowsOf('contact_criteria', kept.id)).toMatchObject([{ value: 'yes' }]);
    const history = await web.venue.rows(sql`select * from criterion_changes
      where institution_id = ${venue.id} and contact_id = ${kept.id} order by changed_at desc`);
    expect(history).toHaveLength(4);
    expect(history[0]).toMatchObject({ value_before: null, value_after: 'yes', requested: false });
  });

  it('of two accounts the kept contact’s stays: nobody who is signed in to the other one is let into it', async () => {
    const { venue } = web;
    const withAccount = async () => {
      const made = await contact();
      const email = `${made.number.toLowerCase()}@example.org`;
      const at = { created_at: '2026-01-01T10:00:00Z', expires_at: '2099-01-01T10:00:00Z' };
      await venue.insert('customer_accounts', {
        contact_id: made.id,
        email,
        password_hash: 'x',
        created_at: at.created_at,
      });
      const hash = (what: string) => Buffer.from(`${what} of ${made.number}`);
      const session = { token_hash: hash('session'), last_seen_at: at.created_at, ...at };
      await venue.insert('customer_sessions', { contact_id: made.id, ...session });
      const link = { token_hash: hash('link'), kind: 'password', ...at };
      await venue.insert('customer_links', { contact_id: made.id, ...link });
      return { ...made, email };
    };
    const of = async ({ id }: Made) => ({
      accounts: (await rowsOf('customer_accounts', id)).map(({ email }) => email),
      sessions: (await rowsOf('customer_sessions', id)).map(({ token_hash }) => String(token_hash)),
      links: (await rowsOf('customer_links', id)).map(({ token_hash }) => String(token_hash)),
    });
    const [kept, absorbed] = [await withAccount(), await withAccount()];
    const before = await of(kept);
    const { one, other } = await compare(kept, absorbed);
    expect([one.accountEmail, other.accountEmail]).toEqual([kept.email, absorbed.email]);
    expect((await merge(kept, absorbed)).statusCode).toBe(204);
    expect(await of(kept)).toEqual(before);
    // where the kept contact has none, the other's account moves with all that belongs to it
    const [without, having] = [await contact(), await withAccount()];
    const moved = await of(having);
    expect((await compare(without, having)).one.accountEmail).toBeNull();
    expect((await merge(without, having)).statusCode).toBe(204);
    expect(await of(without)).toEqual(moved);
  });

  it('R3 the recency is the later, and where nobody was ever active, so is the day of creation', async () => {
    const { venue } = web;
    const pair = [
      await contact({ created_on: '2012-05-05' }),
      await contact({ created_on: '2015-06-06' }),
    ] as const;
    const recency = { source: 'creation', computed_at: '2020-01-01T00:00:00Z' };
    await venue.insert('contact_recency', { contact_id: pair[0].id, recency: '2012-05-05', ...recency });
    await venue.insert('contact_recency', { contact_id: pair[1].id, recency: '2015-06-06', ...recency });
    await merge(pair[0], pair[1]);
    expect(await venue.recency(pair[0].id)).toMatchObject({ recency: '2015-06-06' });
    expect((await fileOf(pair[0])).created_on).toBe('2015-06-06');
    const active = [
      await contact({ created_on: '2012-05-05' }),
      await contact({ created_on: '2015-06-06' }),
    ] as const;
    await venue.insert('clicks', {
      contact_id: active[1].id,
      clicked_at: '2016-01-01T10:00:00Z',
      clicked_on: '2016-01-01',
    });
    await merge(active[0], active[1]);
    expect((await fileOf(active[0])).created_on).toBe('2012-05-05');
  });

  it('orders, tickets, balances, roles, waiting lists, notes, criteria and relays all move, and nothing is lost', async () => {
    const { venue } = web;
    const [kept, absorbed] = [await contact(), await contact()];
    await venue.order(absorbed.id, '2020-01-01', [{ state: 'sold', cultural_contact_id: absorbed.id }]);
    await venue.balance(kept.id, 500);
    await venue.balance(absorbed.id, -200);
    await venue.balance(absorbed.id, 70, 'EUR');
    await venue.insert('roles', { name: 'amateur' });
    await venue.insert('contact_roles', { contact_id: kept.id, role: 'amateur', valid_until: '2020-01-01' });
    await venue.insert('contact_roles', {
      contact_id: absorbed.id,
      role: 'amateur',
      valid_until: '2030-01-01',
    });
    const performance_id = await venue.performance('2030-01-01T20:00:00Z');
    const entry = { performance_id, organisation_id: await venue.organisation(), signed_up_on: '2019-01-01' };
    await venue.insert('waiting_list_entries', { contact_id: kept.id, state: 'cancelled', ...entry });
    await venue.insert('waiting_list_entries', { contact_id: absorbed.id, state: 'open', ...entry });
    await venue.insert('contact_notes', {
      contact_id: absorbed.id,
      text: 'Calls in the evening.',
      written_at: '2019-01-01T10:00:00Z',
      operator_id: operatorId,
    });
    const criterion_id = await venue.insert('criteria', { name: `jazz ${kept.number}` });
    await venue.insert('contact_criteria', { contact_id: kept.id, criterion_id, value: 'yes' });
    await venue.insert('contact_criteria', { contact_id: absorbed.id, criterion_id, value: 'no' });
    await merge(kept, absorbed);
    const orders = await web.venue.database.pool.query(
      'select o.purchase_contact_id, l.cultural_contact_id from orders o join order_lines l on l.order_id = o.id where o.purchase_contact_id = $1',
      [kept.id],
    );
    expect(orders.rows).toEqual([{ purchase_contact_id: kept.id, cultural_contact_id: kept.id }]);
    const balances = await rowsOf('balances', kept.id);
    expect(balances.map(({ currency, amount_minor }) => [currency, amount_minor]).sort()).toEqual([
      ['CHF', 300],
      ['EUR', 70],
    ]);
    expect(await rowsOf('contact_roles', kept.id)).toMatchObject([{ valid_until: '2030-01-01' }]);
    expect(await rowsOf('waiting_list_entries', kept.id)).toMatchObject([{ state: 'open' }]);
    expect(await rowsOf('contact_notes', kept.id)).toHaveLength(1);
    expect(await rowsOf('contact_criteria', kept.id)).toMatchObject([{ value: 'yes' }]);
    expect(await rowsOf('criterion_changes', kept.id)).toMatchObject([
      { value_before: 'no', value_after: 'yes', requested: false },
    ]);
    const [structure, other] = [
      await contact({ kind: 'structure', company_name: 'A' }),
      await contact({ kind: 'structure', company_name: 'B' }),
    ];
    const relay = await contact({ kind: 'relay', structure_id: other.id });
    await merge(structure, other);
    expect((await fileOf(relay)).structure_id).toBe(structure.id);
  });

  it('R6 a restriction and the stricter confidentiality stay; chosen fields come over, empty ones are filled', async () => {
    const kept = await contact({ email: 'kept@example.org', phone: null, restricted_on: null });
    const absorbed = await contact({
      email: 'absorbed@example.org',
      phone: '022 000 00 00',
      restricted_on: '2020-02-02',
      confidentiality: 'confidential',
    });
    await merge(kept, absorbed, ['email']);
    expect(await fileOf(kept)).toMatchObject({
      email: 'absorbed@example.org',
      phone: '022 000 00 00',
      last_name: `Rey ${kept.number}`,
      restricted_on: '2020-02-02',
      confidentiality: 'confidential',
    });
    expect(await fileOf(absorbed)).toBeUndefined();
    // the other number leads to the contact that stayed, and merging the two again is refused
    expect((await officer(`/api/contacts/${absorbed.number}`)).json().email).toBe('absorbed@example.org');
    expect((await compare(kept, absorbed)).type).toBe('/problems/same-contact');
  });

  it('R14 erasing who was merged gives the keys of both to the ledger, and refuses both numbers in a file', async () => {
    const { venue } = web;
    const [kept, absorbed] = [await contact(), await contact()];
    const key = (await fileOf(absorbed)).erasure_key;
    await merge(kept, absorbed);
    await eraseContact(venue.database, venue.institution, kept.number, {
      now: new Date(),
      ledgerFile: venue.ledgerFile,
    });
    expect(await readFile(venue.ledgerFile, 'utf8')).toContain(key);
    const { rows } = await venue.database.pool.query('select count(*)::integer as n from erased_numbers');
    expect(rows[0].n).toBe(2);
  });

  it('a file with the number of who was merged brings nobody back, and its orders go to the contact that stayed', async () => {
    const { database, institution } = web.venue;
    const [kept, absorbed] = [await contact(), await contact()];
    await merge(kept, absorbed);
    const bring = (kind: 'contacts' | 'orders', text: string) =>
      importFile(database, institution, kind, Readable.from([text]), { now: new Date(), actor: 'system' });
    const people = await bring('contacts', `number,kind,last_name\n${absorbed.number},individual,Back\n`);
    expect([people.inserted, people.refused.count]).toEqual([0, 1]);
    await bring(
      'orders',
      `order_number,line,organisation,ordered_on,purchase_contact,state,product\nM-1,1,Théâtre,2020-01-01,${absorbed.number},sold,Carmen\n`,
    );
    const { rows } = await database.pool.query(
      "select purchase_contact_id as id from orders where number = 'M-1'",
    );
    expect(rows).toEqual([{ id: kept.id }]);
  });

  it('what changed since the comparison, another kind, the same contact and a closed one are refused, and nothing moves', async () => {
    const [kept, absorbed] = [await contact(), await contact()];
    const { fingerprint } = await compare(kept, absorbed);
    await web.venue.database.pool.query("update contacts set town = 'Sion' where id = $1", [absorbed.id]);
    const body = { keep: kept.number, absorb: absorbed.number, fromAbsorbed: [], fingerprint };
    const stale = await officer('/api/duplicates/merges', { method: 'POST', body });
    expect([stale.statusCode, stale.json().type]).toEqual([409, '/problems/stale-comparison']);
    expect(await fileOf(absorbed)).toBeDefined();
    const structure = await contact({ kind: 'structure' });
    expect((await compare(kept, structure)).type).toBe('/problems/kinds-differ');
    expect((await compare(kept, kept)).type).toBe('/problems/same-contact');
    const marketing = await web.as('marketing');
    const secret = await contact({ confidentiality: 'confidential' });
    const hidden = await marketing(`/api/duplicates/comparison?one=${kept.number}&other=${secret.number}`);
    expect(hidden.statusCode).toBe(404);
  });

  it('every table that hangs on a contact under a unique key says what becomes of two rows', async () => {
    const { rows } = await web.venue.database.pool.query(`
      select c.relname as table, a.attname as column
        from pg_index i join pg_class c on c.oid = i.indrelid join pg_attribute a on a.attrelid = c.oid and a.attnum = any(i.indkey)
       where i.indisunique and c.relnamespace = 'public'::regnamespace`);
    const unique = new Set(rows.map(({ table, column }) => `${table}.${column}`));
    const needed = Object.entries(personalDataMap)
      .filter(
        ([table, { links }]) =>
          table !== 'contacts' &&
          links.some((link) => 'column' in link && unique.has(`${table}.${link.column}`)),
      )
      .map(([table]) => table);
    expect(needed.filter((table) => OWN_RULES[table] === undefined)).toEqual([]);
  });
});
