import { expect, it } from 'vitest';
import { daysOf, MOST_PERFORMANCES, type Pattern } from './pattern.ts';

const pattern = (more: Partial<Pattern>): Pattern => ({
  first: '2026-10-01',
  time: '20:00',
  duration: 90,
  repeat: 'once',
  days: [],
  last: '2026-10-11',
  ...more,
});

it('a pattern is once, every day or on days of the week, with its last day', () => {
  expect(daysOf(pattern({}))).toEqual(['2026-10-01']);
  expect(daysOf(pattern({ repeat: 'daily', last: '2026-10-03' }))).toEqual([
    '2026-10-01',
    '2026-10-02',
    '2026-10-03',
  ]);
  // a Friday, a Sunday, and those of the week after
  expect(daysOf(pattern({ repeat: 'weekly', days: [5, 7] }))).toEqual([
    '2026-10-02',
    '2026-10-04',
    '2026-10-09',
    '2026-10-11',
  ]);
});

it('a pattern without a day, or whose last day comes first, is none, and one over years is cut', () => {
  expect(daysOf(pattern({ first: '' }))).toEqual([]);
  expect(daysOf(pattern({ repeat: 'weekly' }))).toEqual([]);
  expect(daysOf(pattern({ repeat: 'daily', last: '2026-09-30' }))).toEqual([]);
  expect(daysOf(pattern({ repeat: 'daily', last: '2036-09-30' }))).toHaveLength(MOST_PERFORMANCES + 1);
});
