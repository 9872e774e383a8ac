import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CliffColumn, CliffData } from '../../api/types.ts';
import { monthsBefore } from '../../days.ts';
import { columnTotal, countsAt, fold, newYears, roundUp } from './cliff.ts';

const column = (monthsAgo: number, counts: Partial<CliffColumn>): CliffColumn => ({
  monthsAgo,
  from: '2020-01-01',
  to: '2020-02-01',
  kept: 0,
  delete: 0,
  anonymise: 0,
  spare: {},
  ...counts,
});

const cliff: CliffData = {
  run: 1,
  asOf: '2026-05-31',
  months: 36,
  cutoff: '2023-05-31',
  columns: [
    column(40, { from: null, delete: 5, anonymise: 2, spare: { debt: 1 } }),
    column(36, { delete: 3, spare: { credit: 2 } }),
    column(35, { kept: 10 }),
    column(0, { kept: 100 }),
    column(-1, { kept: 7, to: null }),
  ],
};

describe('the cliff', () => {
  it('R10 repeats the counts of the simulation at its own cutoff', () => {
    const counts = countsAt(cliff, 36);
    expect(counts).toMatchObject({ exact: true, delete: 8, anonymise: 2, spared: 3, erased: 10, kept: 117 });
    expect(counts.spare).toMatchObject({ debt: 1, credit: 2 });
  });

  it('R4 is exact towards the past: what lies after the older cutoff is kept', () => {
    expect(countsAt(cliff, 37)).toMatchObject({ exact: true, delete: 5, spared: 1, erased: 7, kept: 122 });
  });

  it('R4 gives an upper bound towards the present, and says so', () => {
    expect(countsAt(cliff, 35)).toMatchObject({ exact: false, unjudged: 10, erased: 20, kept: 107 });
  });

  describe('where prospects have another duration', () => {
    // Customers 36 months, prospects 24: between the two, prospects were judged and customers kept.
    const shorter: CliffData = {
      ...cliff,
      prospectMonths: 24,
      columns: [
        column(40, { from: null, delete: 5, anonymise: 2, spare: { debt: 3 }, spareCustomers: { debt: 1 } }),
        column(30, { delete: 4, kept: 6, spare: { credit: 1 }, spareCustomers: { credit: 0 } }),
        column(10, { kept: 50 }),
      ],
    };
    // Prospects 48: between the two, customers were judged and prospects kept.
    const longer: CliffData = {
      ...cliff,
      prospectMonths: 48,
      columns: [
        column(50, { from: null, delete: 5, anonymise: 2 }),
        column(40, { anonymise: 3, kept: 7, spare: { debt: 1 }, spareCustomers: { debt: 1 } }),
        column(10, { kept: 50 }),
      ],
    };

    it('R10 repeats the counts of the simulation', () => {
      expect(countsAt(shorter, 36)).toMatchObject({
        exact: true,
        delete: 9,
        anonymise: 2,
        spared: 4,
        kept: 56,
      });
      expect(countsAt(longer, 36)).toMatchObject({
        exact: true,
        delete: 5,
        anonymise: 5,
        spared: 1,
        kept: 57,
      });
    });

    it('R4 towards the past customers are kept, and prospects stay what they are', () => {
      const counts = countsAt(shorter, 41);
      expect(counts).toMatchObject({ exact: true, delete: 9, anonymise: 0, spared: 3, kept: 59 });
      expect(counts.spare).toMatchObject({ debt: 2, credit: 1 });
      expect(countsAt(longer, 45)).toMatchObject({
        exact: true,
        delete: 5,
        anonymise: 2,
        spared: 0,
        kept: 61,
      });
    });

    it('R4 towards the present, prospects who were kept are not among those not yet judged', () => {
      expect(countsAt(shorter, 30)).toMatchObject({ exact: false, delete: 9, unjudged: 6, kept: 50 });
      expect(countsAt(longer, 30)).toMatchObject({ exact: false, anonymise: 5, unjudged: 0, kept: 57 });
      expect(countsAt(longer, 10)).toMatchObject({ exact: false, unjudged: 50, kept: 7 });
    });
  });

  it('loses nobody, wherever the cutoff lies and however much is folded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 60 }), fc.integer({ min: 1, max: 60 }), (months, room) => {
        const { total, erased, spared, kept } = countsAt(cliff, months);
        expect(erased + spared + kept).toBe(total);
        expect(fold(cliff.columns, room).reduce((sum, one) => sum + columnTotal(one), 0)).toBe(total);
      }),
    );
  });

  it('folds what does not fit into one column that begins nowhere', () => {
    const [first, ...rest] = fold(cliff.columns, 36);
    expect(first).toMatchObject({ folded: true, from: null, monthsAgo: 36, delete: 8 });
    expect(rest.map(({ monthsAgo }) => monthsAgo)).toEqual([35, 0, -1]);
  });

  it('R4 clamps the cutoff to the end of the month', () => {
    expect(monthsBefore('2026-05-31', 3)).toBe('2026-02-28');
    expect(monthsBefore('2024-05-31', 3)).toBe('2024-02-29');
    expect(monthsBefore('2026-01-15', 13)).toBe('2024-12-15');
  });

  it('puts the new years where they are', () => {
    expect(newYears('2026-04-01', 20)).toEqual([
      { year: 2026, monthsAgo: 3 },
      { year: 2025, monthsAgo: 15 },
    ]);
  });

  it('rounds the scale up to a number one can read', () => {
    expect([0, 1, 11, 240, 999].map(roundUp)).toEqual([1, 1, 20, 300, 1000]);
  });
});
