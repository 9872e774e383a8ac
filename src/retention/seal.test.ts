import { readFile, writeFile } from 'node:fs/promises';
import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import {
  destroyExpiredSeals,
  eraseContact,
  generateSealKeyPair,
  openSealed,
  readSealed,
  replayLedger,
  type SealKeyPair,
  setSealKey,
} from './retention.ts';

let venue: Venue;
let keys: SealKeyPair;
beforeAll(async () => {
  keys = await generateSealKeyPair();
});
venuePerTest((one) => {
  venue = one;
});

const DAY = '2021-06-15';
const NOW = new Date(`${DAY}T10:00:00Z`);

async function open(run: number): Promise<Record<string, unknown>[]> {
  const ranges = await readSealed(venue.database, venue.institution, run, NOW);
  const opened = await Promise.all(
    ranges.map((range) =>
      openSealed(
        keys.privateKey,
        range.wrappedKey,
        range.identities.map((text) => Buffer.from(text, 'base64')),
      ),
    ),
  );
  return opened.flat().map((text) => JSON.parse(text));
}

describe('R12 support’s logs', () => {
  it('R12 the private key opens the identities of a run, with the numbers of their orders', async () => {
    await setSealKey(venue.database, venue.institution, keys.publicKey, NOW);
    const marie = await venue.contact({
      number: '4711',
      first_name: 'Marie',
      last_name: 'Rey',
      email: 'marie@example.org',
    });
    const order = await venue.order(marie, '2015-01-01', [{ state: 'sold' }]);
    const orders = await venue.rows<{ number: string }>(sql`select number from orders where id = ${order}`);
    await venue.contact({ number: '4712' });
    const run = await venue.run('real', DAY, { rangeSize: 1 });
    expect(run.sealed).toBe(true);
    const identities = await open(run.run);
    expect(identities).toHaveLength(2);
    expect(identities.find(({ number }) => number === '4711')).toMatchObject({
      contact_id: marie,
      first_name: 'Marie',
      email: 'marie@example.org',
      order_numbers: [orders[0]?.number],
    });
  });

  it('R12 another key opens nothing, and a changed row is noticed', async () => {
    await setSealKey(venue.database, venue.institution, keys.publicKey, NOW);
    await venue.contact();
    const [range] = await readSealed(
      venue.database,
      venue.institution,
      (await venue.run('real', DAY)).run,
      NOW,
    );
    const sealed = Buffer.from(range?.identities[0] as string, 'base64');
    const other = await generateSealKeyPair();
    await expect(openSealed(other.privateKey, range?.wrappedKey as string, [sealed])).rejects.toMatchObject({
      code: 'seal-not-opened',
    });
    sealed[20] = (sealed[20] as number) ^ 1;
    await expect(openSealed(keys.privateKey, range?.wrappedKey as string, [sealed])).rejects.toMatchObject({
      code: 'seal-not-opened',
    });
  });

  it('R12 reading sealed rows is audited', async () => {
    await setSealKey(venue.database, venue.institution, keys.publicKey, NOW);
    await venue.contact();
    const { run } = await venue.run('real', DAY);
    await readSealed(venue.database, venue.institution, run, NOW);
    expect(
      await venue.rows(
        sql`select subject from audit_log where institution_id = ${venue.id} and action = 'seal.read'`,
      ),
    ).toEqual([{ subject: `run:${run}` }]);
  });

  it('R12 rows older than 12 months are destroyed, younger ones stay', async () => {
    await setSealKey(venue.database, venue.institution, keys.publicKey, NOW);
    await venue.contact();
    const { run } = await venue.run('real', DAY);
    expect(await destroyExpiredSeals(venue.database, new Date('2022-06-15T09:00:00Z'))).toBe(0);
    expect(await open(run)).toHaveLength(1);
    await destroyExpiredSeals(venue.database, new Date('2022-06-15T11:00:00Z'));
    await expect(open(run)).rejects.toMatchObject({ code: 'nothing-sealed' });
  });

  it('R12 without a key the erasure is final at once', async () => {
    await venue.contact();
    const run = await venue.run('real', DAY);
    expect(run.sealed).toBe(false);
    await expect(open(run.run)).rejects.toMatchObject({ code: 'nothing-sealed' });
  });

  it.each(['', 'age1', 'ssh-rsa AAAA', 'age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq'])(
    'R12 %j is no seal key and is refused',
    async (text) => {
      await expect(setSealKey(venue.database, venue.institution, text, NOW)).rejects.toMatchObject({
        code: 'wrong-seal-key',
      });
    },
  );
});

