import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import type { Permission } from '../operators/operators.ts';
import {
  forgetOldOpenings,
  type Reader,
  selectContactFile,
  selectContactOrders,
  selectTimeline,
} from './contact-file.ts';

let web: Web;
let clerk: Asker;
let officer: Asker;
let marketing: Asker;
beforeAll(async () => {
  web = await Web.open();
  clerk = await web.as('box-office');
  officer = await web.as('data-protection-officer');
  marketing = await web.as('marketing');
});
afterAll(() => web.close());

const reader = (values: Partial<Reader> = {}): Reader => ({
  operatorId: 1,
  permissions: ['contacts.read'] as Permission[],
  organisations: null,
  now: new Date(),
  ...values,
});
const read = (number: string, as: Partial<Reader> = {}) =>
  selectContactFile(web.venue.database, web.venue.institution, number, { reader: reader(as) });

describe('the summary of a file', () => {
  it('says who a relay acts for, and a structure who acts for it', async () => {
    const school = await web.venue.contact({ kind: 'structure', company_name: 'School', number: 'S-1' });
    await web.venue.contact({
      kind: 'relay',
      structure_id: school,
      first_name: 'Ana',
      last_name: 'Relay',
      number: 'R-1',
    });
    await web.venue.contact({
      kind: 'relay',
      structure_id: school,
      last_name: 'Hidden',
      number: 'R-2',
      confidentiality: 'confidential',
    });
    expect((await clerk('/api/contacts/R-1')).json().structure).toEqual({ number: 'S-1', name: 'School' });
    const structure = (await clerk('/api/contacts/S-1')).json();
    expect(structure.rope).toBeNull();
    // the name of a confidential relay is not told to who may not open its file
    expect(structure.relays).toEqual({
      items: [
        { number: 'R-1', name: 'Ana Relay' },
        { number: 'R-2', name: null },
      ],
      more: false,
    });
    expect((await officer('/api/contacts/S-1')).json().relays.items[1].name).toBe('Hidden');
  });

  it('R7 says prospect or customer; R3 the recency with source, organisation and moment of computation', async () => {
    const id = await web.venue.contact({ number: 'K-1' });
    expect((await clerk('/api/contacts/K-1')).json().status).toBe('prospect');
    await web.venue.order(id, '2024-05-01', [{ state: 'sold' }]);
    await web.venue.run('simulation', '2025-01-01', { months: 1 });
    const { status, rope, orders } = (await clerk('/api/contacts/K-1')).json();
    expect([status, orders]).toEqual(['customer', { count: 1, more: false }]);
    expect(rope.stored).toEqual({
      recency: '2024-05-01',
      source: 'sale',
      organisation: 'Grand Théâtre',
      computedAt: '2025-01-01T10:00:00.000Z',
    });
  });

  it('R4 the rope counts the months of the institution’s real batch, and of prospects those that they have', async () => {
    const venue = await Venue.open();
    const rope = async (number: string) => {
      const found = await selectContactFile(venue.database, venue.institution, number, {
        reader: reader({}),
      });
      return [found.rope?.months, found.rope?.forgottenOn];
    };
    await venue.contact({ number: 'P-1', created_on: '2024-01-31' });
    await venue.order(await venue.contact({ number: 'K-2' }), '2024-01-31', [{ state: 'sold' }]);
    expect(await rope('P-1')).toEqual([36, '2027-02-01']);
    await venue.insert('batches', { name: 'a look', type: 'retention', mode: 'simulation', months: 6 });
    expect(await rope('P-1')).toEqual([6, '2024-08-01']);
    await venue.insert('batches', {
      name: 'real',
      type: 'retention',
      mode: 'real',
      months: 60,
      prospect_months: 24,
    });
    expect([await rope('P-1'), await rope('K-2')]).toEqual([
      [24, '2026-02-01'],
      [60, '2029-02-01'],
    ]);
    await venue.close();
  });

  it('is no longer valid the day after its end of validity', async () => {
    await web.venue.contact({ number: 'V-1', valid_until: '2020-01-31' });
    expect((await read('V-1', { now: new Date('2020-01-31T12:00:00Z') })).valid).toBe(true);
    expect((await read('V-1', { now: new Date('2020-02-01T12:00:00Z') })).valid).toBe(false);
  });
});

