import { afterAll, beforeAll, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { createBatch } from '../batches/batches.ts';
import { createLog } from '../log.ts';
import { type RunSummary, selectRuns, startRun } from '../retention/retention.ts';
import type { JobContext } from './context.ts';
import { installJobs, type Jobs, startJobs } from './jobs.ts';
import { carryOutRun, runBatch } from './tasks.ts';

let venue: Venue;
let jobs: Jobs;
const NOW = new Date();

beforeAll(async () => {
  venue = await Venue.open();
  await installJobs(venue.database);
  const log = createLog({ write: () => true });
  const work = {
    ledgerFile: venue.ledgerFile,
    patienceSeconds: 5,
    pollingSeconds: 1,
    publicUrl: 'http://localhost',
  };
  jobs = await startJobs(venue.database, log, work, []);
  for (let index = 0; index < 4; index += 1) await venue.contact();
});
afterAll(async () => {
  await jobs.stop();
  await venue.close();
});

/** A process that was told to stop before it did the first range; what it leaves is for the worker of this test. */
const stopping = (): JobContext => ({
  database: venue.database,
  ledgerFile: venue.ledgerFile,
  patienceSeconds: 5,
  now: NOW,
  signal: AbortSignal.abort(),
  publicUrl: 'http://localhost',
  queue: jobs.queue,
});
const data = () => ({ institution: venue.id });
const runs = () => selectRuns(venue.database, venue.institution);
const ended = (run: number) =>
  expect
    .poll(async () => (await runs()).find((one) => one.run === run), { timeout: 30_000 })
    .toMatchObject({ state: 'completed', counts: { contacts: 4 } });

it('R11 a run at which a process was stopped is taken up by another worker, without a new start', async () => {
  const { run } = await startRun(
    venue.database,
    venue.institution,
    { mode: 'simulation', months: 36 },
    { now: NOW, actor: 'operator:1', ledgerFile: venue.ledgerFile },
  );
  await carryOutRun.perform(stopping(), { ...data(), run });
  await ended(run);
});

it('R11 so is the simulation of a batch, and there is one of it', async () => {
  const batch = await createBatch(
    venue.database,
    venue.institution,
    {
      name: 'S',
      mode: 'simulation',
      months: 36,
      ceilingPercent: 20,
      schedule: { kind: 'never' },
      notify: [],
    },
    { now: NOW, actor: 'system' },
  );
  await runBatch.perform(stopping(), { ...data(), batch: batch.id });
  const ofBatch = (await runs()).filter((one) => one.batch?.id === batch.id);
  expect(ofBatch).toHaveLength(1);
  await ended((ofBatch[0] as RunSummary).run);
});

it('R10 a batch that was stopped before its share was known is done again, and erases nothing meanwhile', async () => {
  const batch = await createBatch(
    venue.database,
    venue.institution,
    { name: 'R', mode: 'real', months: 36, ceilingPercent: 100, schedule: { kind: 'never' }, notify: [] },
    { now: NOW, actor: 'system' },
  );
  await expect(runBatch.perform(stopping(), { ...data(), batch: batch.id })).rejects.toMatchObject({
    code: 'interrupted',
  });
  expect((await runs()).filter(({ mode }) => mode === 'real')).toEqual([]);
});
