import { expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import {
  deletePriceCategory,
  deleteSeason,
  savePriceCategory,
  saveSeason,
  selectPriceCategories,
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
