import { beforeEach, describe, expect, it } from 'vitest';
import { all, any, none, notAll, rule, targetsPerTest } from '../../test/helpers/target-query.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { readQuery } from './query.ts';

let venue: Venue;
let ids: Record<string, number>;
const { people, found, where } = targetsPerTest((one, byName) => {
  venue = one;
  ids = byName;
});
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
