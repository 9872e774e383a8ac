import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let officer: Asker;
beforeEach(async () => {
  web = await Web.open();
  officer = await web.as('data-protection-officer');
});
afterEach(() => web.close());

/** Two prospects, a customer and a debtor, all long inactive, and somebody active. */
async function people(): Promise<void> {
  await web.venue.contact();
  await web.venue.contact();
  await web.venue.order(await web.venue.contact(), '2015-01-01', [{ state: 'sold' }]);
  await web.venue.balance(await web.venue.contact(), 100);
  await web.venue.active('2026-01-01');
}

async function ended(run: number) {
  let body: { state: string; counts: Record<string, unknown>; [name: string]: unknown } | undefined;
  await expect
    .poll(
      async () => {
        body = (await officer(`/api/runs/${run}`)).json();
        return body?.state;
      },
      { timeout: 20_000 },
    )
    .not.toBe('running');
  return body as NonNullable<typeof body>;
}

async function simulated() {
  const started = await officer('/api/runs/simulations', { method: 'POST', body: { months: 36 } });
  expect(started.statusCode).toBe(202);
  return await ended(started.json().run);
}

const real = (run: unknown, confirm: number) =>
  officer(`/api/runs/${run}/real`, { method: 'POST', body: { confirm } });

describe('R10 on the screen', () => {
  it('R10 a simulation is carried out by a job; the real run is bound to it and erases its list', async () => {
    await people();
    const simulation = await simulated();
    expect(simulation).toMatchObject({
      state: 'completed',
      total: 5,
      startedBy: 'data-protection-officer',
      counts: { contacts: 5, delete: 2, anonymise: 1, spare: { debt: 1 } },
    });
    const late = await web.venue.contact();
    const started = await real(simulation.run, 3);
    const done = await ended(started.json().run);
    expect(done).toMatchObject({
      state: 'completed',
      simulation: simulation.run,
      counts: { delete: 2, anonymise: 1 },
      drift: { noLongerEligible: 0, newlyEligible: 1 },
    });
    expect(await web.venue.exists(late)).toBe(true);
  });

  it('R10 a real run without a completed simulation, or with another number typed, erases nothing', async () => {
    await people();
    const simulation = await simulated();
    expect((await real(simulation.run, 2)).json().type).toBe('/problems/wrong-confirmation');
    expect((await real(999_999, 3)).json().type).toBe('/problems/unknown-run');
    const done = await ended((await real(simulation.run, 3)).json().run);
    expect((await real(done.run, 3)).json().type).toBe('/problems/not-a-simulation');
  });

  it('R10 a check tells the drift before the real run; home does not ask to review it, and the real run may follow', async () => {
    await people();
    const simulation = await simulated();
    await web.venue.contact();
    const check = (await officer(`/api/runs/${simulation.run}/check`, { method: 'POST', body: {} })).json();
    expect(await ended(check.run)).toMatchObject({
      mode: 'simulation',
      simulation: simulation.run,
      counts: { delete: 2, anonymise: 1 },
      drift: { noLongerEligible: 0, newlyEligible: 1 },
    });
    const again = await officer(`/api/runs/${simulation.run}/check`, { method: 'POST', body: {} });
    expect(again.json().run).toBe(check.run);
    const home = (await officer('/api/home')).json();
    expect(home.toReview).toMatchObject([{ run: simulation.run }]);
    const marketing = await web.as('marketing');
    expect(
      (await marketing(`/api/runs/${simulation.run}/check`, { method: 'POST', body: {} })).statusCode,
    ).toBe(202);
    const body = { confirm: 3, check: check.run };
    const started = await officer(`/api/runs/${simulation.run}/real`, { method: 'POST', body });
    expect(await ended(started.json().run)).toMatchObject({ counts: { delete: 2, anonymise: 1 } });
    expect((await real(simulation.run, 3)).json().type).toBe('/problems/simulation-followed');
  });

  it('R10 a simulation that found nobody starts no real run', async () => {
    await web.venue.active('2026-01-01');
    const simulation = await simulated();
    expect((await real(simulation.run, 0)).json().type).toBe('/problems/nothing-to-erase');
  });
});

