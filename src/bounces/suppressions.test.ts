import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Mailing } from '../../test/helpers/mailing.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let clerk: Asker;
let marketing: Asker;
beforeAll(async () => {
  web = await Web.open();
  clerk = await web.as('box-office');
  marketing = await web.as('marketing');
});
afterAll(() => web.close());

async function suppress(address: string, values: Record<string, unknown> = {}): Promise<void> {
  const { rows } = await sql<{ hash: Buffer }>`
    select address_hash(erased_number_key, ${address}) as hash from institutions where id = ${web.venue.id}`.execute(
    web.venue.database.owner,
  );
  await web.venue.insert('suppressions', {
    channel: 'email',
    address_hash: rows[0]?.hash,
    reason: 'bounced',
    suppressed_on: '2026-11-01',
    bounces: 5,
    status: '5.2.2',
    ...values,
  });
}
const shown = async (number: string) =>
  (await clerk(`/api/contacts/${number}/suppressions`)).json().items as unknown[];
const lift = (asker: Asker, number: string, channel = 'email') =>
  asker(`/api/contacts/${number}/suppressions/${channel}`, { method: 'DELETE' });
const audited = (contact: number) =>
  web.venue.rows(sql`
    select actor, details from audit_log
     where institution_id = ${web.venue.id} and action = 'suppression.lift' and subject = ${`contact:${contact}`}`);

describe('an address that is not written to any more', () => {
  it('is shown on the file of whoever has it, with the reason', async () => {
    await web.venue.contact({ number: 'S-1', email: 'Gone@example.org', mobile: '+41 79 000 00 00' });
    await web.venue.contact({ number: 'S-2', email: 'there@example.org' });
    await web.venue.contact({ number: 'S-3' });
    await suppress('gone@example.org');
    await suppress('+41 79 000 00 00', { channel: 'phone', reason: 'refused', bounces: null, status: null });
    expect(await shown('S-1')).toEqual([
      { channel: 'email', reason: 'bounced', since: '2026-11-01', bounces: 5, status: '5.2.2' },
      { channel: 'phone', reason: 'refused', since: '2026-11-01', bounces: null, status: null },
    ]);
    expect([await shown('S-2'), await shown('S-3')]).toEqual([[], []]);
  });

  it('is written to again once somebody who may edit contacts says so: audited, and counted anew', async () => {
    const id = await web.venue.contact({ number: 'L-1', email: 'back@example.org' });
    await suppress('back@example.org');
    const mailing = await Mailing.open(web.venue);
    const hash = sql`(select address_hash(erased_number_key, 'back@example.org') from institutions where id = ${web.venue.id})`;
    const recipient = await mailing.recipient(id, { state: 'bounced' });
    await sql`update campaign_recipients set soft_bounce_hash = ${hash}
               where institution_id = ${web.venue.id} and id = ${recipient}`.execute(
      web.venue.database.owner,
    );
    expect((await lift(marketing, 'L-1')).statusCode).toBe(403);
    expect((await lift(clerk, 'L-1')).statusCode).toBe(204);
    expect(await shown('L-1')).toEqual([]);
    expect(await audited(id)).toEqual([
      { actor: expect.stringMatching(/^operator:\d+$/), details: { channel: 'email' } },
    ]);
    expect(
      await web.venue.rows(
        sql`select from campaign_recipients where institution_id = ${web.venue.id} and soft_bounce_hash is not null`,
      ),
    ).toEqual([]);
    const again = await lift(clerk, 'L-1');
    expect([again.statusCode, again.json().type]).toEqual([409, expect.stringContaining('not-suppressed')]);
  });

  it.each(['refused', 'complained'])('R23 but never where it was a refusal (%s)', async (reason) => {
    const id = await web.venue.contact({ number: `N-${reason}`, email: `${reason}@example.org` });
    await suppress(`${reason}@example.org`, { reason, bounces: null, status: null });
    const answer = await lift(clerk, `N-${reason}`);
    expect([answer.statusCode, answer.json().type]).toEqual([409, expect.stringContaining('refusal-stays')]);
    expect(await shown(`N-${reason}`)).toHaveLength(1);
    expect(await audited(id)).toEqual([]);
  });

  it('and what a contact refuses in its file is not touched', async () => {
    const id = await web.venue.contact({ number: 'A-1', email: 'no@example.org' });
    await web.venue.insert('contact_authorisations', { contact_id: id, authorisation: 'email', value: 'no' });
    await suppress('no@example.org');
    expect((await lift(clerk, 'A-1')).statusCode).toBe(204);
    expect(
      await web.venue.rows(
        sql`select value from contact_authorisations where institution_id = ${web.venue.id} and contact_id = ${id}`,
      ),
    ).toEqual([{ value: 'no' }]);
  });

  it('is neither told nor lifted to who may not open the file', async () => {
    await web.venue.contact({ number: 'C-1', email: 'closed@example.org', confidentiality: 'confidential' });
    await web.venue.contact({ number: 'C-2', email: 'closed@example.org', confidentiality: 'restricted' });
    await suppress('closed@example.org');
    expect((await clerk('/api/contacts/C-1/suppressions')).statusCode, 'as if it were not there').toBe(404);
    expect((await lift(clerk, 'C-1')).statusCode).toBe(404);
    expect((await marketing('/api/contacts/C-2/suppressions')).statusCode).toBe(403);
  });
});
