import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { bring } from '../../test/helpers/bring.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import {
  addPerformances,
  changeProductState,
  createProduct,
  editPerformance,
  editProduct,
  saveOffer,
  savePriceCategory,
  saveSeason,
  selectPerformance,
  selectPerformances,
  selectPriceCategories,
  selectProduct,
  selectProducts,
  selectSeasons,
} from './catalogue.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const by = { actor: 'operator:1', organisations: null as number[] | null, now: NOW };

let venue: Venue;
let organisationId: number;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  organisationId = await venue.organisation();
});

const wanted = (more: object = {}) => ({
  organisationId,
  kind: 'event' as const,
  name: 'Dom Juan',
  seasonId: null,
  description: null,
  validUntil: null,
  ...more,
});
const create = (more: object = {}, as = by) =>
  createProduct(venue.database, venue.institution, wanted(more), as);
const read = (id: number) => selectProduct(venue.database, venue.institution, id, NOW);
const on = (day: string) => ({ startsAt: new Date(`${day}T19:00:00Z`), endsAt: null });
const shared = (more: object = {}) => ({
  venue: 'Grande salle',
  saleStartsAt: null,
  saleEndsAt: null,
  quotas: [{ name: 'Salle', capacity: 300, pointsOfSale: [] as number[] }],
  prices: [] as { categoryId: number; amountMinor: number }[],
  ...more,
});
const add = (product: number, days: string[], more: object = {}, as = by) =>
  addPerformances(venue.database, venue.institution, product, { dates: days.map(on), ...shared(more) }, as);
const category = (name = 'Plein tarif', position = 0) =>
  savePriceCategory(venue.database, venue.institution, undefined, { name, position }, by);
const code = (thrown: string) => ({ code: thrown });
const list = (query: object = {}, organisations: number[] | null = null) =>
  selectProducts(
    venue.database,
    venue.institution,
    { sort: 'next', descending: false, limit: 50, ...query },
    { organisations, now: NOW },
  );

