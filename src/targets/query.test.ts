import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { inInstitution } from '../database/database.ts';
import { compileQuery } from './compile.ts';
import { readQuery } from './query.ts';

const NOW = new Date('2026-03-15T10:00:00Z');
type Rules = unknown[];
const rule = (field: string, operator: string, value?: unknown) => ({ field, operator, value });
const all = (...rules: Rules) => ({ combinator: 'all', rules });
const none = (...rules: Rules) => ({ combinator: 'none', rules });
const any = (...rules: Rules) => ({ combinator: 'any', rules });
const notAll = (...rules: Rules) => ({ combinator: 'not-all', rules });

let venue: Venue;
let ids: Record<string, number>;
venuePerTest((one) => {
  venue = one;
});
beforeEach(() => {
  ids = {};
});

/** Writes contacts down by a name of their own, which is what a query then gives back. */
async function people(rows: Record<string, Record<string, unknown>>): Promise<void> {
  for (const [name, row] of Object.entries(rows)) ids[name] = await venue.contact(row);
  await inInstitution(venue.database, venue.id, (tenant) =>
    refreshContactSearch(tenant, venue.id, { after: 0, upTo: Number.MAX_SAFE_INTEGER }),
  );
}

async function found(query: unknown): Promise<string[]> {
  return await inInstitution(venue.database, venue.id, async (tenant) => {
    const { condition } = await compileQuery(tenant, venue.institution, readQuery(query), NOW);
    const { rows } = await sql<{ id: number }>`
      select c.id from contacts c where c.institution_id = ${venue.id} and ${condition}`.execute(tenant);
    const names = new Map(Object.entries(ids).map(([name, id]) => [id, name]));
    return rows.map(({ id }) => names.get(id) ?? `contact ${id}`).sort();
  });
}
const where = (...given: Parameters<typeof rule>) => found(all(rule(...given)));
const refusal = (code: string, fact?: string) =>
  fact === undefined ? { code } : { code, facts: [expect.objectContaining({ code: fact })] };

describe('R28 what a group asks of its conditions', () => {
  const geneva = rule('town', '=', 'Genève');
  const french = rule('language', '=', 'fr');
  beforeEach(() =>
    people({
      both: { town: 'Genève', language: 'fr' },
      town: { town: 'Genève', language: 'de' },
      language: { town: 'Sion', language: 'fr' },
      neither: { town: 'Sion', language: 'de' },
      empty: {},
    }),
  );

  it('is all, none, at least one or at least not one; who has no value does not fit, and so fits the opposite', async () => {
    expect(await found(all(geneva, french))).toEqual(['both']);
    expect(await found(any(geneva, french))).toEqual(['both', 'language', 'town']);
    expect(await found(none(geneva, french))).toEqual(['empty', 'neither']);
    expect(await found(notAll(geneva, french))).toEqual(['empty', 'language', 'neither', 'town']);
  });

  it('is asked of groups in groups as of conditions', async () => {
    expect(await found(none(all(geneva, french), none(geneva, french)))).toEqual(['language', 'town']);
    expect(await found(all(any(geneva, french), notAll(geneva, french)))).toEqual(['language', 'town']);
    expect(await found(notAll(none(geneva), french))).toEqual(['both', 'empty', 'neither', 'town']);
    expect(await found(any(all(), all(geneva, any())))).toEqual(['both', 'town']);
  });

  it('without conditions finds nobody, not everybody', async () => {
    for (const empty of [all(), none(), any(), notAll(), none(all(), any())])
      expect(await found(empty)).toEqual([]);
  });
});

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

