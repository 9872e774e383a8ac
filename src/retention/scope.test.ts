import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { startCheck } from './check.ts';
import { finishRun, type RunSummary, selectCliff, startRun, type WantedScope } from './retention.ts';

let venue: Venue;
venuePerTest((next) => {
  venue = next;
});

const DAY = '2021-06-15';
const NOW = new Date(`${DAY}T10:00:00Z`);
const BY = { now: NOW, actor: 'operator:1' };
const work = () => ({ now: NOW, ledgerFile: venue.ledgerFile, rangeSize: 2 });

async function simulate(scope: Exclude<WantedScope, { kind: 'simulation' }>): Promise<RunSummary> {
  const wanted = { mode: 'simulation', months: 36, scope } as const;
  const { run } = await startRun(venue.database, venue.institution, wanted, {
    ...BY,
    ledgerFile: venue.ledgerFile,
  });
  return await finishRun(venue.database, venue.institution, run, work());
}
const select = (...numbers: string[]) => simulate({ kind: 'selection', numbers });

async function checked(simulation: RunSummary): Promise<RunSummary> {
  const { run } = await startCheck(venue.database, venue.institution, simulation.run, BY);
  return await finishRun(venue.database, venue.institution, run.run, work());
}

async function real(simulation: RunSummary, confirm: number): Promise<RunSummary> {
  const { run } = await startRun(
    venue.database,
    venue.institution,
    { mode: 'real', simulation: simulation.run, confirm },
    { ...BY, ledgerFile: venue.ledgerFile },
  );
  return await finishRun(venue.database, venue.institution, run, work());
}

async function outcomes(run: RunSummary): Promise<Record<string, string>> {
  const lines = await venue.journal(run);
  return Object.fromEntries(
    lines.map((line) => [line.contact_number, [line.outcome, line.reason].filter(Boolean).join(' ')]),
  );
}

const numbers = async (of = venue) =>
  (
    await venue.rows<{ number: string }>(
      sql`select number from contacts where institution_id = ${of.id} order by number`,
    )
  ).map(({ number }) => number);

