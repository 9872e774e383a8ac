import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { cancelRun, selectRun, selectRuns } from './retention.ts';

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const DAY = '2021-06-15';
const sold = { state: 'sold' };
const BY = { actor: 'operator:1', now: new Date(`${DAY}T10:00:00Z`) };

/** Three prospects, three customers and a debtor who have long been inactive, and an active contact. */
async function people(): Promise<void> {
  for (let i = 0; i < 3; i++) await venue.contact();
  for (let i = 0; i < 3; i++) await venue.order(await venue.contact(), '2015-01-01', [sold]);
  await venue.balance(await venue.contact(), 100);
  await venue.active('2021-01-01');
}

describe('R10 simulation', () => {
  it('R10 a simulation and a real run on unchanged data give the same list, whatever the ranges', async () => {
    await people();
    const simulation = await venue.run('simulation', DAY, { rangeSize: 3 });
    const foreseen = await venue.journal(simulation);
    const real = await venue.run('real', DAY, { rangeSize: 2 });
    const done = await venue.journal(real);
    const facts = ({
      kind,
      outcome,
      reason,
      recency,
      recency_source,
      recency_organisation,
    }: (typeof done)[number]) => ({
      kind,
      outcome,
      reason,
      recency,
      recency_source,
      recency_organisation,
    });
    expect(done.map(facts)).toEqual(foreseen.map(facts));
    expect({ ...real.counts, recomputed: 0 }).toEqual({ ...simulation.counts, recomputed: 0 });
    expect(foreseen.every((line) => line.contact_number !== '')).toBe(true);
  });

  it('R10 a simulation stores the recency and nothing else on contacts', async () => {
    await people();
    const state = () =>
      venue.rows(sql`
        select (select jsonb_agg(c order by id) from contacts c where institution_id = ${venue.id}) as contacts,
               (select jsonb_agg(o order by id) from orders o where institution_id = ${venue.id}) as orders,
               (select jsonb_agg(b) from balances b where institution_id = ${venue.id}) as balances,
               (select count(*) from seals where institution_id = ${venue.id}) as seals,
               (select count(*) from ledger_outbox where institution_id = ${venue.id}) as outbox`);
    const before = await state();
    await venue.run('simulation', DAY);
    expect(await state()).toEqual(before);
  });

  it('R10 a real run bound to a simulation erases only contacts of its list and reports the drift', async () => {
    const came = await venue.contact({ number: 'came back' });
    await venue.contact({ number: 'listed' });
    const simulation = await venue.run('simulation', DAY);
    const late = await venue.contact({ number: 'newly' });
    await venue.order(came, '2021-06-10', [sold]);
    const real = await venue.run('real', DAY, { simulationRunId: simulation.run });
    expect(real.counts).toMatchObject({ delete: 1, anonymise: 0 });
    expect(real.drift).toEqual({ noLongerEligible: 1, newlyEligible: 1 });
    expect(await venue.exists(came)).toBe(true);
    expect(await venue.exists(late)).toBe(true);
  });

  it('R10 above its ceiling a real run stops before erasing anything', async () => {
    await people();
    await expect(venue.run('real', DAY, { ceilingPercent: 20 })).rejects.toMatchObject({
      code: 'above-ceiling',
    });
    expect((await venue.run('simulation', DAY)).counts.inactive).toBe(7);
    expect((await venue.run('real', DAY, { ceilingPercent: 80 })).counts).toMatchObject({
      delete: 3,
      anonymise: 3,
    });
  });
});

