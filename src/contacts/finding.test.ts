import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { inInstitution } from '../database/database.ts';
import { refreshContactSearch } from './contacts.ts';

let web: Web;
let venue: Venue;
let administrator: Asker;
let boxOffice: Asker;
let marketing: Asker;
let support: Asker;
let neighbour: Venue;

/** Lets be found what was written row by row. */
const refresh = (of: Venue) =>
  inInstitution(of.database, of.id, (tenant) =>
    refreshContactSearch(tenant, of.id, { after: 0, upTo: Number.MAX_SAFE_INTEGER }),
  );
const people: Record<string, Record<string, unknown>> = {
  helene: {
    first_name: 'Hélène',
    last_name: 'Lefèvre',
    email: 'helene.lefevre@example.org',
    phone: '+41 21 555 12 34',
    postcode: '1201',
    town: 'Genève',
    country: 'CH',
    created_on: '2020-01-03',
  },
  rey: {
    first_name: 'Marie-Claude',
    last_name: 'Rey',
    mobile: '079 555 98 76',
    postcode: '1003',
    town: 'Lausanne',
    country: 'CH',
    created_on: '2020-01-02',
  },
  reymond: { first_name: 'Marie', last_name: 'Reymond', postcode: '74000', town: 'Annecy', country: 'FR' },
  marieLoup: { first_name: 'Loup', last_name: 'Marie', created_on: '2021-05-05' },
  school: {
    kind: 'structure',
    company_name: 'Gymnase de l’Œuvre',
    town: 'Bern',
    postcode: '3011',
    country: 'CH',
  },
  secret: { first_name: 'Zoé', last_name: 'Confidence', confidentiality: 'confidential', town: 'Sion' },
  closed: {
    first_name: 'Régine',
    last_name: 'Restreinte',
    confidentiality: 'restricted',
    email: 'regine@example.org',
    phone: '021 555 44 33',
    town: 'Vevey',
  },
};
const ids: Record<string, number> = {};

beforeAll(async () => {
  web = await Web.open();
  venue = web.venue;
  administrator = await web.as('administrator');
  boxOffice = await web.as('box-office');
  marketing = await web.as('marketing');
  support = await web.as('support');
  for (const [name, values] of Object.entries(people))
    ids[name] = await venue.contact({ number: `N-${name}`, ...values });
  neighbour = await Venue.in(venue.test, { slug: 'neighbour' });
  await neighbour.contact({ number: 'N-other', first_name: 'Hélène', last_name: 'Lefèvre', town: 'Genève' });
  await refresh(venue);
  await refresh(neighbour);
});
afterAll(() => web.close());

