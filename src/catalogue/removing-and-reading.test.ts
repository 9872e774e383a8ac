import { expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { selectPointOfSale } from '../points-of-sale/points-of-sale.ts';
import {
  deletePriceCategory,
  deleteSeason,
  previewTouched,
  savePriceCategory,
  saveSeason,
  selectPerformance,
  selectPerformances,
  selectPriceCategories,
  selectProduct,
  selectSeasons,
} from './catalogue.ts';

const by = { actor: 'operator:1', organisations: null, now: new Date('2026-03-01T10:00:00Z') };

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});
const at = () => [venue.database, venue.institution] as const;
const product = async (more: object = {}) =>
  await venue.insert('products', {
    ...{ organisation_id: await venue.organisation(), name: 'Dom Juan', kind: 'event', ...more },
  });

it('a season that nothing belongs to is removed, as it was read; another stays', async () => {
  const season = (name: string) => saveSeason(...at(), undefined, { name, startsOn: null, endsOn: null }, by);
  const [empty, used] = [await season('2025/26'), await season('2026/27')];
  await product({ season_id: used });
  const remove = (id: number, version = 1) => deleteSeason(...at(), { id, version }, by);
  await expect(remove(used)).rejects.toMatchObject({ code: 'season-used' });
  await expect(remove(empty, 7)).rejects.toMatchObject({ code: 'stale' });
  await remove(empty);
  expect((await selectSeasons(...at())).map(({ id }) => id)).toEqual([used]);
  await expect(remove(empty)).rejects.toMatchObject({ code: 'unknown-season' });
});

it('a price category at which nothing is offered and nothing was sold is removed; another stays', async () => {
  const category = (name: string) => savePriceCategory(...at(), undefined, { name, position: 1 }, by);
  const [unused, offered, sold] = [
    await category('Enfant'),
    await category('Plein'),
    await category('Ancien'),
  ];
  const product_id = await product();
  await venue.insert('prices', {
    product_id,
    price_category_id: offered,
    amount_minor: 4500,
    currency: 'CHF',
  });
  await venue.order(await venue.contact(), '2026-01-01', [
    { state: 'sold', product_id, price_category_id: sold },
  ]);
  const remove = (id: number, version = 1) => deletePriceCategory(...at(), { id, version }, by);
  for (const id of [offered, sold]) {
    await expect(remove(id)).rejects.toMatchObject({ code: 'price-category-used' });
  }
  await expect(remove(unused, 7)).rejects.toMatchObject({ code: 'stale' });
  await remove(unused);
  const left = (await selectPriceCategories(...at())).map(({ id }) => id);
  expect(left.sort()).toEqual([offered, sold].sort());
});

it('who works for some organisations reads by its id what stands in the lists, and nothing of others', async () => {
  const mine = [await venue.organisation('Festival')];
  const of = async (organisation: string) => {
    const id = await product({ organisation_id: await venue.organisation(organisation), name: organisation });
    const performance = await venue.insert('performances', {
      product_id: id,
      starts_at: '2027-01-01T19:00:00Z',
    });
    return { id, performance };
  };
  const [own, foreign] = [await of('Festival'), await of('Ailleurs')];
  expect((await selectProduct(...at(), own.id, by.now, mine)).id).toBe(own.id);
  expect((await selectPerformance(...at(), own.performance, mine)).id).toBe(own.performance);
  const list = async (id: number) =>
    (await selectPerformances(...at(), id, { when: 'all', limit: 10, after: undefined }, by.now, mine)).items;
  expect([(await list(own.id)).length, (await list(foreign.id)).length]).toEqual([1, 0]);
  const unknown = (what: string) => ({ code: `unknown-${what}` });
  await expect(selectProduct(...at(), foreign.id, by.now, mine)).rejects.toMatchObject(unknown('product'));
  for (const read of [
    selectPerformance(...at(), foreign.performance, mine),
    previewTouched(...at(), foreign.performance, mine),
  ]) {
    await expect(read).rejects.toMatchObject(unknown('performance'));
  }
  const point = await venue.insert('points_of_sale', {
    ...{ organisation_id: await venue.organisation('Ailleurs'), kind: 'box-office', name: 'Guichet' },
  });
  await expect(selectPointOfSale(...at(), point, mine)).rejects.toMatchObject(unknown('point-of-sale'));
});