describe('R11 the batch', () => {
  it('R11 can be cancelled between ranges: what was done stays done, journalled and counted', async () => {
    await people();
    const cancel = new AbortController();
    const run = await venue.run('real', DAY, {
      rangeSize: 2,
      cancel: cancel.signal,
      onProgress: () => cancel.abort(),
    });
    expect(run.state).toBe('cancelled');
    expect(run.counts.contacts).toBeGreaterThanOrEqual(2);
    expect(run.counts.contacts).toBeLessThan(8);
    expect(await venue.journal(run)).toHaveLength(run.counts.inactive);
    const next = await venue.run('real', DAY);
    expect(next.run).not.toBe(run.run);
    expect(run.counts.delete + next.counts.delete).toBe(3);
    expect(run.counts.anonymise + next.counts.anonymise).toBe(3);
  });

  it('R11 a failed run is finished by the next call where it stopped, with its own parameters', async () => {
    await people();
    const stop = new Error('power cut');
    const broken = venue.run('real', DAY, {
      rangeSize: 2,
      onProgress: () => {
        throw stop;
      },
    });
    await expect(broken).rejects.toBe(stop);
    const [failed] = await selectRuns(venue.database, venue.institution);
    expect(failed?.state).toBe('failed');
    expect(failed?.counts.contacts).toBeGreaterThanOrEqual(2);
    expect(failed?.counts.contacts).toBeLessThan(8);
    const finished = await venue.run('real', '2021-06-20', { months: 1 });
    expect(finished).toMatchObject({ run: failed?.run, state: 'completed', months: 36, asOf: DAY });
    expect(finished.counts).toMatchObject({ contacts: 8, inactive: 7, delete: 3, anonymise: 3 });
    expect(await venue.journal(finished)).toHaveLength(7);
  });

  it('R11 a range that was taken and not done is done by who finishes the run, and once', async () => {
    await people();
    const broken = venue.run('real', DAY, {
      rangeSize: 3,
      onProgress: () => {
        throw new Error('power cut');
      },
    });
    await expect(broken).rejects.toThrow('power cut');
    const [failed] = await selectRuns(venue.database, venue.institution);
    // as a process leaves it that dies between taking a range and doing it
    await sql`
      with next as (
        select max(id) as last from (select id from contacts where institution_id = ${venue.id}
           and id > (select cursor_id from runs where institution_id = ${venue.id} and id = ${failed?.run})
         order by id limit 1) next
      ), taken as (
        insert into run_ranges (institution_id, run_id, lane, after_id, up_to_id)
        select ${venue.id}, id, 0, cursor_id, last from runs, next
         where institution_id = ${venue.id} and id = ${failed?.run})
      update runs set cursor_id = last from next
       where institution_id = ${venue.id} and id = ${failed?.run}`.execute(venue.database.owner);
    const finished = await venue.run('real', DAY);
    expect(finished.counts).toMatchObject({ contacts: 8, inactive: 7, delete: 3, anonymise: 3 });
    expect(await venue.journal(finished)).toHaveLength(7);
  });

  it('R11 a new real run while one is on is refused and says which one is on', async () => {
    await people();
    let refused: unknown;
    const run = await venue
      .run('real', DAY, {
        rangeSize: 2,
        onProgress: async () => {},
      })
      .then(async (first) => {
        // take the run up as if its process were alive, then try another one
        await sql`update runs set state = 'running', cursor_id = 0 where institution_id = ${venue.id} and id = ${first.run}`.execute(
          venue.database.owner,
        );
        const { tryRunLock } = await import('./run-lock.ts');
        const unlock = await tryRunLock(venue.database, venue.id, first.run);
        refused = await venue.run('real', DAY, { lockSeconds: 0 }).catch((error) => error);
        await unlock?.();
        return first;
      });
    expect(refused).toMatchObject({ code: 'run-is-on', message: expect.stringContaining(`run ${run.run}`) });
  });

  it('R11 a run that nobody works on any more can be cancelled', async () => {
    await people();
    const run = venue.run('real', DAY, {
      rangeSize: 2,
      onProgress: () => {
        throw new Error('gone');
      },
    });
    await run.catch(() => {});
    const [failed] = await selectRuns(venue.database, venue.institution);
    await cancelRun(venue.database, venue.institution, failed?.run as number, BY);
    expect(await selectRun(venue.database, venue.institution, failed?.run as number)).toMatchObject({
      state: 'cancelled',
    });
    await expect(
      cancelRun(venue.database, venue.institution, failed?.run as number, BY),
    ).rejects.toMatchObject({
      code: 'run-is-over',
    });
  });

  it('R11 runs of one institution see nothing of another', async () => {
    await people();
    const neighbour = await Venue.in(venue.test, { slug: `${venue.institution.slug}-neighbour` });
    const contact = await neighbour.contact();
    const run = await venue.run('real', DAY);
    expect(run.counts.contacts).toBe(8);
    expect(await neighbour.exists(contact)).toBe(true);
    await expect(selectRun(neighbour.database, neighbour.institution, run.run)).rejects.toMatchObject({
      code: 'unknown-run',
    });
  });
});