describe('what belongs to other organisations', () => {
  it('is not shown, and its number is', async () => {
    const id = await web.venue.contact({ number: 'O-1' });
    const mine = await web.venue.organisation('Grand Théâtre');
    const own = await web.venue.order(id, '2024-01-01', [{ state: 'sold' }]);
    await web.venue.order(id, '2024-02-01', [{ state: 'sold' }], 'Museum');
    await web.venue.balance(id, 1000);
    await web.venue.balance(id, -500, 'CHF', 'Museum');
    const all = await read('O-1');
    expect([all.orders.count, all.balances.length, all.hidden.orders.count]).toEqual([2, 2, 0]);

    const mineOnly = { organisations: [mine] };
    const file = await read('O-1', mineOnly);
    expect(file.balances).toEqual([{ organisation: 'Grand Théâtre', currency: 'CHF', amountMinor: 1000 }]);
    expect([file.orders.count, file.hidden]).toEqual([1, { balances: 1, orders: { count: 1, more: false } }]);
    expect(JSON.stringify(file)).not.toContain('Museum');
    // what spares is that of the institution all the same (R5)
    expect(file.rope?.obstacles).toEqual(['debt', 'credit']);
    const query = { reader: reader(mineOnly), limit: 10 };
    const { database, institution } = web.venue;
    const orders = await selectContactOrders(database, institution, 'O-1', query);
    expect(orders.map((order) => order.id)).toEqual([own]);
    const events = await selectTimeline(database, institution, 'O-1', query);
    expect(JSON.stringify(events)).not.toContain('Museum');
  });
});

describe('the orders of a file', () => {
  it('are those it bought and those it is expected in, by pages without a gap or a double', async () => {
    const id = await web.venue.contact({ number: 'P-1' });
    const other = await web.venue.contact({ number: 'P-2' });
    for (let day = 1; day <= 7; day++) {
      await web.venue.order(id, `2023-01-0${day}`, [
        { state: 'sold', price_minor: 5000, currency: 'CHF' },
        { state: 'sold', cultural_contact_id: id },
      ]);
    }
    const gift = await web.venue.order(other, '2023-01-04', [
      { state: 'reserved', cultural_contact_id: id },
      { state: 'reserved' },
    ]);
    const found: { number: string; as: string[]; lines: { own: boolean }[]; lineCount: number }[] = [];
    let cursor = '';
    do {
      const slice = (await clerk(`/api/contacts/P-1/orders?limit=3${cursor && `&cursor=${cursor}`}`)).json();
      found.push(...slice.items);
      cursor = slice.next ?? '';
    } while (cursor !== '');
    expect(found).toHaveLength(8);
    expect(new Set(found.map(({ number }) => number)).size).toBe(8);
    const given = found.filter(({ as }) => !as.includes('purchase'));
    // of somebody else's order only the own seat is shown
    expect(given).toMatchObject([{ as: ['cultural'], lines: [{ own: true }], lineCount: 1 }]);
    expect(gift).toBeGreaterThan(0);
    expect(found[0]).toMatchObject({ as: ['purchase', 'cultural'], lines: [{ own: false }, { own: true }] });
  });
});