describe('what is sold', () => {
  it('an event gets performances with quotas and prices, and is then put on sale', async () => {
    const product = await create();
    expect((await read(product)).missing).toEqual(['price', 'performance']);
    const state = (wanted: 'on-sale' | 'ended', version: number) =>
      changeProductState(venue.database, venue.institution, { id: product, version }, wanted, by);
    await expect(state('on-sale', 1)).rejects.toMatchObject({
      code: 'not-ready',
      facts: [{ code: 'price' }, { code: 'performance' }],
    });
    const full = await category();
    await saveOffer(
      venue.database,
      venue.institution,
      { id: product, version: 1 },
      { prices: [{ categoryId: full, amountMinor: 4500 }] },
      by,
    );
    await add(product, ['2026-05-01', '2026-05-02'], {
      prices: [{ categoryId: full, amountMinor: 3000 }],
    });
    await state('on-sale', 2);
    expect(await read(product)).toMatchObject({
      state: 'on-sale',
      missing: [],
      prices: [{ categoryId: full, amountMinor: 4500, currency: 'CHF' }],
    });
    const { items } = await selectPerformances(
      venue.database,
      venue.institution,
      product,
      { when: 'coming', limit: 10 },
      NOW,
    );
    expect(items).toMatchObject([
      {
        startsAt: new Date('2026-05-01T19:00:00Z'),
        venue: 'Grande salle',
        quotas: [{ name: 'Salle', capacity: 300, taken: 0, pointsOfSale: [] }],
        prices: [{ categoryId: full, amountMinor: 3000 }],
      },
      { startsAt: new Date('2026-05-02T19:00:00Z') },
    ]);
    await state('ended', 3);
    expect(await read(product)).toMatchObject({ state: 'ended' });
  });

  it('R2 a pass has a last day, which stays once it was sold; without performances a product may become what it is', async () => {
    await expect(create({ kind: 'pass' })).rejects.toMatchObject(code('wrong-product'));
    const pass = await create({ kind: 'pass', name: 'Abonnement', validUntil: '2026-12-31' });
    const edit = (id: number, version: number, more: object) =>
      editProduct(venue.database, venue.institution, { id, version }, wanted(more), by);
    await edit(pass, 1, { kind: 'pass', name: 'Abonnement', validUntil: '2027-01-31' });
    await venue.order(await venue.contact(), '2026-01-01', [{ state: 'sold', product_id: pass }]);
    await expect(
      edit(pass, 2, { kind: 'pass', name: 'Abonnement', validUntil: '2027-02-28' }),
    ).rejects.toMatchObject(code('pass-sold'));
    const imported = await venue.insert('products', { organisation_id: organisationId, name: 'Bon cadeau' });
    await edit(imported, 1, { kind: 'gift-card', name: 'Bon cadeau' });
    expect(await read(imported)).toMatchObject({ kind: 'gift-card', state: 'draft' });
    const event = await create();
    await add(event, ['2026-05-01']);
    await expect(edit(event, 1, { kind: 'merchandise' })).rejects.toMatchObject(
      code('product-has-performances'),
    );
  });

  it('who saves second is told, and nothing is saved', async () => {
    const product = await create();
    const edit = (name: string) =>
      editProduct(venue.database, venue.institution, { id: product, version: 1 }, wanted({ name }), by);
    await edit('Don Giovanni');
    await expect(edit('Dom Juan')).rejects.toMatchObject(code('stale'));
    const season = (version: number, name: string) =>
      saveSeason(
        venue.database,
        venue.institution,
        version === 0 ? undefined : { id: 1, version },
        { name, startsOn: '2026-09-01', endsOn: '2027-06-30' },
        by,
      );
    const id = await season(0, '2026/27');
    const again = (version: number) =>
      saveSeason(
        venue.database,
        venue.institution,
        { id, version },
        { name: `Saison ${version}`, startsOn: null, endsOn: null },
        by,
      );
    await again(1);
    await expect(again(1)).rejects.toMatchObject(code('stale'));
    await expect(season(0, 'Saison 1')).rejects.toMatchObject(code('season-exists'));
    expect(await selectSeasons(venue.database, venue.institution)).toMatchObject([{ name: 'Saison 1' }]);
    const full = await category();
    const rename = (version: number) =>
      savePriceCategory(
        venue.database,
        venue.institution,
        { id: full, version },
        { name: 'Tarif normal', position: 3 },
        by,
      );
    await rename(1);
    await expect(rename(1)).rejects.toMatchObject(code('stale'));
    expect(await selectPriceCategories(venue.database, venue.institution)).toMatchObject([
      { name: 'Tarif normal', position: 3 },
    ]);
    await expect(create({ name: 'Don Giovanni' })).rejects.toMatchObject(code('product-exists'));
  });

  it('who works for one organisation offers nothing in the name of another', async () => {
    const other = await venue.organisation('Festival');
    const bound = { ...by, organisations: [other] };
    await expect(create({}, bound)).rejects.toMatchObject(code('not-permitted'));
    const product = await create();
    await expect(add(product, ['2026-05-01'], {}, bound)).rejects.toMatchObject(code('not-permitted'));
    const theirs = await create({ organisationId: other, name: 'Concert' }, bound);
    expect((await list({}, [other])).items.map(({ id }) => id)).toEqual([theirs]);
    expect((await list()).items).toHaveLength(2);
  });

  it('what a file brought and what is edited here is one product, which the file brings no second time', async () => {
    const file = [
      'order_number,line,organisation,ordered_on,purchase_contact,state,product,performance_start',
      'A1,1,Grand Théâtre,2026-01-10,C1,sold,Dom Juan,2026-05-01T19:00:00Z',
    ];
    await venue.contact();
    await bring(venue, 'orders', file, { now: NOW });
    const [product] = (await list()).items;
    expect(product).toMatchObject({ name: 'Dom Juan', performances: { coming: 1, all: 1 }, places: null });
    const { items } = await selectPerformances(
      venue.database,
      venue.institution,
      product?.id as number,
      { when: 'all', limit: 10 },
      NOW,
    );
    const [performance] = items;
    await editPerformance(
      venue.database,
      venue.institution,
      { id: performance?.id as number, version: 1 },
      shared(),
      by,
    );
    await bring(venue, 'orders', file, { now: NOW });
    expect((await list()).items).toMatchObject([
      { performances: { coming: 1, all: 1 }, places: { capacity: 300, taken: 0 } },
    ]);
  });
});

