import { describe, expect, it } from 'vitest';
import * as fields from './fields.ts';

describe('what a field may hold', () => {
  it.each<[fields.Field, string[], string[]]>([
    [
      fields.date,
      ['2018-06-15', '2020-02-29', '0001-01-01', '9999-12-31'],
      [
        '2019-02-29',
        '2018-6-15',
        '15.06.2018',
        '0000-01-01',
        '2018-06-15T00:00',
        '10000-01-01',
        ' 2018-06-15',
      ],
    ],
    [
      fields.dateTime,
      ['2018-06-15T20:00', '2018-06-15 20:00:59', '2018-06-15T20:00:00.123456Z', '2018-06-15T20:00+02:00'],
      [
        '2018-06-15',
        '2018-02-30T20:00',
        '2018-06-15T24:00',
        '2018-06-15T20',
        '2018-06-15T20:00+25:00',
        'now',
      ],
    ],
    [
      fields.decimal,
      ['0', '-0.05', '+12.5', '1234567.89'],
      ['', '1,5', '.5', '1e3', '1 000', "1'000", '--1'],
    ],
    [fields.currency, ['CHF', 'JPY'], ['chf', 'XYZ', 'Fr.']],
    [fields.country, ['CH', 'FR'], ['ch', 'CHE', 'XX', 'toString']],
    [fields.email, ['a@b', 'm. rey@example'], ['nobody']],
  ])('%#', (field, accepted, refused) => {
    for (const text of accepted) expect(field.refuse(text), text).toBeUndefined();
    for (const text of refused) expect(field.refuse(text), text).toHaveProperty('code');
  });

  it('a date-time without offset is in the institution’s time zone', () => {
    const store = (text: string) => fields.dateTime.store?.(text, 'Europe/Zurich');
    expect(store('2018-06-15T20:00')).toBe('2018-06-15T20:00 Europe/Zurich');
    expect(store('2018-06-15T20:00-05')).toBe('2018-06-15T20:00-05');
    expect(store('2018-06-15T20:00Z')).toBe('2018-06-15T20:00Z');
  });

  it.each([
    ['85.5', 'CHF', '8550'],
    ['-0.05', 'CHF', '-5'],
    ['1200', 'JPY', '1200'],
    ['1.005', 'KWD', '1005'],
    ['900719925474.99', 'EUR', '90071992547499'],
    ['1.5', 'JPY', undefined],
    ['1.005', 'CHF', undefined],
  ])('%s %s is %s in minor units', (amount, currency, units) => {
    expect(fields.minorUnits(amount, currency)).toBe(units);
  });
});
