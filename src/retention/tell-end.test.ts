import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { changeBatch, createBatch, deleteBatch, selectBatch } from '../batches/batches.ts';
import { cancelRun, finishRun, selectRuns, startRun } from './retention.ts';

const DAY = '2021-06-15';
const NOW = new Date(`${DAY}T10:00:00Z`);
const by = { now: NOW, actor: 'system' };

describe('the end of a run', () => {
  let venue: Venue;
  venuePerTest((entered) => {
    venue = entered;
  });

  const operator = (email: string, values: Record<string, unknown> = {}) =>
    venue.insert('operators', {
      email,
      name: email,
      password_hash: '-',
      profile: 'data-protection-officer',
      locale: 'fr',
      created_at: NOW,
      ...values,
    });
  const batchTelling = async (notify: number[], name = 'Chaque mois') => {
    const wanted = { mode: 'real', months: 36, ceilingPercent: 20, schedule: { kind: 'never' } } as const;
    return (await createBatch(venue.database, venue.institution, { ...wanted, name, notify }, by)).id;
  };
  const told = () =>
    venue.rows(
      sql<{ to: string; kind: string; about: string; subject: string; body: string; path: string }>`
        select o.email as to, m.kind, m.about, m.subject, m.body, m.path from messages m
          join operators o on o.institution_id = m.institution_id and o.id = m.operator_id
         where m.institution_id = ${venue.id} order by m.id`,
    );
  /** Two prospects and a debtor long inactive, and many who are active. */
  const people = async (active: number) => {
    await venue.contact();
    await venue.contact();
    await venue.balance(await venue.contact(), 100);
    for (let i = 0; i < active; i++) await venue.active('2021-01-01');
  };

  it('R11 is told to each recipient of the batch once, in the own language, and to nobody else', async () => {
    await people(0);
    const anne = await operator('anne@example.org');
    const john = await operator('john@example.org', { locale: 'en' });
    await operator('other@example.org');
    const batchId = await batchTelling([anne, john]);
    const { run } = await venue.run('simulation', DAY, { batchId });
    expect(await told()).toMatchObject([
      {
        to: 'anne@example.org',
        kind: 'run-completed',
        about: `run:${run}`,
        subject: `Simulation ${run} terminée\u00a0: 2\u00a0contacts à effacer`,
        path: `/retention/runs/${run}`,
      },
      { to: 'john@example.org', subject: `Simulation ${run} completed: 2 contacts to erase` },
    ]);
    const [message] = await told();
    expect(message?.body).toContain('du batch «\u00a0Chaque mois\u00a0»');
    expect(message?.body).toContain(
      'Sur 3\u00a0contacts, 3 sans activité depuis 36\u00a0mois\u00a0: 2 à supprimer, 0 à anonymiser, 1 épargné.',
    );
  });

  it('R11 is told with numbers as the language writes them', async () => {
    const anne = await operator('anne@example.org');
    const john = await operator('john@example.org', { locale: 'en' });
    const { run } = await startRun(
      venue.database,
      venue.institution,
      { mode: 'simulation', months: 36 },
      { ...by, ledgerFile: venue.ledgerFile, batchId: await batchTelling([anne, john]) },
    );
    // as if it had worked through a million already
    await sql`update runs set contacts = 1234567, deleted = 12041, anonymised = 3310, inactive = 15408,
                     cursor_id = 1000000000
               where institution_id = ${venue.id} and id = ${run}`.execute(venue.database.owner);
    await finishRun(venue.database, venue.institution, run, { now: NOW, ledgerFile: venue.ledgerFile });
    expect((await told()).map(({ body }) => body)).toEqual([
      expect.stringContaining(
        'Sur 1\u202f234\u202f567\u00a0contacts, 15\u202f408 sans activité depuis 36\u00a0mois\u00a0: 12\u202f041 à supprimer, 3\u202f310 à anonymiser, 57 épargnés.',
      ),
      expect.stringContaining(
        'Of 1,234,567 contacts, 15,408 are without activity for 36 months: 12,041 to delete, 3,310 to anonymise, 57 spared.',
      ),
    ]);
  });

  it('R10 above the ceiling nothing is erased, and the recipients are told what stopped it and where to decide', async () => {
    await people(2);
    const batchId = await batchTelling([await operator('anne@example.org')]);
    const stopped = venue.run('real', DAY, { batchId, ceilingPercent: 20 });
    await expect(stopped).rejects.toMatchObject({ code: 'above-ceiling' });
    const [simulation, ...others] = await selectRuns(venue.database, venue.institution);
    expect(others).toEqual([]);
    expect(simulation).toMatchObject({ mode: 'simulation', ceiling: { percent: 20, exceeded: true } });
    const messages = await told();
    expect(messages).toMatchObject([
      {
        kind: 'run-above-ceiling',
        subject: 'Batch «\u00a0Chaque mois\u00a0» arrêté par son plafond\u00a0: rien n’a été effacé',
        path: `/retention/runs/${simulation?.run}`,
      },
    ]);
    expect(messages[0]?.body).toContain('2\u00a0contacts sur 5 seraient effacés (40\u00a0% de la base)');
  });

  it('R10 below the ceiling only the end of the real run is told', async () => {
    await people(10);
    const batchId = await batchTelling([await operator('anne@example.org')]);
    const { run } = await venue.run('real', DAY, { batchId, ceilingPercent: 20 });
    expect(await told()).toMatchObject([
      {
        kind: 'run-completed',
        about: `run:${run}`,
        subject: `Exécution réelle ${run} terminée\u00a0: 2\u00a0contacts effacés`,
      },
    ]);
  });

  it('R10 a simulation that the end of the process cut short says nothing of the ceiling: it is finished first', async () => {
    // seen by the first ranges: all is well so far
    for (let i = 0; i < 6; i++) await venue.active('2021-01-01');
    for (let i = 0; i < 10; i++) await venue.contact();
    const batchId = await batchTelling([await operator('anne@example.org')]);
    const stopping = new AbortController();
    const options = { batchId, ceilingPercent: 20, rangeSize: 2 };
    const cut = venue.run('real', DAY, {
      ...options,
      pause: stopping.signal,
      onProgress: () => stopping.abort(),
    });
    await expect(cut).rejects.toMatchObject({ code: 'interrupted' });
    expect(await told()).toEqual([]);
    await expect(venue.run('real', DAY, options)).rejects.toMatchObject({ code: 'above-ceiling' });
    expect(await selectRuns(venue.database, venue.institution)).toHaveLength(1);
    expect(await told()).toMatchObject([{ kind: 'run-above-ceiling' }]);
  });

  it('R11 a run that fails again and again is told once, and its completion after all', async () => {
    await people(0);
    const batchId = await batchTelling([await operator('anne@example.org')]);
    const failing = () =>
      venue.run('real', DAY, {
        batchId,
        rangeSize: 1,
        onProgress: () => {
          throw new Error('no more');
        },
      });
    await expect(failing()).rejects.toThrow();
    await expect(failing()).rejects.toThrow();
    expect(await told()).toMatchObject([{ kind: 'run-failed' }]);
    await venue.run('real', DAY);
    expect(await told()).toMatchObject([{ kind: 'run-failed' }, { kind: 'run-completed' }]);
  });

  it('R11 who started it and asked for it is told; somebody disabled is not', async () => {
    const starter = await operator('starter@example.org');
    const gone = await operator('gone@example.org');
    const batchId = await batchTelling([gone]);
    await sql`update operators set disabled_at = ${NOW} where institution_id = ${venue.id} and id = ${gone}`.execute(
      venue.database.owner,
    );
    const { run } = await startRun(
      venue.database,
      venue.institution,
      { mode: 'simulation', months: 36 },
      { ...by, ledgerFile: venue.ledgerFile, batchId, notifyOperatorId: starter },
    );
    await cancelRun(venue.database, venue.institution, run, by);
    expect(await told()).toMatchObject([
      {
        to: 'starter@example.org',
        kind: 'run-cancelled',
        body: expect.stringContaining('vous avez demandé'),
      },
    ]);
  });

  it('R8 what is told holds nothing of a contact', async () => {
    await venue.contact({ number: 'MARK-1', last_name: 'Marquis', email: 'marquis@example.org' });
    const batchId = await batchTelling([await operator('anne@example.org')]);
    await venue.run('real', DAY, { batchId });
    expect(JSON.stringify(await told())).not.toMatch(/MARK-1|Marquis|marquis/);
  });

  describe('the recipients of a batch', () => {
    const wanted = {
      name: 'Chaque mois',
      mode: 'simulation',
      months: 36,
      ceilingPercent: 20,
      schedule: { kind: 'never' },
    } as const;

    it('R11 are operators of the institution who work there', async () => {
      const anne = await operator('anne@example.org');
      const gone = await operator('gone@example.org', { disabled_at: NOW });
      const other = await Venue.in(venue.test, { slug: `other-${venue.id}` });
      const stranger = await other.insert('operators', {
        email: 'stranger@example.org',
        name: 'Stranger',
        password_hash: '-',
        profile: 'administrator',
        locale: 'fr',
        created_at: NOW,
      });
      for (const nobody of [gone, stranger, 999_999_999]) {
        const asked = createBatch(
          venue.database,
          venue.institution,
          { ...wanted, notify: [anne, nobody] },
          by,
        );
        await expect(asked).rejects.toMatchObject({ code: 'unknown-operator' });
      }
      expect(await venue.rows(sql`select from batches where institution_id = ${venue.id}`)).toEqual([]);
    });

    it('R11 change with the batch and go with it', async () => {
      const anne = await operator('anne@example.org');
      const john = await operator('john@example.org');
      const { database, institution } = venue;
      const { id } = await createBatch(database, institution, { ...wanted, notify: [anne] }, by);
      const changed = await changeBatch(database, institution, id, { ...wanted, notify: [john, john] }, by);
      expect(changed.notify).toEqual([{ id: john, name: 'john@example.org' }]);
      expect(await selectBatch(database, institution, id)).toEqual(changed);
      await deleteBatch(database, institution, id, by);
      expect(await venue.rows(sql`select from batch_recipients where institution_id = ${venue.id}`)).toEqual(
        [],
      );
    });
  });
});

