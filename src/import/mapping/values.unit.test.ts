import { describe, expect, it } from 'vitest';
import { isDateFormat, momentOf } from './excel-dates.ts';
import { dayOrder, decimalsOf } from './guess.ts';
import { fold, uniqueNames } from './mapping.ts';
import { amount, countryCode, day, moment } from './values.ts';

it.each([
  ['15.06.2018', 'day-first', '2018-06-15'],
  ['15/6/2018', 'day-first', '2018-06-15'],
  ['6/15/2018', 'month-first', '2018-06-15'],
  ['2018-06-15', 'day-first', '2018-06-15'],
  ['2018/6/5', 'year-first', '2018-06-05'],
  ['20180615', 'year-first', '2018-06-15'],
  ['15.06.2018 23:59', 'day-first', '2018-06-15'],
  ['15.06.18', 'day-first', undefined],
  ['June 2018', 'day-first', undefined],
  ['', 'day-first', undefined],
] as const)('the day %s (%s) is %s', (text, order, expected) => {
  expect(day(text, order)).toBe(expected);
});

it.each([
  ['15.06.2018 20:00', '2018-06-15T20:00'],
  ['15/06/2018 20h30', '2018-06-15T20:30'],
  ['2018-06-15T20:00:05', '2018-06-15T20:00:05'],
  ['15.06.2018', '2018-06-15T00:00'],
  ['20:00', undefined],
])('the moment %s is %s', (text, expected) => {
  expect(moment(text, 'day-first')).toBe(expected);
});

it.each([
  ['1 234,50', ',', '1234.50'],
  ['1\u202f234,50 €', ',', '1234.50'],
  ['1’234.50', '.', '1234.50'],
  ['CHF 45.00', '.', '45.00'],
  ['Fr. 45', '.', '45'],
  ['-12,5', ',', '-12.5'],
  ['1.234,50', ',', '1234.50'],
  ['free', '.', 'free'],
  [`1${' '.repeat(100)}x`, '.', `1${' '.repeat(100)}x`],
] as const)('the amount %s (%s) is %s', (text, decimals, expected) => {
  expect(amount(text, decimals)).toBe(expected);
});

it.each([
  ['Suisse', 'CH'],
  ['suisse', 'CH'],
  ['Switzerland', 'CH'],
  ['Schweiz', 'CH'],
  ['ch', 'CH'],
  ['États-Unis', 'US'],
  ['Grèce', 'GR'],
  ['Atlantis', undefined],
])('the country %s is %s', (text, expected) => {
  expect(countryCode(text)).toBe(expected);
});

describe('what the values tell of themselves', () => {
  it('which part of a day comes first', () => {
    expect(dayOrder(['01.02.2018', '15.06.2018'])).toBe('day-first');
    expect(dayOrder(['01/02/2018', '6/15/2018'])).toBe('month-first');
    expect(dayOrder(['2018-01-02'])).toBe('year-first');
    expect(dayOrder(['01/02/2018'])).toBe('day-first');
  });

  it('what stands before decimals', () => {
    expect(decimalsOf(['1,5', '1.234,50'])).toBe(',');
    expect(decimalsOf(['1,234.50', '45'])).toBe('.');
  });
});

it('names of columns are folded to compare, and made unique to tell apart', () => {
  expect(fold('  N° de Téléphone ')).toBe('n de telephone');
  expect(uniqueNames(['Nom', ' Nom', '', 'Ville '])).toEqual(['Nom', 'Nom (2)', '(3)', 'Ville']);
});

it('a spreadsheet’s numbers are days where their format shows one', () => {
  expect([isDateFormat(14, undefined), isDateFormat(2, undefined)]).toEqual([true, false]);
  expect(isDateFormat(164, 'dd/mm/yyyy')).toBe(true);
  expect(isDateFormat(164, '#,##0.00 "days"')).toBe(false);
  expect(isDateFormat(164, '[Red]0.00')).toBe(false);
  expect(momentOf(43266, false)).toBe('2018-06-15');
  expect(momentOf(41804, true)).toBe('2018-06-15');
});
