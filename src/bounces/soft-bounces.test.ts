import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Mailing } from '../../test/helpers/mailing.ts';
import { notification } from '../../test/helpers/notification.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { openTokens } from '../tracking/tracking.ts';
import { takeBounce } from './bounces.ts';

let venue: Venue;
let ada: number;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  ada = await venue.contact({ email: 'Ada@example.org' });
});

const tokens = openTokens('a secret of at least thirty-two characters');
const day = (number: number) => new Date(Date.UTC(2026, 0, 1 + number, 10));

/** A message that left on a day, and what became of it. */
async function sent(on: number, contact = ada, values: Record<string, unknown> = {}): Promise<number> {
  const mailing = await Mailing.open(venue, { type: 'marketing' });
  return await mailing.recipient(contact, { sent_at: day(on), ...values });
}

/** It came back on the day after. */
async function cameBack(on: number, { contact = ada, status = '5.2.2', about = 'ada@example.org' } = {}) {
  const recipient = await sent(on, contact);
  const token = tokens.sign({ purpose: 'bounce', institution: venue.id, recipient, link: 0 });
  const raw = notification({
    to: `bounces+${token}@example.org`,
    id: `<${token}@example.org>`,
    status,
    about,
  });
  return await takeBounce(venue.database, tokens, raw, day(on + 1));
}

async function cameBackOn(days: number[], values: Parameters<typeof cameBack>[1] = {}) {
  const outcomes: string[] = [];
  for (const on of days) outcomes.push(await cameBack(on, values));
  return outcomes;
}

const suppressed = async () =>
  await venue.rows(
    sql`select reason, bounces, status, suppressed_on from suppressions where institution_id = ${venue.id}`,
  );

describe('soft bounces of one address', () => {
  it('five over three weeks: it is not written to again, and the audit says so once', async () => {
    expect(await cameBackOn([0, 5, 10, 15])).toEqual(['soft', 'soft', 'soft', 'soft']);
    expect(await suppressed()).toEqual([]);
    expect(await cameBackOn([21, 22])).toEqual(['hard', 'hard']);
    expect(await suppressed()).toEqual([
      { reason: 'bounced', bounces: 5, status: '5.2.2', suppressed_on: '2026-01-23' },
    ]);
    expect(
      await venue.rows(sql`
        select subject, details->>'bounces' as bounces from audit_log
         where institution_id = ${venue.id} and action = 'suppression.add'`),
    ).toEqual([{ subject: `contact:${ada}`, bounces: '5' }]);
  });

  it('in less than three weeks are a mailbox that is full for a while', async () => {
    expect(await cameBackOn([0, 4, 8, 12, 16, 20])).not.toContain('hard');
    expect(await suppressed()).toEqual([]);
  });

  it('begin anew where a message arrived in between', async () => {
    await cameBackOn([0, 5]);
    await sent(8);
    expect(await cameBackOn([10, 15, 21, 30])).not.toContain('hard');
    expect(await cameBackOn([40]), 'the fifth since, a month after the first of them').toEqual(['hard']);
  });

  it('do not begin anew with a message of which nothing can be known yet', async () => {
    await cameBackOn([0, 5, 10, 15]);
    await sent(20);
    expect(await cameBackOn([21])).toEqual(['hard']);
  });

  it('begin anew with a click', async () => {
    await cameBackOn([0, 5, 10]);
    await sent(1, ada, { state: 'bounced', clicked_at: day(12) });
    expect(await cameBackOn([15, 21, 30])).not.toContain('hard');
  });

  it('a text message that left says nothing about the mailbox', async () => {
    await cameBackOn([0, 5, 10, 15]);
    const mailing = await Mailing.open(venue, { channel: 'sms' });
    await mailing.recipient(ada, { sent_at: day(14) });
    expect(await cameBackOn([21])).toEqual(['hard']);
  });

  it.each([
    ['what is said of us', '5.7.1'],
    ['of the message', '5.3.4'],
    ['of its size', '5.2.3'],
    ['or nothing', ''],
  ])('do not count where it is %s (%s)', async (_, status) => {
    expect(await cameBackOn([0, 5, 10, 15, 21, 40], { status })).not.toContain('hard');
    expect(await suppressed()).toEqual([]);
  });

  it('of another address than that of the recipient do not count, nor what is older than a year', async () => {
    expect(await cameBackOn([0, 5, 10, 15, 21], { about: 'director@example.com' })).not.toContain('hard');
    expect(await cameBackOn([30, 35, 400, 405, 421])).not.toContain('hard');
  });

  it('stay with the address: of a corrected one they count from the beginning', async () => {
    await cameBackOn([0, 5, 10, 15]);
    await sql`update contacts set email = 'ada@example.com' where institution_id = ${venue.id}`.execute(
      venue.database.owner,
    );
    expect(await cameBack(21, { about: 'ada@example.com' })).toBe('soft');
  });

  it('R26 add up over the contacts that have it', async () => {
    const other = await venue.contact({ email: 'ada@EXAMPLE.org' });
    await cameBackOn([0, 10]);
    await cameBackOn([5, 15], { contact: other });
    expect(await cameBack(21)).toBe('hard');
  });

  it('R8 leave nothing that ties the messages of who was erased to each other', async () => {
    await cameBackOn([0, 5]);
    await venue.run('real', '2030-01-01', { months: 1 });
    expect(
      await venue.rows(
        sql`select contact_id, soft_bounce_hash from campaign_recipients where institution_id = ${venue.id}`,
      ),
    ).toEqual([
      { contact_id: null, soft_bounce_hash: null },
      { contact_id: null, soft_bounce_hash: null },
    ]);
  });
});
