import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignDesk } from './helpers/campaign.ts';
import { createTestDatabase, onServer, type TestDatabase } from './helpers/database.ts';
import { MailServer } from './helpers/mail-server.ts';
import { Venue } from './helpers/venue.ts';

const CONTACTS = 2000;
const KILLS = 20;

let test: TestDatabase;
let venue: Venue;
let server: MailServer;
beforeAll(async () => {
  test = await createTestDatabase();
  venue = await Venue.in(test);
  server = await MailServer.listen();
});
afterAll(async () => {
  await server.close();
  await test.remove();
});

function start(campaign: number): { child: ChildProcess; closed: Promise<unknown>; said: Promise<string> } {
  const script = fileURLToPath(new URL('./helpers/send-campaign.ts', import.meta.url));
  const settings = JSON.stringify({ url: test.environment.DATABASE_URL });
  const child = spawn(process.execPath, [script, settings, server.url, String(campaign)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: fileURLToPath(new URL('../.cache/compile', import.meta.url)) },
  });
  return { child, closed: once(child, 'close'), said: text(child.stdout as NodeJS.ReadableStream) };
}

interface Recipient {
  email: string;
  state: string;
  attempts: number;
}

const recipients = async (campaign: number) =>
  await venue.rows<Recipient>(sql`
    select c.email, r.state, r.attempts from campaign_recipients r
      join contacts c on c.institution_id = ${venue.id} and c.id = r.contact_id
     where r.institution_id = ${venue.id} and r.campaign_id = ${campaign}`);

// On the embedded database one process sends and serves; that it leaves what it was at to be decided is the same statement.
describe.runIf(onServer)('R26 a campaign whose process is killed at any moment', () => {
  it('R26 twenty times reaches nobody twice and loses nobody without listing it', async () => {
    const rows = await venue.rows<{ id: number }>(sql`
      insert into contacts (institution_id, number, kind, email, created_on)
      select ${venue.id}, 'K' || n, 'individual', n || '@example.org', '2020-01-01'
        from generate_series(1, ${CONTACTS}::integer) n returning id`);
    const now = new Date();
    const desk = await CampaignDesk.open(venue);
    const { id, ...campaign } = await desk.draft(
      rows.map((row) => row.id),
      now,
    );
    await desk.prepare({ id, ...campaign }, CONTACTS, now);
    server.beforeTaking = () => new Promise((resolve) => setTimeout(resolve, 15));

    for (let killed = 0; killed < KILLS; killed += 1) {
      const before = server.received.length;
      const { child, closed } = start(id);
      await Promise.race([
        closed,
        expect.poll(() => server.received.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(before),
      ]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      child.kill('SIGKILL');
      await closed;
    }
    const { said, closed } = start(id);
    await closed;
    expect((await said).trim()).toBe('sent');

    const received = server.received.map(({ to }) => to[0] as string);
    expect(new Set(received).size, 'nobody gets it twice').toBe(received.length);
    const all = await recipients(id);
    const got = new Set(received);
    const inState = (state: string) => all.filter((one) => one.state === state);
    expect(
      inState('sent').filter(({ email }) => !got.has(email)),
      'nobody is taken as sent who got nothing',
    ).toEqual([]);
    const lost = all.filter(({ email, state }) => !got.has(email) && state !== 'undecided');
    expect(lost, 'who got nothing is listed').toEqual([]);
    expect(inState('sent').length + inState('undecided').length).toBe(CONTACTS);
    expect(inState('undecided').length, 'a small number for each kill').toBeLessThan(KILLS * 80);
    expect(received.length).toBeGreaterThan(KILLS);
  }, 300_000);
});
