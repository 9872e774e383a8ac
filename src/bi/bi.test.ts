import { sql } from 'kysely';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import { type MarkedContact, markedContact } from '../../test/helpers/marked-contact.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { biDomains, biViews, notInBi, personalDataMap, viewOf } from '../personal-data/personal-data.ts';
import { createBiLogIn, revokeBiLogIn, selectDomain } from './bi.ts';

let web: Web;
let elsewhere: Venue;
let marketing: Asker;
let administrator: Asker;
let support: Asker;
let me: MarkedContact;
let theirs: MarkedContact;

const BY = { now: new Date('2024-05-01T10:00:00Z'), actor: 'command-line' };

beforeAll(async () => {
  web = await Web.open();
  marketing = await web.as('marketing');
  administrator = await web.as('administrator');
  support = await web.as('support');
  elsewhere = await Venue.in(web.venue.test, { slug: 'elsewhere' });
  me = await markedContact(web.venue, 'me');
  theirs = await markedContact(elsewhere, 'theirs');
  for (const { id } of [me, theirs]) {
    await web.venue.database.pool.query('update contacts set restricted_on = null where id = $1', [id]);
  }
});
afterAll(() => web.close());

async function everything(venue: Venue): Promise<string> {
  const pages = [];
  for (const domain of biDomains) {
    pages.push(await selectDomain(venue.database, venue.institution, { domain }, { contacts: 1000 }));
  }
  return JSON.stringify(pages);
}