describe('on the screen', () => {
  let web: Web;
  let mail: MailServer;
  let officer: Asker;
  beforeAll(async () => {
    mail = await MailServer.listen();
    web = await Web.open({ SMTP_URL: mail.url, PUBLIC_URL: 'http://tickets.example.org' });
    officer = await web.as('data-protection-officer');
  });
  afterAll(async () => {
    await web.close();
    await mail.close();
  });
  beforeEach(() => {
    mail.received.length = 0;
    mail.refusal = undefined;
  });
  afterEach(() => {
    mail.refusal = undefined;
  });

  const arrived = (count: number) => expect.poll(() => mail.received.length, { timeout: 30_000 }).toBe(count);
  const simulate = (notify: boolean) =>
    officer('/api/runs/simulations', { method: 'POST', body: { months: 36, notify } });

  it('R11 whoever ticks the box gets one e-mail with a link to the run, and the outbox says sent', async () => {
    const { run } = (await simulate(true)).json();
    await arrived(1);
    expect(mail.received[0]?.to).toEqual(['data-protection-officer@example.org']);
    expect(mail.received[0]?.headers.get('from')).toBe('theatre <rappel@tickets.example.org>');
    expect(mail.received[0]?.body).toContain(`http://tickets.example.org/retention/runs/${run}\n`);
    const outbox = async () => (await officer('/api/messages')).json().items;
    await expect.poll(async () => (await outbox())[0]?.state).toBe('sent');
    const jobs = await web.venue.database.pool.query(
      "select data from pgboss.job where name = 'messages.deliver'",
    );
    expect(jobs.rows.map(({ data }) => Object.keys(data).sort())).toEqual([['institution', 'message']]);
    expect(web.logged.join('')).not.toMatch(/example\.org/);
  });

  it('R11 whoever does not tick it gets none', async () => {
    const messages = async () => (await officer('/api/messages')).json().items.length;
    const before = await messages();
    const { run } = (await simulate(false)).json();
    await expect
      .poll(async () => (await officer(`/api/runs/${run}`)).json().state, { timeout: 30_000 })
      .toBe('completed');
    expect(await messages()).toBe(before);
    expect(mail.received).toEqual([]);
  });

  it('a message that is refused for now waits in the queue, with the next try later, and arrives then', async () => {
    mail.refusal = 451;
    await simulate(true);
    const job = async () => {
      const { rows } = await web.venue.database.pool.query(
        "select state, start_after > now() + interval '20 seconds' as later from pgboss.job where name = 'messages.deliver' and state <> 'completed'",
      );
      return rows;
    };
    await expect.poll(job, { timeout: 30_000 }).toEqual([{ state: 'retry', later: true }]);
    expect((await officer('/api/messages?state=queued')).json().items).toMatchObject([
      { attempts: 1, failure: 'smtp-451' },
    ]);
    mail.refusal = undefined;
    await web.venue.database.pool.query(
      "update pgboss.job set start_after = now() where name = 'messages.deliver' and state = 'retry'",
    );
    await arrived(1);
  });

  it('one that is refused for good is sent again when somebody asks, and not by who may not read it', async () => {
    mail.refusal = 550;
    await simulate(true);
    const failed = async () => (await officer('/api/messages?state=failed')).json().items;
    await expect.poll(async () => (await failed()).length, { timeout: 30_000 }).toBe(1);
    const [{ id }] = await failed();
    const marketing = await web.as('marketing');
    expect((await marketing(`/api/messages/${id}`)).statusCode).toBe(403);
    mail.refusal = undefined;
    const again = await officer(`/api/messages/${id}/send`, { method: 'POST', body: {} });
    expect(again.json()).toMatchObject({ state: 'queued', failure: null });
    await arrived(1);
    const twice = await officer(`/api/messages/${id}/send`, { method: 'POST', body: {} });
    expect(twice.json().type).toBe('/problems/message-not-failed');
  });

  it('R10 a batch whose moment has come and that stops at its ceiling is told, and waits on the home page', async () => {
    const { venue } = web;
    for (let i = 0; i < 3; i++) await venue.contact();
    await web.as('box-office');
    const { items } = (await officer('/api/operators/names')).json();
    // by name only, and who may not read a run is not among them
    expect(items.map(({ name }: { name: string }) => name)).toEqual(['data-protection-officer', 'marketing']);
    expect(Object.keys(items[0]).sort()).toEqual(['id', 'name']);
    const body = {
      name: 'Réel',
      mode: 'real',
      ceilingPercent: 20,
      notify: [items[0].id],
      schedule: { kind: 'once', at: new Date(Date.now() + 1000).toISOString() },
    };
    const batch = (await officer('/api/batches', { method: 'POST', body })).json();
    expect(batch.notify).toEqual([items[0]]);
    await expect.poll(() => mail.received.length, { timeout: 90_000 }).toBe(1);
    expect(mail.received[0]?.headers.get('subject')).toContain('plafond');
    const home = (await officer('/api/home')).json();
    expect(home.stopped).toMatchObject([{ batch: 'Réel', erased: 3, contacts: 3, ceilingPercent: 20 }]);
    expect(home.toReview.map(({ run }: { run: number }) => run)).not.toContain(home.stopped[0].run);
  });
});
