import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CampaignDesk } from './helpers/campaign.ts';
import { createTestDatabase, onServer, type TestDatabase } from './helpers/database.ts';
import { SmsCentre } from './helpers/sms-centre.ts';
import { Venue } from './helpers/venue.ts';

const CONTACTS = 500;
const KILLS = 5;

let test: TestDatabase;
let venue: Venue;
let centre: SmsCentre;
beforeAll(async () => {
  test = await createTestDatabase();
  venue = await Venue.in(test);
  centre = await SmsCentre.listen();
});
afterAll(async () => {
  await centre.close();
  await test.remove();
});

function start(campaign: number) {
  const script = fileURLToPath(new URL('./helpers/send-sms.ts', import.meta.url));
  const settings = JSON.stringify({ url: test.environment.DATABASE_URL });
  const child = spawn(process.execPath, [script, settings, centre.url, String(campaign)], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_COMPILE_CACHE: fileURLToPath(new URL('../.cache/compile', import.meta.url)) },
  });
  return { child, closed: once(child, 'close'), said: text(child.stdout) };
}

// On the embedded database one process sends and serves; that it leaves what it was at to be decided is the same statement.
describe.runIf(onServer)('a campaign by SMS whose process is killed at any moment', () => {
  it('reaches nobody twice and loses nobody without listing it', async () => {
    const rows = await venue.rows<{ id: number }>(sql`
      insert into contacts (institution_id, number, kind, mobile, created_on)
      select ${venue.id}, 'K' || n, 'individual', '+4179' || (1000000 + n), '2020-01-01'
        from generate_series(1, ${CONTACTS}::integer) n returning id`);
    const now = new Date();
    const desk = await CampaignDesk.open(venue);
    const members = rows.map((row) => row.id);
    const campaign = await desk.draft(members, now, { channel: 'sms' });
    await desk.prepare(campaign, CONTACTS, now);
    centre.answerTo = () => new Promise((resolve) => setTimeout(() => resolve(0), 15));

    for (let killed = 0; killed < KILLS; killed += 1) {
      const before = centre.received.length;
      const { child, closed } = start(campaign.id);
      await Promise.race([
        closed,
        expect.poll(() => centre.received.length, { timeout: 60_000, interval: 5 }).toBeGreaterThan(before),
      ]);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 200));
      child.kill('SIGKILL');
      await closed;
    }
    const { said, closed } = start(campaign.id);
    await closed;
    expect((await said).trim()).toBe('sent');

    const received = centre.received.map(({ to }) => `+${to}`);
    expect(new Set(received).size, 'nobody gets it twice').toBe(received.length);
    const all = await venue.rows<{ mobile: string; state: string }>(sql`
      select c.mobile, r.state from campaign_recipients r
        join contacts c on c.institution_id = ${venue.id} and c.id = r.contact_id
       where r.institution_id = ${venue.id} and r.campaign_id = ${campaign.id}`);
    const got = new Set(received);
    const missing = all.filter(({ mobile }) => !got.has(mobile));
    expect(
      missing.filter(({ state }) => state !== 'undecided'),
      'who got nothing is listed',
    ).toEqual([]);
    expect(all.filter(({ state }) => state !== 'sent' && state !== 'undecided')).toEqual([]);
    expect(all.filter(({ state }) => state === 'undecided').length).toBeLessThan(KILLS * 80);
  }, 300_000);
});