describe('R13 erasing a selection as a run with its simulation', () => {
  it('R13 ignores activity, splits as a batch does, and touches nobody outside of the selection', async () => {
    const customer = await venue.active(DAY, { number: 'customer' });
    await venue.order(customer, '2019-01-01', [{ state: 'sold' }]);
    await venue.active(DAY, { number: 'prospect' });
    await venue.contact({ number: 'inactive' }); // by far, and not selected
    await venue.active(DAY, { number: 'active' });
    const other = await Venue.in(venue.test, { slug: 'other1' });
    await other.contact({ number: 'customer' });
    await other.contact({ number: 'prospect' });
    const before = await venue.recency(await venue.contact({ number: 'untouched' }));
    const simulation = await select('customer', 'prospect');
    expect(simulation).toMatchObject({
      type: 'retention',
      scope: { kind: 'selection', contacts: 2 },
      counts: { contacts: 5, recomputed: 2, inactive: 2, delete: 1, anonymise: 1 },
    });
    expect(await outcomes(simulation)).toEqual({ customer: 'anonymise', prospect: 'delete' });
    expect(before).toBeUndefined();
    const check = await checked(simulation);
    expect(check).toMatchObject({
      scope: { kind: 'selection', contacts: 2 },
      drift: { noLongerEligible: 0, newlyEligible: 0 },
    });
    const done = await real(simulation, 2);
    expect(done).toMatchObject({
      scope: { kind: 'selection', contacts: 2 },
      counts: { contacts: 5, delete: 1, anonymise: 1 },
      drift: { noLongerEligible: 0, newlyEligible: 0 },
    });
    expect(await numbers()).toEqual(['active', 'inactive', 'untouched']);
    expect(await numbers(other)).toEqual(['customer', 'prospect']);
    expect(await venue.rows(sql`select from run_selection where institution_id = ${venue.id}`)).toEqual([]);
    expect(
      (await selectCliff(venue.database, venue.institution, simulation.run)).columns.every(
        ({ kept }) => kept === 0,
      ),
    ).toBe(true);
  });

  it('R5 R6 R13 spares for the same reasons as a batch, and for tickets to come', async () => {
    await venue.contact({ number: 'restricted', restricted_on: '2020-01-01' });
    await venue.insert('contact_roles', {
      contact_id: await venue.contact({ number: 'role' }),
      role: 'guide',
    });
    await venue.insert('waiting_list_entries', {
      contact_id: await venue.contact({ number: 'waiting' }),
      organisation_id: await venue.organisation(),
      performance_id: await venue.performance('2021-07-01T20:00:00Z'),
      signed_up_on: '2021-01-01',
      state: 'open',
    });
    const seat = async (number: string, starts: string, state: string, as: 'purchase' | 'cultural') => {
      const contact = await venue.contact({ number });
      const line = { state, performance_id: await venue.performance(starts) };
      if (as === 'purchase') await venue.order(contact, '2021-01-01', [line]);
      else await venue.order(null, '2021-01-01', [{ ...line, cultural_contact_id: contact }]);
    };
    await seat('buys', `${DAY}T20:00:00Z`, 'sold', 'purchase');
    await seat('attends', '2021-07-01T20:00:00Z', 'reserved', 'cultural');
    await seat('attended', '2021-06-14T10:00:00Z', 'sold', 'purchase');
    await seat('cancelled', '2021-07-01T20:00:00Z', 'cancelled', 'purchase');
    await venue.balance(await venue.contact({ number: 'debt' }), 100);
    await venue.balance(await venue.contact({ number: 'credit' }), -100);
    const structure_id = await venue.contact({ kind: 'structure', number: 'school' });
    await venue.balance(structure_id, 100);
    await venue.contact({ number: 'sole relay', kind: 'relay', structure_id });
    const all = (await numbers()).filter((number) => number !== 'school');
    const run = await select(...all);
    expect(await outcomes(run)).toEqual({
      restricted: 'spare restricted',
      role: 'spare role',
      waiting: 'spare waiting',
      buys: 'spare tickets-to-come',
      attends: 'spare tickets-to-come',
      attended: 'anonymise',
      cancelled: 'delete',
      debt: 'spare debt',
      credit: 'spare credit',
      'sole relay': 'spare sole-relay',
    });
    expect(run.counts.spare).toMatchObject({ 'tickets-to-come': 2, debt: 1, 'sole-relay': 1 });
  });

  it('R10 whoever came into debt since is spared, and nobody new comes in', async () => {
    const owing = await venue.active(DAY, { number: 'owing' });
    await venue.active(DAY, { number: 'going' });
    const simulation = await select('owing', 'going');
    await venue.balance(owing, 100);
    await venue.contact({ number: 'new' });
    const done = await real(simulation, 2);
    expect(done).toMatchObject({ counts: { delete: 1, spare: { debt: 1 } }, drift: { noLongerEligible: 1 } });
    expect(await numbers()).toEqual(['new', 'owing']);
  });

  it('R6 refuses a selection that names somebody unknown, of another institution, or a structure', async () => {
    await venue.contact({ number: 'known' });
    await venue.contact({ number: 'school', kind: 'structure' });
    await (await Venue.in(venue.test, { slug: 'other2' })).contact({ number: 'elsewhere' });
    await expect(select('known', 'nobody', 'school', 'elsewhere')).rejects.toMatchObject({
      code: 'wrong-selection',
      details: ['nobody', 'school', 'elsewhere'],
    });
    await expect(select()).rejects.toMatchObject({ code: 'empty-selection' });
    expect(await venue.rows(sql`select from runs where institution_id = ${venue.id}`)).toEqual([]);
  });
});