describe('R20 the BI domains', () => {
  it('R20 show each column of their domain in the map, or the map of the views says why not', () => {
    for (const domain of biDomains) {
      const shown = new Set(Object.values(biViews[domain]).flatMap(({ of }) => of));
      const missing = Object.entries(personalDataMap).flatMap(([table, { columns }]) =>
        Object.entries(columns)
          .filter(([, column]) => column.domain === domain)
          .map(([name]) => `${table}.${name}`)
          .filter((name) => !shown.has(name) && !(name in notInBi) && !(table in notInBi)),
      );
      expect(missing, domain).toEqual([]);
    }
    const known = (name: string) => {
      const [table = '', column] = name.split('.');
      return column === undefined
        ? table in personalDataMap
        : column in (personalDataMap[table]?.columns ?? {});
    };
    expect(Object.keys(notInBi).filter((name) => !known(name))).toEqual([]);
  });

  it('R20 the views have the columns and the comments that the map gives them', async () => {
    for (const domain of biDomains) {
      const rows = await web.venue.rows(sql<{ name: string; comment: string }>`
        select a.attname as name, col_description(a.attrelid, a.attnum) as comment
          from pg_attribute a where a.attrelid = ${viewOf(domain)}::regclass and a.attnum > 0 order by a.attnum`);
      expect(rows).toEqual(
        Object.entries(biViews[domain]).map(([name, { label }]) => ({
          name,
          comment: `${label.fr} / ${label.en}`,
        })),
      );
    }
  });

  it('R20 tell of the contacts of one institution, whole, and of nobody else', async () => {
    const text = await everything(web.venue);
    const identity = ['last_name', 'first_name', 'email', 'postcode', 'town', 'birth_date'];
    for (const column of identity) expect(text, column).toContain(me.marks.get(`contacts.${column}`));
    expect(text).toContain(me.marks.get('contact_criteria.value'));
    expect(text).toContain(me.marks.get('criterion_changes.value_after'));
    expect([...theirs.marks.values()].filter((mark) => text.includes(String(mark)))).toEqual([]);
    expect(await everything(elsewhere)).toContain(theirs.marks.get('contacts.last_name'));
    const { items } = await selectDomain(
      web.venue.database,
      web.venue.institution,
      { domain: 'contact-activity', number: me.number },
      { contacts: 10 },
    );
    expect(new Set(items.map(({ source }) => source))).toEqual(
      new Set(['sale', 'waiting-list', 'click', 'criterion', 'authorisation']),
    );
  });

  it('R9 R20 beneficiaries are not in them, nor free text, nor what a buyer paid for somebody else', async () => {
    const buyer = await web.venue.contact({ last_name: 'Buyer' });
    const guest = await web.venue.contact({ number: 'GUEST' });
    await web.venue.order(buyer, '2015-01-01', [
      { state: 'sold', price_minor: 4242424, currency: 'CHF', cultural_contact_id: guest },
      { state: 'sold', beneficiary_first_name: 'Guest-First', beneficiary_last_name: 'Guest-Last' },
    ]);
    const text = await everything(web.venue);
    for (const absent of ['Guest-First', 'Guest-Last', 'guest first', 'guest last'])
      expect(text).not.toContain(absent);
    for (const column of ['contacts.remark', 'contact_notes.text', 'clicks.url']) {
      expect(text, column).not.toContain(me.marks.get(column));
    }
    const query = { domain: 'contact-activity', number: 'GUEST' } as const;
    const { items } = await selectDomain(web.venue.database, web.venue.institution, query, { contacts: 10 });
    expect(items).toMatchObject([{ source: 'sale', price_minor: null, order_number: null }]);
  });

  it('R8 R20 who was erased, is restricted or confidential is in none of them', async () => {
    const values = { created_on: '2010-01-01', last_name: 'Gone-Mark' };
    const erased = await web.venue.contact({ number: 'GONE', ...values });
    await web.venue.contact({ last_name: 'Restricted-Mark', restricted_on: '2020-01-01' });
    await web.venue.contact({ last_name: 'Confidential-Mark', confidentiality: 'confidential' });
    await web.venue.contact({ last_name: 'Closed-Mark', confidentiality: 'restricted' });
    expect(await everything(web.venue)).toContain('Gone-Mark');
    await administrator('/api/contacts/GONE/erasure', { method: 'POST', body: { confirm: 'GONE' } });
    expect(await web.venue.exists(erased)).toBe(false);
    const text = await everything(web.venue);
    for (const absent of ['Gone-Mark', 'Restricted-Mark', 'Confidential-Mark', 'Closed-Mark']) {
      expect(text).not.toContain(absent);
    }
  });

  it('R20 are read and exported by who may, with the columns chosen, audited', async () => {
    const page = await marketing('/api/bi/domains/contact-base?limit=2');
    expect(page.statusCode).toBe(200);
    expect(page.json().next).not.toBeNull();
    const again = (
      await marketing(`/api/bi/domains/contact-base?limit=200&cursor=${page.json().next}`)
    ).json();
    const [first] = page.json().items;
    expect(again.items.map((row: { number: string }) => row.number)).not.toContain(first.number);
    await web.venue.contact({ number: 'FORMULA', last_name: '=HYPERLINK("x")', first_name: 'Ève' });
    const csv = await marketing(
      '/api/bi/domains/contact-base/export.csv?columns=number,last_name&number=FORMULA',
    );
    expect(csv.payload).toBe(`\ufeffnumber,last_name\n"FORMULA","'=HYPERLINK(""x"")"\n`);
    expect((await marketing('/api/bi/domains/contact-base/export.csv?columns=remark')).statusCode).toBe(422);
    const audits = await web.venue.rows(sql<{ action: string; details: Record<string, unknown> }>`
      select action, details from audit_log where action like 'bi.export%' order by id`);
    expect(audits).toMatchObject([
      { action: 'bi.export', details: { domain: 'contact-base', columns: 'number,last_name', one: true } },
      { action: 'bi.exported', details: { rows: 1, complete: true } },
    ]);
    expect((await support('/api/bi/domains')).statusCode).toBe(403);
  });
});