describe('R28 what an operator types', () => {
  it('is a value, whatever it says', async () => {
    const nasty = [`' or true --`, `"; drop table contacts; --`, `$1`, `%`, `_`, `\\`, `{a}`, `1) or (1=1`];
    await people(
      Object.fromEntries(nasty.map((last_name, at) => [`n${at}`, { last_name, town: last_name }])),
    );
    const fields = [
      'lastName',
      'firstName',
      'title',
      'companyName',
      'town',
      'postcode',
      'language',
      'country',
      'role',
    ];
    const criterion_id = await venue.insert('criteria', { name: 'Word', type: 'text' });
    const choice = await venue.insert('criteria', { name: 'One', type: 'choices' });
    for (const value of nasty) {
      for (const field of [...fields, `criterion:${criterion_id}`, `criterion:${choice}`]) {
        expect((await where(field, '=', value)).length, `${field} = ${value}`).toBeLessThan(nasty.length);
      }
      for (const operator of ['contains', 'beginsWith', 'endsWith']) {
        expect((await where('lastName', operator, value)).length, `${operator} ${value}`).toBeLessThan(
          nasty.length,
        );
      }
    }
    expect(Object.keys(ids)).toHaveLength(nasty.length);
    expect(await venue.exists(ids.n1 as number)).toBe(true);
  });

  it('names no field, operator or value that is not known', async () => {
    for (const field of [
      'id',
      'c.id',
      'kind" or true --',
      'constructor',
      '__proto__',
      'authorisation:x',
      'criterion:1;',
    ]) {
      await expect(where(field, '=', 'x')).rejects.toMatchObject(refusal('wrong-query', 'unknown-field'));
    }
    await expect(where('criterion:999999', '=', 'yes')).rejects.toMatchObject(
      refusal('wrong-query', 'unknown-criterion'),
    );
    await expect(where('kind', '= any', 'x')).rejects.toMatchObject(refusal('wrong-query'));
    await expect(where('kind', 'contains', 'x')).rejects.toMatchObject(
      refusal('wrong-query', 'wrong-operator'),
    );
    const wrong: [string, string, unknown][] = [
      ['kind', '=', 'individual; drop'],
      ['lastName', '=', ''],
      ['lastName', '=', 'nul\0'],
      ['lastName', '=', 'x'.repeat(201)],
      ['lastName', '=', { is: 'x' }],
      ['age', '=', '18'],
      ['age', 'between', [18]],
      ['createdOn', '<', { day: '2026-02-30' }],
      ['createdOn', '<', { monthsAgo: 1201 }],
      ['createdOn', '<', { monthsAgo: '1); drop table contacts; --' }],
      ['authorisation:email', '=', 'maybe'],
      ['bought', '=', { product: '1 or true' }],
      ['bought', '=', { sql: 'true' }],
      ['spent', '>', { is: 1, currency: 'CHF; --' }],
      ['balance', '=', { is: 'x' }],
    ];
    for (const [field, operator, value] of wrong) {
      await expect(where(field, operator, value), `${field} ${JSON.stringify(value)}`).rejects.toMatchObject(
        refusal('wrong-query', 'wrong-value'),
      );
    }
  });

  it('has limits of depth, of conditions, and of shape', async () => {
    const kind = rule('kind', '=', 'individual');
    let nested: object = all(kind);
    for (let level = 1; level < 6; level += 1) nested = all(nested);
    expect(readQuery(nested)).toMatchObject({ combinator: 'all' });
    expect(() => readQuery(all(nested))).toThrow(expect.objectContaining(refusal('query-too-large')));
    let endless: object = all(kind);
    for (let level = 0; level < 20_000; level += 1) endless = all(endless);
    expect(() => readQuery(endless)).toThrow(expect.objectContaining(refusal('query-too-large')));
    expect(() => readQuery(all(...Array.from({ length: 101 }, () => kind)))).toThrow(
      expect.objectContaining(refusal('query-too-large')),
    );
    for (const wrong of [null, [], 'x', {}, { combinator: 'or', rules: [] }, all(7), { rules: [kind] }]) {
      expect(() => readQuery(wrong)).toThrow(expect.objectContaining(refusal('wrong-query')));
    }
    expect(readQuery({ id: 'g', combinator: 'all', rules: [{ id: 'r', ...kind }] })).toEqual(all(kind));
  });
});