describe('erasing on demand of another system: a yes/no criterion says whom', () => {
  let criterion: number;
  beforeEach(async () => {
    criterion = await venue.insert('criteria', { name: 'À effacer', type: 'yes-no' });
  });
  const tag = (contact_id: number, value = 'yes') =>
    venue.insert('contact_criteria', { contact_id, criterion_id: criterion, value });
  const tagged = () => simulate({ kind: 'criterion', criterionId: criterion });

  it('R13 erases whoever is tagged, however active, and nobody else', async () => {
    await tag(await venue.active(DAY, { number: 'tagged' }));
    await tag(await venue.contact({ number: 'said no' }), 'no');
    await venue.contact({ number: 'inactive' });
    const other = await Venue.in(venue.test, { slug: 'other3' });
    await other.contact({ number: 'tagged' });
    const simulation = await tagged();
    expect(simulation).toMatchObject({
      scope: { kind: 'criterion', criterion: { id: criterion, name: 'À effacer' } },
      counts: { contacts: 3, delete: 1 },
    });
    await real(simulation, 1);
    expect(await numbers()).toEqual(['inactive', 'said no']);
    expect(await numbers(other)).toEqual(['tagged']);
  });

  it('R10 a tag that is taken away in between spares, and one that came in between waits', async () => {
    await tag(await venue.active(DAY, { number: 'goes' }));
    const spared = await venue.active(DAY, { number: 'spared' });
    await tag(spared);
    const simulation = await tagged();
    await sql`delete from contact_criteria where institution_id = ${venue.id} and contact_id = ${spared}`.execute(
      venue.database.owner,
    );
    await tag(await venue.active(DAY, { number: 'came' }));
    expect((await checked(simulation)).drift).toEqual({ noLongerEligible: 1, newlyEligible: 1 });
    const done = await real(simulation, 2);
    expect(done).toMatchObject({ counts: { delete: 1 }, drift: { noLongerEligible: 1, newlyEligible: 1 } });
    expect(await numbers()).toEqual(['came', 'spared']);
  });

  it('R10 the ceiling of a scheduled run is a share of the whole base', async () => {
    await tag(await venue.active(DAY, { number: 'tagged' }));
    for (const number of ['1', '2', '3']) await venue.active(DAY, { number });
    const scope = { kind: 'criterion', criterionId: criterion } as const;
    await expect(venue.run('real', DAY, { scope, ceilingPercent: 20 })).rejects.toMatchObject({
      code: 'above-ceiling',
    });
    const done = await venue.run('real', DAY, { scope, ceilingPercent: 25 });
    expect(done).toMatchObject({ scope: { kind: 'criterion' }, counts: { contacts: 4, delete: 1 } });
    expect(await numbers()).toEqual(['1', '2', '3']);
  });

  it('R11 an interrupted real run goes on with its own scope', async () => {
    for (const number of ['1', '2', '3']) await tag(await venue.active(DAY, { number }));
    await venue.contact({ number: 'inactive' });
    const pause = new AbortController();
    const scope = { kind: 'criterion', criterionId: criterion } as const;
    const stopped = await venue.run('real', DAY, {
      scope,
      rangeSize: 1,
      pause: pause.signal,
      onProgress: () => pause.abort(),
    });
    expect(stopped.state).toBe('running');
    const done = await venue.run('real', DAY);
    expect(done).toMatchObject({ run: stopped.run, scope: { kind: 'criterion' }, counts: { delete: 3 } });
    expect(await numbers()).toEqual(['inactive']);
  });

  it('takes a criterion of the type yes/no that is in use only', async () => {
    const text = await venue.insert('criteria', { name: 'Texte', type: 'text' });
    const by = (criterionId: number) => simulate({ kind: 'criterion', criterionId });
    await expect(by(text)).rejects.toMatchObject({ code: 'criterion-not-yes-no' });
    await expect(by(999_999)).rejects.toMatchObject({ code: 'unknown-criterion' });
  });
});