describe('R13 by hand', () => {
  const erase = (number: string, options: { overrideReason?: string } = {}) =>
    eraseContact(venue.database, venue.institution, number, {
      now: NOW,
      ledgerFile: venue.ledgerFile,
      ...options,
    });

  it('R13 erases whatever the activity, with the same split, journal and seal', async () => {
    await setSealKey(venue.database, venue.institution, keys.publicKey, NOW);
    await venue.contact({ number: 'prospect', created_on: '2021-06-01' });
    await venue.order(await venue.contact({ number: 'customer' }), '2021-06-01', [{ state: 'sold' }]);
    expect(await erase('prospect')).toMatchObject({ outcome: 'delete' });
    const { run, outcome } = await erase('customer');
    expect(outcome).toBe('anonymise');
    expect(await venue.journal({ run })).toEqual([
      {
        contact_number: '',
        kind: 'individual',
        outcome: 'anonymise',
        reason: '',
        recency: '2021-06-01',
        recency_source: 'sale',
        recency_organisation: 'Grand Théâtre',
      },
    ]);
    expect(await open(run)).toMatchObject([{ number: 'customer' }]);
  });

  it('R13 debt, credit and tickets to come block, unless overridden with a reason that names nobody', async () => {
    const contact = await venue.contact({ number: 'blocked', first_name: 'Marie', last_name: 'Rey' });
    await venue.balance(contact, 100);
    await venue.balance(contact, -100, 'EUR');
    const tomorrow = await venue.performance('2021-06-16T20:00:00+02');
    await venue.order(contact, '2021-01-01', [{ state: 'sold', performance_id: tomorrow }]);
    await expect(erase('blocked')).rejects.toMatchObject({
      code: 'erasure-blocked',
      message: 'contact blocked is not erased: debt, credit, tickets-to-come',
    });
    await expect(erase('blocked', { overrideReason: '  ' })).rejects.toMatchObject({
      code: 'reason-missing',
    });
    await expect(erase('blocked', { overrideReason: 'asked by Mrs REY' })).rejects.toMatchObject({
      code: 'reason-names-contact',
    });
    expect(await venue.exists(contact)).toBe(true);
    expect(await erase('blocked', { overrideReason: 'court order 12/2021' })).toMatchObject({
      outcome: 'anonymise',
      overridden: ['debt', 'credit', 'tickets-to-come'],
    });
    expect(await venue.exists(contact)).toBe(false);
  });

  it('R13 an unknown number and a structure are refused', async () => {
    await venue.contact({ number: 'school', kind: 'structure' });
    await expect(erase('nobody')).rejects.toMatchObject({ code: 'unknown-contact' });
    await expect(erase('school')).rejects.toMatchObject({ code: 'structure' });
  });
});

describe('R14 erasure survives a restore', () => {
  const erasureKey = async (contact: number) =>
    (
      await venue.rows<{ key: string }>(
        sql`select erasure_key::text as key from contacts where id = ${contact}`,
      )
    )[0]?.key as string;
  const lines = async () => (await readFile(venue.ledgerFile, 'utf8')).split('\n').filter(Boolean);

  it('R14 erasing appends the keys to the ledger, and nothing but keys', async () => {
    const keysOfErased = [await erasureKey(await venue.contact()), await erasureKey(await venue.contact())];
    const kept = await erasureKey(await venue.active('2021-01-01'));
    await venue.run('real', DAY, { rangeSize: 1 });
    const ledger = await lines();
    expect(ledger).toEqual(expect.arrayContaining(keysOfErased));
    expect(ledger).not.toContain(kept);
    expect(await venue.rows(sql`select 1 from ledger_outbox where institution_id = ${venue.id}`)).toEqual([]);
  });

  it('R14 a ledger that is ahead of the database is replayed, customers anonymised and prospects deleted', async () => {
    const prospect = await venue.contact({ number: 'again' });
    const customer = await venue.contact();
    const order = await venue.order(customer, '2015-01-01', [{ state: 'sold' }]);
    const other = await venue.contact();
    // what a restore leaves: contacts that are there, and a ledger that names them
    await writeFile(venue.ledgerFile, `${await erasureKey(prospect)}\n${await erasureKey(customer)}\n`, {
      flag: 'a',
    });
    expect(await replayLedger(venue.database, venue.ledgerFile, NOW)).toEqual({ erased: 2 });
    expect(await venue.exists(prospect)).toBe(false);
    expect(await venue.exists(customer)).toBe(false);
    expect(await venue.exists(other)).toBe(true);
    expect(await venue.rows(sql`select purchase_contact_id from orders where id = ${order}`)).toEqual([
      { purchase_contact_id: null },
    ]);
    expect(await replayLedger(venue.database, venue.ledgerFile, NOW)).toEqual({ erased: 0 });
  });

  it('R14 a line that a crash cut short hides no key', async () => {
    await writeFile(venue.ledgerFile, '01234567-89ab', { flag: 'a' });
    const key = await erasureKey(await venue.contact());
    await venue.run('real', DAY);
    expect(await lines()).toContain(key);
    expect(await replayLedger(venue.database, venue.ledgerFile, NOW)).toEqual({ erased: 0 });
  });

  it('R14 keys that a crash left in the database reach the ledger at the next start', async () => {
    const key = '0b8f3a1e-7d5c-4c7e-9c80-0d9b8f6e2a11';
    await venue.insert('ledger_outbox', { erasure_key: key });
    await replayLedger(venue.database, venue.ledgerFile, NOW);
    expect(await lines()).toContain(key);
  });

  it('R14 nothing is erased that the ledger could not remember', async () => {
    const contact = await venue.contact();
    await expect(venue.run('real', DAY, { ledgerFile: '/proc/erasures.ledger' })).rejects.toMatchObject({
      code: 'ledger-not-writable',
    });
    expect(await venue.exists(contact)).toBe(true);
  });
});