describe('R20 a log-in of an outside tool', () => {
  it.skipIf(onServer)('R20 needs a server: the embedded database is read by this process alone', async () => {
    expect((await administrator('/api/bi/log-ins')).json()).toMatchObject({ possible: false, items: [] });
    const refused = await administrator('/api/bi/log-ins', { method: 'POST', body: { name: 'Metabase' } });
    expect(refused.json().type).toBe('/problems/bi-needs-server');
  });

  it.runIf(onServer)('R20 reads its institution, whatever it sets, takes, calls or writes', async () => {
    const { database, institution } = web.venue;
    const { logIn, password } = await createBiLogIn(database, institution, 'Metabase', BY);
    const [role] = await web.venue.rows(sql<{ password: string }>`
      select rolpassword as password from pg_authid where rolname = ${logIn}`);
    expect(role?.password).toMatch(/^SCRAM-SHA-256\$4096:/);
    const url = new URL(web.venue.test.environment.DATABASE_URL as string);
    url.username = logIn;
    url.password = password;
    const tool = new pg.Client({ connectionString: url.href });
    const notices: string[] = [];
    tool.on('notice', ({ message }) => notices.push(String(message)));
    tool.on('error', () => {});
    await tool.connect();
    try {
      const namesSeen = async () => JSON.stringify((await tool.query('select * from bi.contact_base')).rows);
      const stays = async (statement: string) => {
        await tool.query(statement).catch(() => {});
        const seen = await namesSeen();
        expect(seen, statement).toContain(me.marks.get('contacts.last_name'));
        expect(seen, statement).not.toContain(theirs.marks.get('contacts.last_name'));
      };
      await stays('select 1');
      await stays(`set rappel.institution_id = '${elsewhere.id}'`);
      await stays("set session_authorization = 'postgres'");
      await stays('set default_transaction_read_only = off');

      const refused = [
        'set role rappel_app',
        'set role postgres',
        'set session authorization postgres',
        'select * from public.contacts',
        'select * from public.order_lines',
        'select * from public.activity',
        'select * from public.bi_log_ins',
        'select * from public.bi_reports',
        'select * from public.operators',
        'select rolpassword from pg_authid',
        `update public.bi_log_ins set institution = ${elsewhere.id}`,
        "insert into bi.contact_base (number) values ('X')",
        "update bi.contact_base set last_name = 'X'",
        'delete from bi.contact_base',
        'create table public.mine (id int)',
        'create view bi.mine as select 1',
        'create or replace function bi.institution() returns bigint language sql as $$ select 1::bigint $$',
        `select * from public.search_contacts(${elsewhere.id}, 'theirs', 10)`,
        "copy (select * from bi.contact_base) to program 'cat'",
      ];
      for (const statement of refused) {
        await expect(tool.query(statement), statement).rejects.toThrow();
      }

      // a function of its own, said to be cheap, is not asked before rows of others are sorted out
      await tool.query(`create function pg_temp.look(name text) returns boolean language plpgsql cost 0.0000001
                          as $$ begin raise notice '%', name; return true; end $$`);
      await tool.query('select count(*) from bi.contact_base where pg_temp.look(last_name)');
      await tool.query('select count(*) from bi.contact_activity where pg_temp.look(subject)');
      expect(notices.join()).toContain(me.marks.get('contacts.last_name'));
      expect(notices.join()).not.toContain('theirs');

      const { rows } = await tool.query(
        "select count(*)::integer as count from bi.contact_activity where subject like '%theirs%'",
      );
      expect(rows).toEqual([{ count: 0 }]);

      // taken back: an open connection reads nothing more, and none can be opened
      await revokeBiLogIn(database, institution, logIn, BY);
      const left = await tool.query('select * from bi.contact_base').then(
        ({ rows }) => rows,
        () => [], // it was ended already
      );
      expect(left).toEqual([]);
      const again = new pg.Client({ connectionString: url.href });
      again.on('error', () => {});
      await expect(again.connect()).rejects.toThrow();
    } finally {
      await tool.end().catch(() => {});
      await web.venue.database.pool.query(`drop role if exists ${logIn}`).catch(() => {});
    }
  });

  it.runIf(onServer)(
    'R20 is made, given another password and taken back on the screen, by its institution only',
    async () => {
      const made = await administrator('/api/bi/log-ins', { method: 'POST', body: { name: 'Power BI' } });
      expect(made.statusCode).toBe(201);
      const { logIn, password } = made.json();
      const { items, possible } = (await administrator('/api/bi/log-ins')).json();
      expect([possible, items.length, JSON.stringify(items).includes(password)]).toEqual([true, 1, false]);
      const rotated = await administrator(`/api/bi/log-ins/${logIn}/password`, { method: 'POST' });
      expect(rotated.json().password).not.toBe(password);
      await expect(revokeBiLogIn(elsewhere.database, elsewhere.institution, logIn, BY)).rejects.toMatchObject(
        {
          code: 'unknown-log-in',
        },
      );
      expect((await administrator(`/api/bi/log-ins/${logIn}`, { method: 'DELETE' })).statusCode).toBe(204);
      expect(await web.venue.rows(sql`select from pg_roles where rolname = ${logIn}`)).toEqual([]);
      expect((await marketing('/api/bi/log-ins')).statusCode).toBe(403);
    },
  );
});
