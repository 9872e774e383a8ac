import { describe, expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { startCheck } from './check.ts';
import { finishRun, type RunSummary, selectCliff, startRun } from './retention.ts';

let venue: Venue;
venuePerTest((next) => {
  venue = next;
});

const DAY = '2021-06-15';
const NOW = new Date(`${DAY}T10:00:00Z`);
const BY = { now: NOW, actor: 'operator:1' };

/** A customer by a sale of long ago, whose last activity was a click. */
async function customer(lastActive: string, number: string): Promise<number> {
  const id = await venue.active(lastActive, { number });
  await venue.order(id, '2012-01-01', [{ state: 'sold' }]);
  return id;
}
const prospect = (lastActive: string, number: string) => venue.active(lastActive, { number });

/** Four on each side of the cutoffs of 12, 24 and 36 months before DAY. */
async function everyAge(): Promise<void> {
  for (const [age, day] of [
    ['young', '2021-01-01'],
    ['1y', '2020-01-01'],
    ['2y', '2019-01-01'],
    ['old', '2018-01-01'],
  ] as const) {
    await customer(day, `customer ${age}`);
    await prospect(day, `prospect ${age}`);
  }
}

async function outcomes(run: RunSummary): Promise<Record<string, string>> {
  const lines = await venue.journal(run);
  return Object.fromEntries(
    lines.map((line) => [line.contact_number, [line.outcome, line.reason].filter(Boolean).join(' ')]),
  );
}

const simulate = (months: number, prospectMonths?: number) =>
  venue.run('simulation', DAY, { months, prospectMonths, rangeSize: 3 });

describe('R4 (Later) prospects and customers may have different durations', () => {
  it('R4 a shorter one of prospects: between the cutoffs prospects go and customers stay', async () => {
    await everyAge();
    const run = await simulate(36, 24);
    expect(run).toMatchObject({
      months: 36,
      cutoff: '2018-06-15',
      prospectMonths: 24,
      prospectCutoff: '2019-06-15',
      counts: { inactive: 3, delete: 2, anonymise: 1 },
    });
    expect(await outcomes(run)).toEqual({
      'customer old': 'anonymise',
      'prospect old': 'delete',
      'prospect 2y': 'delete',
    });
  });

  it('R4 a longer one of prospects: between the cutoffs customers go and prospects stay', async () => {
    await everyAge();
    expect(await outcomes(await simulate(12, 36))).toEqual({
      'customer 1y': 'anonymise',
      'customer 2y': 'anonymise',
      'customer old': 'anonymise',
      'prospect old': 'delete',
    });
  });

  it('R4 without one, everybody has that of the run, and nothing is said of another', async () => {
    await everyAge();
    const run = await simulate(24);
    expect(Object.keys(await outcomes(run))).toHaveLength(4);
    expect('prospectMonths' in run || 'prospectCutoff' in run).toBe(false);
    expect(await outcomes(await simulate(24, 24))).toEqual(await outcomes(run));
  });

  it('R3 whoever is older than the later of the cutoffs is recomputed, nobody else', async () => {
    const within = await prospect('2020-01-01', 'within');
    const beyond = await prospect('2019-01-01', 'beyond');
    await simulate(36);
    for (const contact_id of [within, beyond])
      await venue.insert('clicks', { contact_id, clicked_at: `${DAY}T08:00:00Z`, clicked_on: DAY });
    const run = await simulate(36, 24);
    expect(run.counts.recomputed).toBe(1);
    expect((await venue.recency(within))?.recency).toBe('2020-01-01');
    expect((await venue.recency(beyond))?.recency).toBe(DAY);
  });

  it('R5 a debt spares whichever of the two somebody is', async () => {
    await venue.balance(await customer('2018-01-01', 'customer'), 100);
    await venue.balance(await prospect('2019-01-01', 'prospect'), 100);
    await venue.balance(await customer('2019-01-01', 'kept'), 100);
    expect(await outcomes(await simulate(36, 24))).toEqual({
      customer: 'spare debt',
      prospect: 'spare debt',
    });
  });

  it('R10 the check and the real run keep both durations of the simulation', async () => {
    await everyAge();
    const simulation = await simulate(36, 24);
    const { run: started } = await startCheck(venue.database, venue.institution, simulation.run, BY);
    const work = { now: NOW, ledgerFile: venue.ledgerFile };
    const check = await finishRun(venue.database, venue.institution, started.run, work);
    expect(check).toMatchObject({ prospectMonths: 24, drift: { noLongerEligible: 0, newlyEligible: 0 } });
    const { run } = await startRun(
      venue.database,
      venue.institution,
      { mode: 'real', simulation: simulation.run, check: check.run, confirm: 3 },
      { ...BY, ledgerFile: venue.ledgerFile },
    );
    const done = await finishRun(venue.database, venue.institution, run, work);
    expect(done).toMatchObject({
      months: 36,
      prospectMonths: 24,
      prospectCutoff: '2019-06-15',
      counts: { delete: 2, anonymise: 1 },
      drift: { noLongerEligible: 0, newlyEligible: 0 },
    });
  });

  it('R10 an interrupted real run goes on with both of its own durations', async () => {
    await everyAge();
    const pause = new AbortController();
    const options = { months: 36, prospectMonths: 24, rangeSize: 2 };
    const stopped = await venue.run('real', DAY, {
      ...options,
      pause: pause.signal,
      onProgress: () => pause.abort(),
    });
    expect(stopped.state).toBe('running');
    const done = await venue.run('real', DAY, { months: 12 });
    expect(done).toMatchObject({ run: stopped.run, prospectMonths: 24, counts: { delete: 2, anonymise: 1 } });
  });

  it('R4 the cliff counts everybody once, and of the spared tells the customers', async () => {
    await everyAge();
    await venue.balance(await customer('2018-02-01', 'owing customer'), 100);
    await venue.balance(await prospect('2018-02-01', 'owing prospect'), 100);
    const run = await simulate(36, 24);
    const cliff = await selectCliff(venue.database, venue.institution, run.run);
    expect(cliff).toMatchObject({ months: 36, prospectMonths: 24, prospectCutoff: '2019-06-15' });
    const at = (monthsAgo: number) => cliff.columns.find((one) => one.monthsAgo === monthsAgo);
    expect(at(29)).toMatchObject({ kept: 1, delete: 1, anonymise: 0 }); // 1 January 2019, between the cutoffs
    expect(at(40)).toMatchObject({ kept: 0, spare: { debt: 2 }, spareCustomers: { debt: 1 } });
    const everybody = cliff.columns.reduce(
      (sum, { kept, delete: deleted, anonymise, spare }) =>
        sum + kept + deleted + anonymise + (spare.debt ?? 0),
      0,
    );
    expect(everybody).toBe(10);
    const ordinary = await selectCliff(venue.database, venue.institution, (await simulate(36)).run);
    expect(ordinary.columns.some(({ spareCustomers }) => spareCustomers !== undefined)).toBe(false);
    expect('prospectMonths' in ordinary).toBe(false);
  });
});
