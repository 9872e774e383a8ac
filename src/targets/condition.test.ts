import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { NOW, none, rule, targetsPerTest } from '../../test/helpers/target-query.ts';
import type { Venue } from '../../test/helpers/venue.ts';

let venue: Venue;
let ids: Record<string, number>;
const { people, found, where } = targetsPerTest((one, byName) => {
  venue = one;
  ids = byName;
});
const refusal = (code: string, fact?: string) =>
  fact === undefined ? { code } : { code, facts: [expect.objectContaining({ code: fact })] };

describe('R28 a condition', () => {
  it('on a text minds neither accents nor capitals', async () => {
    await people({
      a: { last_name: 'Lefèvre' },
      b: { last_name: 'de la Fèvrerie' },
      c: { last_name: '' },
      d: {},
    });
    expect(await where('lastName', '=', 'LEFEVRE')).toEqual(['a']);
    expect(await where('lastName', '!=', 'LEFEVRE')).toEqual(['b', 'c', 'd']);
    expect(await where('lastName', 'in', ['lefevre', 'De la fevrerie'])).toEqual(['a', 'b']);
    expect(await where('lastName', 'notIn', ['lefevre', 'Nobody'])).toEqual(['b', 'c', 'd']);
    expect(await where('lastName', 'contains', 'fevre')).toEqual(['a', 'b']);
    expect(await where('lastName', 'doesNotContain', 'fevre')).toEqual(['c', 'd']);
    expect(await where('lastName', 'beginsWith', 'le')).toEqual(['a']);
    expect(await where('lastName', 'doesNotBeginWith', 'le')).toEqual(['b', 'c', 'd']);
    expect(await where('lastName', 'endsWith', 'rie')).toEqual(['b']);
    expect(await where('lastName', 'doesNotEndWith', 'rie')).toEqual(['a', 'c', 'd']);
    expect(await where('lastName', 'null')).toEqual(['c', 'd']);
    expect(await where('lastName', 'notNull')).toEqual(['a', 'b']);
    expect(await where('lastName', 'contains', ',')).toEqual([]);
    expect(await found(none(rule('lastName', '=', 'LEFEVRE')))).toEqual(['b', 'c', 'd']);
  });

  it('is on title, first name, company, postcode and town likewise', async () => {
    await people({
      a: { title: 'Dr', first_name: 'Zoé', company_name: 'Œuvre', postcode: '1201', town: 'Genève' },
      b: { postcode: '1003', town: 'Lausanne' },
      c: {},
    });
    expect(await where('title', '=', 'dr')).toEqual(['a']);
    expect(await where('firstName', 'beginsWith', 'zo')).toEqual(['a']);
    expect(await where('companyName', '=', 'oeuvre')).toEqual(['a']);
    expect(await where('postcode', 'beginsWith', '12')).toEqual(['a']);
    expect(await where('postcode', 'null')).toEqual(['c']);
    expect(await where('town', 'in', ['geneve', 'LAUSANNE'])).toEqual(['a', 'b']);
    expect(await where('town', '!=', 'geneve')).toEqual(['b', 'c']);
    expect(await where('town', 'contains', 'ann')).toEqual(['b']);
  });

  it('is on kind, language, country, and whether there is an e-mail or a telephone', async () => {
    await people({
      a: { kind: 'structure', language: 'fr', country: 'CH', email: 'a@example.org', phone: '021 555' },
      b: { language: 'de', country: 'FR', mobile: '079 555' },
      c: {},
    });
    expect(await where('kind', '=', 'individual')).toEqual(['b', 'c']);
    expect(await where('kind', '!=', 'individual')).toEqual(['a']);
    expect(await where('kind', 'in', ['structure', 'relay'])).toEqual(['a']);
    expect(await where('language', 'notIn', ['fr'])).toEqual(['b', 'c']);
    expect(await where('country', '=', 'ch')).toEqual(['a']);
    expect(await where('country', 'null')).toEqual(['c']);
    expect(await where('email', 'notNull')).toEqual(['a']);
    expect(await where('email', 'null')).toEqual(['b', 'c']);
    expect(await where('phone', 'notNull')).toEqual(['a', 'b']);
    expect(await where('mobile', 'notNull')).toEqual(['b']);
  });

  it('is on days and on the age, as of the day on which the target is used', async () => {
    await people({
      a: { birth_date: '2008-03-15', created_on: '2020-01-01', valid_until: '2026-12-31' },
      b: { birth_date: '2008-03-16', created_on: '2026-02-15' },
      c: { created_on: '2015-06-01' },
    });
    expect(await where('age', '>=', 18)).toEqual(['a']);
    expect(await where('age', '=', 17)).toEqual(['b']);
    expect(await where('age', 'between', [17, 18])).toEqual(['a', 'b']);
    expect(await where('age', '!=', 18)).toEqual(['b', 'c']);
    expect(await where('age', 'null')).toEqual(['c']);
    expect(await where('birthDate', '<', { day: '2008-03-16' })).toEqual(['a']);
    expect(await where('birthDate', '<=', { day: '2008-03-16' })).toEqual(['a', 'b']);
    expect(await where('createdOn', '>=', { monthsAgo: 1 })).toEqual(['b']);
    expect(await where('createdOn', '>', { monthsAgo: 1 })).toEqual([]);
    expect(await where('createdOn', 'between', [{ day: '2015-06-01' }, { day: '2020-01-01' }])).toEqual([
      'a',
      'c',
    ]);
    expect(await where('validUntil', 'notNull')).toEqual(['a']);
    expect(await where('validUntil', '!=', { day: '2026-12-31' })).toEqual(['b', 'c']);
  });

  it('is on a role while it is valid', async () => {
    await people({ a: {}, b: {}, c: {} });
    await venue.insert('contact_roles', { contact_id: ids.a, role: 'guide' });
    await venue.insert('contact_roles', { contact_id: ids.b, role: 'guide', valid_until: '2026-03-14' });
    expect(await where('role', '=', 'guide')).toEqual(['a']);
    expect(await where('role', '!=', 'guide')).toEqual(['b', 'c']);
    expect(await where('role', 'in', ['guide', 'partner'])).toEqual(['a']);
    expect(await where('role', 'null')).toEqual(['b', 'c']);
  });

  it('R22 R25 is on each of the seven authorisations: yes, no, or no answer, which has no row', async () => {
    await people({ yes: {}, no: {}, none: {}, never: {} });
    for (const authorisation of [
      'institution',
      'third-parties',
      'partners',
      'email',
      'sms',
      'phone',
      'post',
    ]) {
      for (const value of ['yes', 'no', 'none']) {
        await venue.insert('contact_authorisations', { contact_id: ids[value], authorisation, value });
      }
      const field = `authorisation:${authorisation}`;
      expect(await where(field, '=', 'yes')).toEqual(['yes']);
      expect(await where(field, '=', 'no')).toEqual(['no']);
      expect(await where(field, '=', 'none')).toEqual(['never', 'none']);
      expect(await where(field, '!=', 'no')).toEqual(['never', 'none', 'yes']);
      expect(await where(field, '!=', 'none')).toEqual(['no', 'yes']);
      expect(await where(field, 'in', ['yes', 'none'])).toEqual(['never', 'none', 'yes']);
      expect(await where(field, 'in', ['yes', 'no', 'none'])).toEqual(['never', 'no', 'none', 'yes']);
      expect(await where(field, 'notIn', ['yes', 'none'])).toEqual(['no']);
    }
  });

  it('is on the recency as a number, fixed or so many months before today', async () => {
    await people({ old: {}, edge: {}, new: {}, never: {} });
    const days = { old: '2014-05-11', edge: '2014-05-12', new: '2024-03-15' };
    for (const [name, recency] of Object.entries(days)) {
      await venue.insert('contact_recency', {
        ...{ contact_id: ids[name], recency, source: 'click', computed_at: NOW },
      });
    }
    const at = (number: number) => ({ is: { number } });
    const organisation = await venue.organisation();
    expect(await where('recency', '<', at(20140512))).toEqual(['old']);
    expect(await where('recency', '<', { ...at(20140512), organisation })).toEqual(['old']);
    expect(await where('recency', '<=', at(20140512))).toEqual(['edge', 'old']);
    expect(await where('recency', '=', at(20140512))).toEqual(['edge']);
    expect(await where('recency', '!=', at(20140512))).toEqual(['never', 'new', 'old']);
    expect(await where('recency', '>', at(20140512))).toEqual(['new']);
    expect(await where('recency', '>=', at(20140512))).toEqual(['edge', 'new']);
    const between = [{ number: 20140511 }, { monthsAgo: 24 }];
    expect(await where('recency', 'between', { is: between })).toEqual(['edge', 'new', 'old']);
    expect(await where('recency', '<', { is: { monthsAgo: 24 } })).toEqual(['edge', 'old']);
    expect(await where('recency', '<', { is: { monthsAgo: 23 } })).toEqual(['edge', 'new', 'old']);
    expect(await where('recency', 'null', {})).toEqual(['never']);
    expect(await found(none(rule('recency', '<', at(20140512))))).toEqual(['edge', 'never', 'new']);
    for (const wrong of [at(20140532), at(2014), { is: '20140512' }, { is: { day: '2014-05-12' } }, {}]) {
      await expect(where('recency', '<', wrong)).rejects.toMatchObject(refusal('wrong-query', 'wrong-value'));
    }
  });

  it('is on criteria of each type, those of an organisation too', async () => {
    await people({ a: {}, b: {}, c: {} });
    const criterion = async (type: string, a: string, b?: string, organisation_id?: number) => {
      const criterion_id = await venue.insert('criteria', {
        name: `${type} ${organisation_id}`,
        type,
        organisation_id,
      });
      await venue.insert('contact_criteria', { contact_id: ids.a, criterion_id, value: a });
      if (b !== undefined)
        await venue.insert('contact_criteria', { contact_id: ids.b, criterion_id, value: b });
      return `criterion:${criterion_id}`;
    };
    const jazz = await criterion('yes-no', 'yes', 'no');
    expect(await where(jazz, '=', 'yes')).toEqual(['a']);
    expect(await where(jazz, '!=', 'yes')).toEqual(['b', 'c']);
    expect(await where(jazz, 'null')).toEqual(['c']);
    expect(await where(jazz, 'notNull')).toEqual(['a', 'b']);
    const house = await criterion('choice', 'Opéra', 'Ballet', await venue.organisation('Opéra'));
    expect(await where(house, '=', 'Opéra')).toEqual(['a']);
    expect(await where(house, 'notIn', ['Opéra', 'Cirque'])).toEqual(['b', 'c']);
    const likes = await criterion('choices', 'Jazz;Rock', 'Jazz');
    expect(await where(likes, '=', 'Jazz')).toEqual(['a', 'b']);
    expect(await where(likes, 'in', ['Rock', 'Folk'])).toEqual(['a']);
    const children = await criterion('number', '10', '2.5');
    expect(await where(children, '>', 3)).toEqual(['a']);
    expect(await where(children, 'between', [2.5, 10])).toEqual(['a', 'b']);
    expect(await where(children, '!=', 10)).toEqual(['b', 'c']);
    const since = await criterion('date', '2020-01-01', '2026-02-15');
    expect(await where(since, '<', { day: '2020-01-02' })).toEqual(['a']);
    expect(await where(since, '>=', { monthsAgo: 1 })).toEqual(['b']);
    const word = await criterion('text', 'Café, théâtre', 'x');
    expect(await where(word, 'contains', 'cafe')).toEqual(['a']);
    expect(await where(word, 'doesNotBeginWith', 'cafe')).toEqual(['b', 'c']);
  });

  it('is on what was bought and attended, and on no beneficiary (R9)', async () => {
    await people({ buyer: {}, guest: {}, canceller: {}, nobody: {} });
    const performance_id = await venue.performance('2025-06-01T18:00:00Z');
    const [{ product } = { product: 0 }] = await venue.rows(
      sql<{ product: number }>`select product_id as product from performances
        where institution_id = ${venue.id} and id = ${performance_id}`,
    );
    const other = await venue.performance('2025-07-01T18:00:00Z');
    const line = { performance_id, state: 'sold', currency: 'CHF', price_minor: 5000 };
    await venue.order(ids.buyer as number, '2025-05-01', [
      { ...line, cultural_contact_id: ids.guest, attendance_on: '2025-06-01' },
      { ...line, beneficiary_first_name: 'Nobody', beneficiary_last_name: 'Nobody' },
    ]);
    await venue.order(ids.canceller as number, '2025-05-02', [
      { ...line, state: 'cancelled', sold_on: '2025-05-02' },
    ]);
    expect(await where('bought', '=', {})).toEqual(['buyer']);
    expect(await where('bought', '!=', {})).toEqual(['canceller', 'guest', 'nobody']);
    expect(await where('bought', '=', { product })).toEqual(['buyer']);
    expect(await where('bought', '=', { performance: performance_id, from: { day: '2025-05-01' } })).toEqual([
      'buyer',
    ]);
    expect(await where('bought', '=', { performance: other })).toEqual([]);
    expect(await where('bought', '=', { product, from: { monthsAgo: 3 } })).toEqual([]);
    expect(await where('bought', '=', { organisation: await venue.organisation('Elsewhere') })).toEqual([]);
    expect(await where('attended', '=', { product, to: { day: '2025-06-01' } })).toEqual(['guest']);
    expect(await where('attended', '!=', { performance: performance_id })).toEqual([
      'buyer',
      'canceller',
      'nobody',
    ]);
    expect(await where('lastName', '=', 'Nobody')).toEqual([]);
  });

  it('is on how much was ordered: nought for whoever ordered nothing', async () => {
    await people({ twice: {}, once: {}, never: {} });
    const sold = (price_minor: number, currency = 'CHF') => ({ state: 'sold', price_minor, currency });
    await venue.order(ids.twice as number, '2025-05-01', [sold(5000), sold(2500)]);
    await venue.order(ids.twice as number, '2026-03-01', [sold(1000)], 'Opéra');
    await venue.order(ids.once as number, '2024-01-01', [sold(4000, 'EUR')]);
    expect(await where('orders', '=', { is: 2 })).toEqual(['twice']);
    expect(await where('orders', '>=', { is: 1 })).toEqual(['once', 'twice']);
    expect(await where('orders', '=', { is: 0 })).toEqual(['never']);
    expect(await where('orders', '<', { is: 2 })).toEqual(['never', 'once']);
    expect(await where('orders', '!=', { is: 2 })).toEqual(['never', 'once']);
    expect(await where('orders', '!=', { is: 0 })).toEqual(['once', 'twice']);
    expect(await where('orders', 'between', { is: [0, 1] })).toEqual(['never', 'once']);
    expect(await where('orders', '=', { is: 1, from: { monthsAgo: 6 } })).toEqual(['twice']);
    const opera = await venue.organisation('Opéra');
    expect(await where('orders', '=', { is: 0, organisation: opera })).toEqual(['never', 'once']);
    expect(await where('spent', '=', { is: 8500, currency: 'CHF' })).toEqual(['twice']);
    expect(await where('spent', '<', { is: 4000, currency: 'EUR' })).toEqual(['never', 'twice']);
    expect(await where('spent', '>=', { is: 4000, currency: 'EUR' })).toEqual(['once']);
    expect(await where('lastOrder', '>=', { is: { day: '2025-05-02' } })).toEqual(['twice']);
    expect(await where('lastOrder', '<', { is: { monthsAgo: 3 } })).toEqual(['once']);
    expect(await where('lastOrder', 'null', {})).toEqual(['never']);
    expect(await where('lastOrder', 'notNull', { organisation: opera })).toEqual(['twice']);
  });

  it('is on balances and on campaigns', async () => {
    await people({ both: {}, credit: {}, even: {} });
    await venue.balance(ids.both as number, 1000);
    await venue.balance(ids.both as number, -1000, 'CHF', 'Opéra');
    await venue.balance(ids.credit as number, -500);
    await venue.balance(ids.even as number, 0);
    expect(await where('balance', '=', { is: 'debt' })).toEqual(['both']);
    expect(await where('balance', '=', { is: 'credit' })).toEqual(['both', 'credit']);
    expect(await where('balance', '!=', { is: 'debt' })).toEqual(['credit', 'even']);
    const organisation = await venue.organisation('Opéra');
    expect(await where('balance', '=', { is: 'credit', organisation })).toEqual(['both']);
    const campaign = await venue.insert('campaigns', { name: 'Spring' });
    const recipient = { campaign_id: campaign, contact_id: ids.both };
    await venue.insert('campaign_recipients', {
      ...recipient,
      state: 'sent',
      sent_at: '2026-03-14T23:30:00Z',
    });
    await venue.insert('campaign_recipients', { ...recipient, contact_id: ids.even, state: 'excluded' });
    const click = { contact_id: ids.both, clicked_at: NOW, clicked_on: '2026-03-15' };
    await venue.insert('clicks', { ...click, campaign_id: campaign });
    await venue.insert('clicks', { ...click, contact_id: ids.even, explicit: false });
    expect(await where('received', '=', { campaign })).toEqual(['both']);
    expect(await where('received', '!=', {})).toEqual(['credit', 'even']);
    expect(await where('received', '=', { from: { day: '2026-03-15' } })).toEqual(['both']); // in Zurich
    expect(await where('received', '=', { to: { day: '2026-03-14' } })).toEqual([]);
    expect(await where('clicked', '=', { campaign })).toEqual(['both']);
    expect(await where('clicked', '=', { campaign: campaign + 1 })).toEqual([]);
  });
});