const list = async (search: Record<string, string>, ask = administrator) => {
  const response = await ask(`/api/contacts?${new URLSearchParams(search)}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json() as { items: Record<string, unknown>[]; next: string | null };
};
/** The contacts by their keys in `people`, in the order of the list. */
const found = async (search: Record<string, string>, ask?: Asker) =>
  (await list(search, ask)).items.map(({ number }) => String(number).replace('N-', ''));

describe('finding', () => {
  it.each([
    ['lefèvre', 'helene'],
    ['LEFEVRE', 'helene'],
    ['helene lef', 'helene'],
    ['lef hel genev', 'helene'],
    ['N-helene', 'helene'],
    ['n-hel', 'helene'],
    ['helene.lefevre@example.org', 'helene'],
    ['Helene.Lef', 'helene'],
    ['021 555 12 34', 'helene'],
    ['+41215551234', 'helene'],
    ['0041 79 555 98 76', 'rey'],
    ['795559876', 'rey'],
    ['rey lausanne', 'rey'],
    ['claude 1003', 'rey'],
    ['oeuvre', 'school'],
    ['gymnase bern', 'school'],
    ['lefevrre', 'helene'],
    ['lefvre', 'helene'],
    ['lefevra', 'helene'],
    ['elfevre', 'helene'],
    ['helen lefevre', 'helene'],
    ['annecy reymont', 'reymond'],
    ['lausane', 'rey'],
  ])('%s is %s', async (typed, who) => {
    expect(await found({ q: typed })).toEqual([who]);
  });

  it('puts last names that begin so before other words', async () => {
    expect(await found({ q: 'marie' })).toEqual(['marieLoup', 'rey', 'reymond']);
    expect(await found({ q: 'rey' })).toEqual(['rey', 'reymond']);
    expect(await found({ q: 'rey marie' })).toEqual(['rey', 'reymond']);
  });

  it('never another institution’s contacts, however they are asked for', async () => {
    expect(await found({ q: 'N-other' })).toEqual([]);
    expect(await found({ q: 'lefevre' })).toEqual(['helene']);
    const { rows } = await inInstitution(venue.database, venue.id, (tenant) =>
      sql`select * from search_contacts(${neighbour.id}, 'lefevre', 10)`.execute(tenant),
    );
    expect(rows).toEqual([]);
    const others = await inInstitution(venue.database, venue.id, (tenant) =>
      sql`select distinct institution_id from contact_search`.execute(tenant),
    );
    expect(others.rows).toEqual([{ institution_id: venue.id }]);
  });

  it.each([
    "'; drop table contacts; --",
    "' or 1=1 --",
    '%',
    '_____',
    '%%%%%%%',
    '\\',
    '$1 ($2)[1] %s %I %L',
    '\u0000',
    '«»',
    '((((((',
    'a'.repeat(100),
    '1'.repeat(100),
    '🐈',
  ])('%j is looked for as it stands and harms nothing', async (typed) => {
    const response = await administrator(`/api/contacts?${new URLSearchParams({ q: typed })}`);
    expect([200, 400]).toContain(response.statusCode);
    // what holds no letter finds nobody in particular: a NUL alone is an empty field
    if (typed !== '\u0000') expect(response.json().items).toEqual([]);
  });

  it('follows a change, and forgets with the contact', async () => {
    const id = await venue.contact({ number: 'N-brief', last_name: 'Ephémère', created_on: '2021-01-01' });
    await inInstitution(venue.database, venue.id, async (tenant) => {
      await refreshContactSearch(tenant, venue.id, { ids: [id] });
      await sql`update contacts set last_name = 'Durable' where institution_id = ${venue.id} and id = ${id}`.execute(
        tenant,
      );
      await refreshContactSearch(tenant, venue.id, { ids: [id] });
    });
    expect(await found({ q: 'ephemere' })).toEqual([]);
    expect(await found({ q: 'durable' })).toEqual(['brief']);
    await sql`delete from contact_search where institution_id = ${venue.id} and contact_id = ${id}`.execute(
      venue.database.owner,
    );
    await sql`delete from contacts where institution_id = ${venue.id} and id = ${id}`.execute(
      venue.database.owner,
    );
  });
});

describe('the list', () => {
  const everybody = ['secret', 'school', 'helene', 'marieLoup', 'closed', 'rey', 'reymond'];

  it('is in the order of names, whatever their accents, page by page', async () => {
    expect(await found({})).toEqual(everybody);
    const walked: string[] = [];
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<typeof list>> = await list({
        limit: '2',
        ...(cursor === null ? {} : { cursor }),
      });
      walked.push(...page.items.map(({ number }) => String(number).replace('N-', '')));
      cursor = page.next;
    } while (cursor !== null);
    expect(walked).toEqual(everybody);
  });

  it.each(['name', 'number', 'created', 'recency'])(
    'sorted by %s both ways it is the same contacts, page by page',
    async (sort) => {
      await sql`
      insert into contact_recency (institution_id, contact_id, recency, source, computed_at)
      select ${venue.id}, id, date '2020-01-01' + id::integer, 'creation', now() from contacts
       where institution_id = ${venue.id} and kind <> 'structure' and last_name <> 'Rey'
          on conflict do nothing`.execute(venue.database.owner);
      for (const q of [undefined, 'marie']) {
        for (const descending of ['false', 'true']) {
          const asked = { sort, descending, ...(q === undefined ? {} : { q }) };
          const whole = await found(asked);
          expect(new Set(whole)).toEqual(
            new Set(q === undefined ? everybody : ['rey', 'reymond', 'marieLoup']),
          );
          const walked: string[] = [];
          let cursor: string | null = null;
          do {
            const page: Awaited<ReturnType<typeof list>> = await list({
              ...asked,
              limit: '1',
              ...(cursor === null ? {} : { cursor }),
            });
            walked.push(...page.items.map(({ number }) => String(number).replace('N-', '')));
            cursor = page.next;
          } while (cursor !== null);
          expect(walked, `${sort} ${descending} ${q}`).toEqual(whole);
        }
      }
      if (sort === 'recency') expect((await found({ sort })).slice(-2).sort()).toEqual(['rey', 'school']);
    },
  );

  it('takes no cursor but its own', async () => {
    const forged = [
      'x',
      Buffer.from('{}').toString('base64url'),
      Buffer.from('{"key":"a","id":"1 or 1=1"}').toString('base64url'),
      Buffer.from('{"key":"a","id":1,"more":1}').toString('base64url'),
      Buffer.from('{"key":{"a":1},"id":1}').toString('base64url'),
      '\u0000',
    ];
    for (const cursor of forged) {
      const response = await administrator(`/api/contacts?${new URLSearchParams({ cursor })}`);
      expect([response.statusCode, response.json().type]).toEqual([422, '/problems/wrong-cursor']);
    }
    const date = Buffer.from(`{"key":"no day'","id":1}`).toString('base64url');
    const response = await administrator(
      `/api/contacts?${new URLSearchParams({ cursor: date, sort: 'created' })}`,
    );
    expect([response.statusCode, response.json().type]).toEqual([422, '/problems/wrong-cursor']);
  });

  it('is narrowed by each filter', async () => {
    const organisation = await venue.organisation();
    await venue.insert('roles', { name: 'guide' }).catch(() => {});
    await venue.insert('contact_roles', { contact_id: ids.helene, role: 'guide' });
    await venue.balance(ids.helene as number, 500);
    await venue.balance(ids.rey as number, -500);
    await venue.order(ids.rey as number, '2021-01-01', [{ state: 'sold' }]);
    await venue.insert('payments', {
      contact_id: ids.school,
      organisation_id: organisation,
      amount_minor: 1,
      currency: 'CHF',
      method: 'cash',
      paid_at: '2021-01-01T10:00:00Z',
    });
    await sql`update contacts set restricted_on = '2021-01-01' where id = ${ids.reymond}`.execute(
      venue.database.owner,
    );
    for (const [who, value] of [
      ['helene', 'yes'],
      ['rey', 'no'],
      ['reymond', 'none'],
    ] as const)
      await venue.insert('contact_authorisations', {
        contact_id: ids[who],
        authorisation: 'institution',
        value,
      });

    expect(await found({ kind: 'structure' })).toEqual(['school']);
    expect(await found({ town: 'geneve' })).toEqual(['helene']);
    expect(await found({ postcode: '10' })).toEqual(['rey']);
    expect(await found({ country: 'FR' })).toEqual(['reymond']);
    expect(await found({ role: 'guide' })).toEqual(['helene']);
    expect(await found({ balance: 'debt' })).toEqual(['helene']);
    expect(await found({ balance: 'credit' })).toEqual(['rey']);
    expect(await found({ bought: 'customer' })).toEqual(['school', 'rey']);
    expect(await found({ bought: 'prospect', country: 'CH' })).toEqual(['helene']);
    expect(await found({ email: 'with' })).toEqual(['helene', 'closed']);
    expect(await found({ email: 'without', country: 'CH' })).toEqual(['school', 'rey']);
    expect(await found({ restricted: 'true' })).toEqual(['reymond']);
    expect(await found({ answer: 'yes' })).toEqual(['helene']);
    expect(await found({ answer: 'no' })).toEqual(['rey']);
    expect(await found({ to: '2020-01-02' })).toEqual([]);
    expect(await found({ from: '2020-01-02', sort: 'recency', descending: 'true' })).toEqual([
      'closed',
      'secret',
      'marieLoup',
      'reymond',
      'helene',
    ]);
    expect(await found({ q: 'marie', country: 'FR' })).toEqual(['reymond']);
  });

  it('R25 who answered neither yes nor no is listed, structures are not, and the home page counts them', async () => {
    const unanswered = await found({ answer: 'none' });
    expect(unanswered).toEqual(['secret', 'marieLoup', 'closed', 'reymond']);
    expect((await administrator('/api/home')).json().unanswered).toBe(unanswered.length);
  });
});

describe('confidential and restricted contacts', () => {
  it('a confidential contact is neither found nor listed nor opened without the permission', async () => {
    for (const ask of [boxOffice, marketing, support]) {
      expect(await found({}, ask)).not.toContain('secret');
      expect(await found({ q: 'confidence' }, ask)).toEqual([]);
      expect(await found({ q: 'N-secret' }, ask)).toEqual([]);
      expect((await ask('/api/contacts/N-secret')).statusCode).toBe(404);
    }
    expect(await found({ q: 'confidence' })).toEqual(['secret']);
    expect((await administrator('/api/contacts/N-secret')).statusCode).toBe(200);
  });

  it('of a restricted one only name and number are seen without the permission, and nothing finds out more', async () => {
    const [seen] = (await list({ q: 'restreinte' }, marketing)).items;
    expect(seen).toMatchObject({ number: 'N-closed', name: 'Régine Restreinte', closed: true });
    expect(seen).toMatchObject({ email: null, phone: null, town: null, createdOn: null, recency: null });
    for (const q of ['regine@example.org', '021 555 44 33', 'vevey', 'regine vevey'])
      expect(await found({ q }, marketing), q).toEqual([]);
    expect(await found({ town: 'vevey' }, marketing)).toEqual([]);
    expect(await found({ email: 'with' }, marketing)).toEqual(['helene']);
    expect((await marketing('/api/contacts/N-closed')).json().type).toBe('/problems/closed-contact');
    expect((await list({ q: 'restreinte' }, boxOffice)).items[0]).toMatchObject({
      town: 'Vevey',
      closed: false,
    });
    expect((await boxOffice('/api/contacts/N-closed')).statusCode).toBe(200);
  });
});

describe('the export', () => {
  it('holds what the list shows, escapes formulas, and is audited with its filter and count, without a name', async () => {
    const id = await venue.contact({ number: 'N-formula', last_name: '=cmd|calc', country: 'FR' });
    await refresh(venue);
    const { body, headers } = await marketing(
      '/api/contacts.csv?country=FR&columns=number,name,town&sort=number',
    );
    expect(headers['content-type']).toContain('text/csv');
    expect(body).toBe("\ufeffnumber,name,town\nN-formula,'=cmd|calc,\nN-reymond,Marie Reymond,Annecy\n");
    await marketing('/api/contacts.csv?q=reymond');
    const lines = await venue.rows(sql<{ action: string; details: Record<string, unknown> }>`
      select action, details from audit_log where institution_id = ${venue.id} and action like 'contacts.export%'
       order by id`);
    expect(lines.map(({ action }) => action)).toEqual([
      'contacts.export',
      'contacts.exported',
      'contacts.export',
      'contacts.exported',
    ]);
    expect(lines[1]?.details).toEqual({
      country: 'FR',
      sort: 'number',
      searched: false,
      contacts: 2,
      complete: true,
    });
    expect(lines[3]?.details).toEqual({ searched: true, contacts: 1, complete: true });
    await sql`delete from contact_search where contact_id = ${id}`.execute(venue.database.owner);
    await sql`delete from contacts where id = ${id}`.execute(venue.database.owner);
  });

  it('leaves out what the list would, and is for whoever may export only', async () => {
    const { body } = await marketing('/api/contacts.csv');
    expect(body).not.toContain('Confidence');
    expect(body).toContain('Restreinte');
    expect(body).not.toContain('regine@example.org');
    expect((await boxOffice('/api/contacts.csv')).statusCode).toBe(403);
  });
});