describe('R11 the journal on the screen', () => {
  it('R11 is read by pages, narrowed, and exported with the columns of the contract', async () => {
    await people();
    const { run } = await simulated();
    const first = (await officer(`/api/runs/${run}/journal?limit=3`)).json();
    expect(first.items).toHaveLength(3);
    const second = (await officer(`/api/runs/${run}/journal?limit=3&cursor=${first.next}`)).json();
    expect(second).toMatchObject({ items: [{ outcome: 'spare', reason: 'debt' }], next: null });
    const spared = (await officer(`/api/runs/${run}/journal?reason=debt`)).json();
    expect(spared.items).toHaveLength(1);
    const csv = await officer(`/api/runs/${run}/journal.csv?outcome=spare`);
    expect(csv.headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(csv.body.split('\n')[0]).toBe(
      'contact_number,kind,outcome,reason,recency,recency_source,recency_organisation',
    );
    expect(csv.body.trim().split('\n')).toHaveLength(2);
  });

  it('R11 the cliff: its columns add up to the run, whatever the cutoff', async () => {
    await people();
    const { run } = await simulated();
    const cliff = (await officer(`/api/runs/${run}/cliff`)).json();
    const sum = (name: string, columns: Record<string, number>[]) =>
      columns.reduce((total, column) => total + (column[name] ?? 0), 0);
    const old = cliff.columns.filter((column: { monthsAgo: number }) => column.monthsAgo >= cliff.months);
    const recent = cliff.columns.filter((column: { monthsAgo: number }) => column.monthsAgo < cliff.months);
    expect([sum('delete', old), sum('anonymise', old), sum('kept', old)]).toEqual([2, 1, 0]);
    expect([sum('delete', recent), sum('kept', recent)]).toEqual([0, 1]);
    expect(old.flatMap((column: { spare: object }) => Object.entries(column.spare))).toEqual([['debt', 1]]);
    for (const [index, column] of cliff.columns.slice(1).entries())
      expect(column.from).toBe(cliff.columns[index].to);
  });

  it('R11 cancelling says so, and a run that is over cannot be cancelled', async () => {
    const { run } = await simulated();
    expect((await officer(`/api/runs/${run}/cancel`, { method: 'POST', body: {} })).json().type).toBe(
      '/problems/run-is-over',
    );
  });
});

it('R11 whoever may only simulate cannot stop a real run', async () => {
  await people();
  const simulation = await simulated();
  const { run } = await ended((await real(simulation.run, 3)).json().run);
  const marketing = await web.as('marketing');
  const refused = await marketing(`/api/runs/${run}/cancel`, { method: 'POST', body: {} });
  expect(refused.json().type).toBe('/problems/not-permitted');
});

describe('R11 batches', () => {
  const wanted = { name: 'Chaque mois', schedule: { kind: 'monthly', day: 3, time: '04:30' } };

  it('R11 is filled in as 36 months and simulation, and shows its next moments in the time zone of the venue', async () => {
    const created = await officer('/api/batches', { method: 'POST', body: wanted });
    expect(created.json()).toMatchObject({ ...wanted, mode: 'simulation', months: 36, ceilingPercent: 20 });
    for (const moment of created.json().next) {
      const local = new Date(moment).toLocaleString('sv-SE', { timeZone: 'Europe/Zurich' });
      expect(local).toMatch(/-03 04:30:00$/);
    }
    expect(created.json().next).toHaveLength(3);
    expect((await officer('/api/batches', { method: 'POST', body: wanted })).json().type).toBe(
      '/problems/batch-exists',
    );
  });

  it('R11 once runs at its moment, as its batch says', async () => {
    await people();
    const at = new Date(Date.now() + 1500).toISOString();
    const body = { name: 'Once', schedule: { kind: 'once', at } };
    const batch = (await officer('/api/batches', { method: 'POST', body })).json();
    await expect
      .poll(async () => (await officer(`/api/runs?batch=${batch.id}`)).json().items[0]?.state, {
        timeout: 90_000,
      })
      .toBe('completed');
  });

  it('R11 a moment that is over is refused', async () => {
    const body = { name: 'Late', schedule: { kind: 'once', at: '2020-01-01T00:00:00Z' } };
    expect((await officer('/api/batches', { method: 'POST', body })).json().type).toBe(
      '/problems/schedule-in-the-past',
    );
  });
});