describe('quotas', () => {
  it('never go below what is taken, and one that is left out with places taken is refused', async () => {
    const product = await create();
    const [id] = (await add(product, ['2026-05-01'])) as [number];
    await sql`update quotas set taken = 120 where institution_id = ${venue.id}`.execute(venue.database.owner);
    const quota = (await selectPerformance(venue.database, venue.institution, id)).quotas[0];
    const save = async (quotas: object[]) => {
      const { version } = await selectPerformance(venue.database, venue.institution, id);
      const known = { id, version };
      return await editPerformance(venue.database, venue.institution, known, shared({ quotas }), by);
    };
    const of = (capacity: number) => ({ id: quota?.id, name: 'Salle', capacity, pointsOfSale: [] });
    await expect(save([of(119)])).rejects.toMatchObject({
      code: 'quota-below-taken',
      facts: [{ about: { name: 'Salle', taken: 120 } }],
    });
    await expect(save([])).rejects.toMatchObject(code('quota-below-taken'));
    await save([of(120), { name: 'Balcon', capacity: 40, pointsOfSale: [] }]);
    const saved = await selectPerformance(venue.database, venue.institution, id);
    expect(saved.quotas).toMatchObject([
      { name: 'Balcon', capacity: 40, taken: 0 },
      { name: 'Salle', capacity: 120, taken: 120 },
    ]);
    await save([of(120)]);
    expect((await selectPerformance(venue.database, venue.institution, id)).quotas).toHaveLength(1);
  });

  it('one that something was sold from stays, and one is kept to points of sale', async () => {
    const product = await create();
    const point = await venue.insert('points_of_sale', {
      organisation_id: organisationId,
      kind: 'box-office',
      name: 'Caisse',
    });
    const quotas = [{ name: 'Salle', capacity: 10, pointsOfSale: [point] }];
    const [id] = (await add(product, ['2026-05-01'], { quotas })) as [number];
    const [quota] = (await selectPerformance(venue.database, venue.institution, id)).quotas;
    expect(quota).toMatchObject({ pointsOfSale: [point] });
    await venue.order(await venue.contact(), '2026-01-01', [
      { state: 'cancelled', performance_id: id, quota_id: quota?.id },
    ]);
    await expect(
      editPerformance(venue.database, venue.institution, { id, version: 1 }, shared({ quotas: [] }), by),
    ).rejects.toMatchObject(code('quota-used'));
    const unknown = shared({ quotas: [{ name: 'Salle', capacity: 10, pointsOfSale: [999_999] }] });
    await expect(
      addPerformances(
        venue.database,
        venue.institution,
        product,
        { dates: [on('2026-06-01')], ...unknown },
        by,
      ),
    ).rejects.toMatchObject(code('unknown-point-of-sale'));
  });

  it('all performances are added, or none', async () => {
    const product = await create();
    await add(product, ['2026-05-02']);
    await expect(add(product, ['2026-05-01', '2026-05-02'])).rejects.toMatchObject(
      code('performance-exists'),
    );
    expect((await list()).items).toMatchObject([{ performances: { coming: 1, all: 1 } }]);
    const pass = await create({ kind: 'pass', name: 'Abonnement', validUntil: '2026-12-31' });
    await expect(add(pass, ['2026-05-01'])).rejects.toMatchObject(code('no-event'));
  });
});

describe('the list', () => {
  it('is in the order of the next performance or of the name, page by page, and narrowed', async () => {
    const products = [];
    for (const [name, day] of [
      ['Carmen', '2026-07-01'],
      ['Aïda', '2026-05-01'],
      ['Bohème', undefined],
    ] as const) {
      const id = await create({ name });
      if (day !== undefined) await add(id, [day, '2025-01-01']);
      products.push(id);
    }
    const walk = async (query: object) => {
      const names: string[] = [];
      for (let cursor: string | undefined; ; ) {
        const page = await list({ ...query, limit: 2, ...(cursor === undefined ? {} : { cursor }) });
        names.push(...page.items.map(({ name }) => name));
        if (page.next === null) return names;
        cursor = page.next;
      }
    };
    expect(await walk({})).toEqual(['Aïda', 'Carmen', 'Bohème']);
    expect(await walk({ descending: true })).toEqual(['Bohème', 'Carmen', 'Aïda']);
    expect(await walk({ sort: 'name' })).toEqual(['Aïda', 'Bohème', 'Carmen']);
    expect(await walk({ name: 'BOH' })).toEqual(['Bohème']);
    expect(await walk({ state: 'on-sale' })).toEqual([]);
    expect((await list()).items[0]).toMatchObject({
      performances: { coming: 1, all: 2 },
      places: { capacity: 300, taken: 0 },
      nextAt: new Date('2026-05-01T19:00:00Z'),
    });
    const page = await list({ sort: 'name', limit: 1 });
    await expect(list({ sort: 'next', cursor: page.next as string })).rejects.toMatchObject(
      code('wrong-cursor'),
    );
  });
});
