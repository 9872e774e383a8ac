import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { startCheck } from './check.ts';
import { finishRun, type RunSummary, selectCliff, selectRun, selectRuns, startRun } from './retention.ts';

let venue: Venue;
venuePerTest((next) => {
  venue = next;
});

const NOW = new Date('2021-06-15T10:00:00Z');
const BY = { now: NOW, actor: 'operator:1' };
const sold = { state: 'sold' };

const simulate = () => venue.run('simulation', '2021-06-15');
const work = (now = NOW) => ({ now, ledgerFile: venue.ledgerFile, rangeSize: 2 });

async function checked(simulation: RunSummary, now = NOW): Promise<RunSummary> {
  const { run } = await startCheck(venue.database, venue.institution, simulation.run, { ...BY, now });
  return await finishRun(venue.database, venue.institution, run.run, work(now));
}

async function real(
  simulation: RunSummary,
  wanted: { confirm: number; check?: number },
): Promise<RunSummary> {
  const { run } = await startRun(
    venue.database,
    venue.institution,
    { mode: 'real', simulation: simulation.run, ...wanted },
    { ...BY, ledgerFile: venue.ledgerFile },
  );
  return await finishRun(venue.database, venue.institution, run, work());
}

describe('R10 the check before a real run', () => {
  it('R10 tells the drift that the real run then has, and erases nobody', async () => {
    const came = await venue.contact();
    const owing = await venue.contact();
    await venue.contact();
    const simulation = await simulate();
    await venue.order(came, '2021-06-10', [sold]);
    await venue.balance(owing, 100);
    await venue.contact();
    const check = await checked(simulation);
    expect(check).toMatchObject({
      mode: 'simulation',
      simulation: simulation.run,
      counts: { contacts: 4, delete: 1, spare: { debt: 1 } },
      drift: { noLongerEligible: 2, newlyEligible: 1 },
    });
    expect((await venue.rows(sql`select from contacts where institution_id = ${venue.id}`)).length).toBe(4);
    const done = await real(simulation, { confirm: 1, check: check.run });
    expect(done.counts).toMatchObject({ delete: 1, spare: { debt: 1 } });
    expect(done.drift).toEqual(check.drift);
    expect(done.simulation).toBe(simulation.run);
  });

  it('R10 is used again while it is recent, and made anew after that', async () => {
    await venue.contact();
    const simulation = await simulate();
    const minutesLater = (minutes: number) => ({ ...BY, now: new Date(Number(NOW) + minutes * 60_000) });
    const start = (by: typeof BY) => startCheck(venue.database, venue.institution, simulation.run, by);
    const first = await start(BY);
    expect(await start(BY)).toMatchObject({ run: { run: first.run.run }, isNew: false });
    const { endedAt } = await finishRun(venue.database, venue.institution, first.run.run, work());
    const since = (Number(endedAt) - Number(NOW)) / 60_000;
    expect(await start(minutesLater(since + 9))).toMatchObject({
      run: { run: first.run.run },
      isNew: false,
    });
    expect((await start(minutesLater(since + 11))).isNew).toBe(true);
  });

  it('R10 the number to confirm is the one of the check, and a check of another simulation is refused', async () => {
    const came = await venue.contact();
    await venue.contact();
    const [simulation, other] = [await simulate(), await simulate()];
    await venue.order(came, '2021-06-10', [sold]);
    const check = await checked(simulation);
    await expect(real(simulation, { confirm: 2, check: check.run })).rejects.toMatchObject({
      code: 'wrong-confirmation',
    });
    await expect(real(other, { confirm: 1, check: check.run })).rejects.toMatchObject({
      code: 'not-its-check',
    });
    await expect(real(check, { confirm: 1 })).rejects.toMatchObject({ code: 'not-a-simulation' });
    expect(await real(simulation, { confirm: 1, check: check.run })).toMatchObject({ state: 'completed' });
  });

  it('R10 a simulation is erased once: who comes after its real run is told which one it was', async () => {
    await venue.contact();
    const simulation = await simulate();
    const done = await real(simulation, { confirm: 1 });
    await expect(real(simulation, { confirm: 1 })).rejects.toMatchObject({
      code: 'simulation-followed',
      message: expect.stringContaining(`run ${done.run}`),
    });
    expect(await selectRun(venue.database, venue.institution, simulation.run)).toMatchObject({
      followedBy: done.run,
    });
  });

  it('R11 two people start a real run at once: one gets it, the other is told, and nobody is erased twice', async () => {
    for (let index = 0; index < 5; index += 1) await venue.contact();
    const simulation = await simulate();
    const start = () =>
      startRun(
        venue.database,
        venue.institution,
        { mode: 'real', simulation: simulation.run, confirm: 5 },
        { ...BY, ledgerFile: venue.ledgerFile },
      );
    const [one, other] = await Promise.allSettled([start(), start()]);
    const started = [one, other].filter(({ status }) => status === 'fulfilled');
    expect(started).toHaveLength(1);
    const refused = [one, other].find(({ status }) => status === 'rejected') as PromiseRejectedResult;
    expect(refused.reason).toMatchObject({ code: 'run-is-on' });
    const { value } = started[0] as PromiseFulfilledResult<RunSummary>;
    const done = await finishRun(venue.database, venue.institution, value.run, work());
    expect(done.counts.delete).toBe(5);
    const all = await selectRuns(venue.database, venue.institution);
    expect(all.filter(({ mode }) => mode === 'real')).toHaveLength(1);
  });
});

it('R11 runs are numbered one after the other, whatever a crash does to the sequence of the table', async () => {
  await venue.contact();
  const first = await simulate();
  await sql`select nextval(pg_get_serial_sequence('runs', 'id')) from generate_series(1, 40)`.execute(
    venue.database.owner,
  );
  expect((await simulate()).run).toBe(first.run + 1);
});

it('R11 the cliff of an old run stays what it was: neither who was erased since nor who bought since moves it', async () => {
  const old = await venue.contact();
  const active = await venue.active('2020-03-01');
  await venue.balance(await venue.contact(), 100);
  const simulation = await simulate();
  const cliff = await selectCliff(venue.database, venue.institution, simulation.run);
  const sum = (name: 'kept' | 'delete') => cliff.columns.reduce((total, column) => total + column[name], 0);
  expect([sum('kept'), sum('delete')]).toEqual([1, 1]);
  const done = await real(simulation, { confirm: 1 });
  const afterReal = await selectCliff(venue.database, venue.institution, done.run);
  expect(await venue.exists(old)).toBe(false);
  await venue.order(active, '2021-06-14', [sold]);
  await sql`update contact_recency set recency = '2021-06-14' where institution_id = ${venue.id}`.execute(
    venue.database.owner,
  );
  await simulate();
  expect(await selectCliff(venue.database, venue.institution, simulation.run)).toEqual(cliff);
  expect(await selectCliff(venue.database, venue.institution, done.run)).toEqual(afterReal);
});

it('R10 stopped in the middle of measuring its share, a run above or below the ceiling starts nothing', async () => {
  for (let index = 0; index < 6; index += 1) await venue.contact();
  const pause = new AbortController();
  const stopped = venue.run('real', '2021-06-15', {
    rangeSize: 2,
    ceilingPercent: 100,
    pause: pause.signal,
    onProgress: () => pause.abort(),
  });
  await expect(stopped).rejects.toMatchObject({ code: 'interrupted' });
  const all = await selectRuns(venue.database, venue.institution);
  expect(all.map(({ mode, state }) => [mode, state])).toEqual([['simulation', 'running']]); // the job of the batch finishes it
});
