import type { CliffColumn, CliffData, RopeData, Run } from '../api/types.ts';
import { monthsBefore } from '../days.ts';

/** Numbers to look at; nobody's. */
const TODAY = '2026-11-24';
const MONTHS = 36;

/** The same on every day: a small generator with a fixed seed. */
function draw(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state / 2_147_483_648;
  };
}

export function madeUpCliff(): CliffData {
  const next = draw(7);
  const columns: CliffColumn[] = [];
  for (let monthsAgo = 120; monthsAgo >= -1; monthsAgo -= 1) {
    const season = 0.6 + 0.4 * Math.cos((monthsAgo / 12) * 2 * Math.PI);
    const base =
      monthsAgo === 120 ? 9000 : 2600 * Math.exp(-monthsAgo / 45) * season * (0.7 + 0.6 * next()) + 120;
    const all = Math.round(monthsAgo === -1 ? 1900 : base);
    const old = monthsAgo >= MONTHS;
    const spare = old
      ? { debt: Math.round(all * 0.03), credit: Math.round(all * 0.02), role: Math.round(all * 0.01) }
      : {};
    const left = old ? all - Math.round(all * 0.06) : 0;
    columns.push({
      monthsAgo,
      from: monthsAgo === 120 ? null : monthsBefore(TODAY, monthsAgo + 1),
      to: monthsAgo === -1 ? null : monthsBefore(TODAY, monthsAgo),
      kept: old ? 0 : all,
      delete: Math.round(left * 0.38),
      anonymise: left - Math.round(left * 0.38),
      spare,
    });
  }
  return { run: 12, asOf: TODAY, months: MONTHS, cutoff: monthsBefore(TODAY, MONTHS), columns };
}

const knots: RopeData['knots'] = [
  { day: '2026-03-12', source: 'sale', organisation: 'Organisation A' },
  { day: '2026-02-27', source: 'click', organisation: null },
  { day: '2025-10-04', source: 'sale', organisation: 'Organisation B' },
  { day: '2024-09-18', source: 'waiting-list', organisation: 'Organisation A' },
  { day: '2024-05-02', source: 'reservation', organisation: 'Organisation A' },
  { day: '2023-01-21', source: 'sale', organisation: 'Organisation A' },
  { day: '2022-06-11', source: 'criterion', organisation: 'Organisation B' },
  { day: '2021-11-30', source: 'creation', organisation: 'Organisation A' },
];

export const madeUpRopes: RopeData[] = [
  {
    stored: {
      recency: '2026-03-12',
      source: 'sale',
      organisation: 'Organisation A',
      computedAt: '2026-11-20T03:12:00Z',
    },
    recency: '2026-03-12',
    source: 'sale',
    organisation: 'Organisation A',
    months: MONTHS,
    forgottenOn: '2029-03-13',
    obstacles: [],
    knots,
  },
  {
    stored: null,
    recency: '2022-08-30',
    source: 'creation',
    organisation: null,
    months: MONTHS,
    forgottenOn: '2025-08-31',
    obstacles: ['debt', 'waiting'],
    knots: [{ day: '2022-08-30', source: 'creation', organisation: null }],
  },
];

export const madeUpRun: Run = {
  run: 13,
  type: 'retention',
  scope: { kind: 'inactive' },
  mode: 'real',
  state: 'running',
  batch: null,
  simulation: 12,
  followedBy: null,
  months: MONTHS,
  asOf: TODAY,
  cutoff: monthsBefore(TODAY, MONTHS),
  sealed: true,
  total: 1_000_000,
  counts: {
    contacts: 412_300,
    recomputed: 412_300,
    inactive: 9_800,
    delete: 3_210,
    anonymise: 5_912,
    spare: {
      debt: 40,
      credit: 12,
      role: 4,
      restricted: 0,
      waiting: 1,
      'tickets-to-come': 0,
      'sole-relay': 0,
    },
  },
  cancelRequested: false,
  ceiling: null,
  failure: null,
  startedBy: 'operator:1',
  startedAt: '2026-11-24T08:00:00Z',
  endedAt: null,
  seconds: 8.4,
};

export const today = TODAY;