describe('the timeline', () => {
  it('R1 has each activity with its source, and beside it what moves no recency, the newest first', async () => {
    const id = await web.venue.contact({ number: 'T-1', created_on: '2019-01-01' });
    await web.venue.order(id, '2020-01-01', [{ state: 'sold' }]);
    await web.venue.insert('clicks', {
      contact_id: id,
      clicked_at: '2021-01-01T10:00:00Z',
      clicked_on: '2021-01-01',
      campaign_id: await web.venue.insert('campaigns', { name: 'Season' }),
    });
    await web.venue.insert('clicks', {
      contact_id: id,
      clicked_at: '2021-02-01T10:00:00Z',
      clicked_on: '2021-02-01',
      explicit: false,
    });
    await web.venue.insert('authorisation_changes', {
      contact_id: id,
      authorisation: 'email',
      value_before: 'yes',
      value_after: 'no',
      changed_at: '2022-01-01T10:00:00Z',
      changed_on: '2022-01-01',
      changed_by: 'contact',
    });
    const { items } = (await clerk('/api/contacts/T-1/timeline')).json();
    expect(items.map(({ day, kind, source }: Record<string, string>) => [day, kind, source])).toEqual([
      ['2022-01-01', 'authorisation', null],
      ['2021-02-01', 'click', null],
      ['2021-01-01', 'click', 'click'],
      ['2020-01-01', 'order', 'sale'],
      ['2019-01-01', 'creation', null],
    ]);
    expect(items[2].detail).toMatchObject({ name: 'Season' });
    expect(items[0].detail).toEqual({ name: 'email', before: 'yes', after: 'no' });

    const one = (await clerk('/api/contacts/T-1/timeline?limit=2')).json();
    const two = (await clerk(`/api/contacts/T-1/timeline?limit=2&cursor=${one.next}`)).json();
    const three = (await clerk(`/api/contacts/T-1/timeline?limit=2&cursor=${two.next}`)).json();
    expect([...one.items, ...two.items, ...three.items]).toEqual(items);
    expect(three.next).toBeNull();
  });
});

describe('who may open a file, and who did', () => {
  it('a restricted or confidential file takes its permission, whatever part is asked', async () => {
    await web.venue.contact({ number: 'X-1', confidentiality: 'restricted' });
    await web.venue.contact({ number: 'X-2', confidentiality: 'confidential' });
    const parts = [
      '',
      '/orders',
      '/timeline',
      '/notes',
      '/remark',
      '/authorisations',
      '/criteria',
      '/photo/consents',
    ];
    for (const part of parts) {
      for (const [asker, statuses] of [
        [marketing, [403, 404]],
        [clerk, [200, 404]],
        [officer, [200, 200]],
      ] as const) {
        const answers = [await asker(`/api/contacts/X-1${part}`), await asker(`/api/contacts/X-2${part}`)];
        expect(answers.map(({ statusCode }) => statusCode)).toEqual(statuses);
      }
    }
    // of a confidential one, not even that it is there
    expect((await clerk('/api/contacts/X-2')).json().type).toBe('/problems/unknown-contact');
    expect((await marketing('/api/contacts/X-1')).json().type).toBe('/problems/closed-contact');
  });

  it('an opening is written down once per operator and day, and forgotten after a year', async () => {
    await web.venue.contact({ number: 'A-1' });
    for (let times = 0; times < 3; times++) await clerk('/api/contacts/A-1');
    await officer('/api/contacts/A-1/orders');
    const { items } = (await officer('/api/contacts/A-1/audit')).json();
    expect(items.map(({ by, action }: Record<string, string>) => [by, action])).toEqual([
      ['data-protection-officer', 'open'],
      ['box-office', 'open'],
    ]);
    const first = (await officer('/api/contacts/A-1/audit?limit=1')).json();
    const second = (await officer(`/api/contacts/A-1/audit?limit=1&cursor=${first.next}`)).json();
    expect([...first.items, ...second.items]).toEqual(items);
    await forgetOldOpenings(web.venue.database, new Date(Date.now() + 367 * 24 * 3600_000));
    const seen = (await officer('/api/contacts/A-1/audit')).json().items;
    expect(seen.map(({ by }: { by: string }) => by)).toEqual(['data-protection-officer']);
  });

  it('of another institution is not there', async () => {
    const other = await Venue.in(web.venue.test, { slug: 'elsewhere' });
    await other.contact({ number: 'E-1' });
    for (const part of ['', '/orders', '/timeline', '/erasure']) {
      const answer = await officer(`/api/contacts/E-1${part}`);
      expect(answer.json().type, part).toBe('/problems/unknown-contact');
    }
    const answer = await officer('/api/contacts/E-1', {
      method: 'PATCH',
      body: { changes: { town: { from: null, to: 'Bern' } } },
    });
    expect(answer.json().type).toBe('/problems/unknown-contact');
  });
});
