import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { DomainError } from '../errors.ts';
import {
  createPointOfSale,
  editPointOfSale,
  lookAtPolicies,
  lookAtPolicy,
  selectPointOfSale,
  selectPointsOfSale,
} from './points-of-sale.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const by = { actor: 'operator:1', organisations: null as number[] | null, now: NOW };
const POLICY = 'https://example.org/confidentialite';
const hours = (n: number) => new Date(NOW.getTime() + n * 3_600_000);

let venue: Venue;
let organisationId: number;
let count = 0;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  organisationId = await venue.organisation();
  count += 1;
});

const settings = (more: object = {}) => ({
  name: 'Billetterie en ligne',
  slug: `theatre-${count}` as string | null,
  state: 'open' as const,
  policyAddress: POLICY as string | null,
  texts: {},
  theme: {},
  onlinePayment: false,
  payAtCounter: true,
  optionDays: 7,
  reservationDays: 14,
  ...more,
});
const create = (more: object = {}, as = by) =>
  createPointOfSale(
    venue.database,
    venue.institution,
    { organisationId, kind: 'shop', withoutPolicy: false, ...settings(more) },
    as,
  );
const read = (id: number) => selectPointOfSale(venue.database, venue.institution, id);
const edit = (id: number, version: number, more: object) =>
  editPointOfSale(venue.database, venue.institution, { id, version }, settings(more), by);
const code = (thrown: string) => ({ code: thrown });
const text = (content: string) => async () => ({
  content: Buffer.from(content),
  contentType: 'text/html',
});
const failing = (thrown: string) => async () => {
  throw new DomainError(thrown, thrown);
};
const look = (id: number, read: ReturnType<typeof text> | ReturnType<typeof failing>, now = NOW) =>
  lookAtPolicy(venue.database, venue.institution, id, { now, read });

describe('a point of sale', () => {
  it('R17 without the address of a policy is recommended one, and created without where the operator says so', async () => {
    await expect(create({ policyAddress: null })).rejects.toMatchObject(code('policy-recommended'));
    await expect(create({ policyAddress: '  ' })).rejects.toMatchObject(code('policy-recommended'));
    expect(await selectPointsOfSale(venue.database, venue.institution)).toEqual([]);
    const id = await create({ policyAddress: null, withoutPolicy: true });
    expect(await read(id)).toMatchObject({ policy: null, slug: `theatre-${count}` });
    const office = await create({ kind: 'box-office', name: 'Caisse', slug: 'ignored' });
    expect(await read(office)).toMatchObject({ slug: null, policy: { address: POLICY } });
  });

  it('has an address of its own among all institutions, and none that Rappel needs', async () => {
    const id = await create();
    for (const [slug, thrown] of [
      ['api', 'reserved-slug'],
      ['Théâtre', 'wrong-slug'],
      ['-a', 'wrong-slug'],
      ['a--b', 'wrong-slug'],
      ['', 'wrong-slug'],
    ]) {
      await expect(create({ name: 'Autre', slug }), slug).rejects.toMatchObject(code(thrown as string));
    }
    const other = await Venue.in(venue.test, { slug: `other-${venue.id}` });
    await expect(
      createPointOfSale(
        other.database,
        other.institution,
        {
          organisationId: await other.organisation(),
          kind: 'shop',
          withoutPolicy: false,
          ...settings(),
        },
        by,
      ),
    ).rejects.toMatchObject(code('slug-exists'));
    const shops = () =>
      venue.rows(sql`
        select slug, point_of_sale as id from shop_addresses where institution in (${venue.id}, ${other.id})`);
    expect(await shops()).toEqual([{ slug: `theatre-${count}`, id }]);
    await edit(id, 1, { slug: `moved-${count}`, state: 'closed' });
    expect(await shops()).toEqual([{ slug: `moved-${count}`, id }]);
  });

  it('is saved by one at a time, and by who works for its organisation', async () => {
    const id = await create();
    await edit(id, 1, {
      optionDays: 3,
      texts: { fr: { welcome: 'Bienvenue' } },
      theme: { accent: '#aa3300' },
    });
    expect(await read(id)).toMatchObject({
      optionDays: 3,
      texts: { fr: { welcome: 'Bienvenue' } },
      theme: { accent: '#aa3300' },
      version: 2,
    });
    await expect(edit(id, 1, {})).rejects.toMatchObject(code('stale'));
    const bound = { ...by, organisations: [await venue.organisation('Festival')] };
    await expect(create({ name: 'Autre', slug: 'autre' }, bound)).rejects.toMatchObject(
      code('not-permitted'),
    );
    await expect(create()).rejects.toMatchObject(code('point-of-sale-exists'));
    for (const address of ['http://example.org/', 'javascript:alert(1)', 'https://me:pw@example.org/', 'x']) {
      await expect(edit(id, 2, { policyAddress: address }), address).rejects.toMatchObject(
        code('wrong-policy-address'),
      );
    }
  });
});

describe('the policy of a point of sale', () => {
  it('R18 is read with its hash, and another text is another version', async () => {
    const id = await create();
    await look(id, text('Une'));
    const first = (await read(id)).policy;
    expect(first).toMatchObject({
      address: POLICY,
      version: { sha256: createHash('sha256').update('Une').digest('hex'), readAt: NOW },
      checkedAt: NOW,
      failure: null,
    });
    await look(id, text('Une'), hours(24));
    expect((await read(id)).policy?.version).toMatchObject({ id: first?.version?.id, readAt: hours(24) });
    await look(id, text('Deux'), hours(48));
    expect((await read(id)).policy?.version?.id).not.toBe(first?.version?.id);
    const kept = await venue.rows(sql`
      select convert_from(content, 'UTF8') as content from policy_versions
       where institution_id = ${venue.id} order by id`);
    expect(kept).toEqual([{ content: 'Une' }, { content: 'Deux' }]);
  });

  it('R18 that cannot be read keeps its address alone, and administrators are told once', async () => {
    for (const profile of ['administrator', 'marketing']) {
      await venue.insert('operators', {
        email: `${profile}@example.org`,
        name: profile,
        password_hash: '-',
        profile,
        locale: 'fr',
        created_at: NOW,
      });
    }
    const told = () =>
      venue.rows<{ subject: string; path: string }>(sql`
        select subject, path from messages where institution_id = ${venue.id} order by id`);
    const id = await create();
    await look(id, text('Une'));
    await look(id, failing('outside-404'), hours(1));
    await look(id, failing('outside-unreachable'), hours(2));
    expect((await read(id)).policy).toMatchObject({
      address: POLICY,
      version: null,
      failure: 'outside-unreachable',
      checkedAt: hours(2),
    });
    expect(await told()).toEqual([
      {
        subject: 'La politique de confidentialité de «\u00a0Billetterie en ligne\u00a0» n’a pas pu être lue',
        path: `/settings/points-of-sale/${id}?tab=internet`,
      },
    ]);
    await look(id, text('Une'), hours(3));
    expect((await read(id)).policy).toMatchObject({ failure: null, version: { readAt: hours(3) } });
    await look(id, failing('outside-404'), hours(4));
    expect(await told()).toHaveLength(2);
  });

  it('R18 an address inside the network is never asked', async () => {
    const id = await create({ policyAddress: 'https://169.254.169.254/latest/meta-data/' });
    await lookAtPolicy(venue.database, venue.institution, id, { now: NOW });
    expect((await read(id)).policy).toMatchObject({ version: null, failure: 'private-address' });
  });

  it('R18 is forgotten with its address, also where it is changed while it is read', async () => {
    const id = await create();
    await look(id, text('Une'));
    expect(await edit(id, 1, { policyAddress: 'https://example.org/autre' })).toEqual({ policyMoved: true });
    expect((await read(id)).policy).toMatchObject({ version: null, checkedAt: null, failure: null });
    await look(id, async () => {
      await edit(id, 2, { policyAddress: null });
      return { content: Buffer.from('Deux'), contentType: 'text/html' };
    });
    expect((await read(id)).policy).toBeNull();
    await look(id, failing('outside-404'));
    expect((await read(id)).policy).toBeNull();
  });

  it('R18 is looked at once a day, and every hour while it cannot be read', async () => {
    const [good, bad] = [await create(), await create({ name: 'Festival', slug: `festival-${count}` })];
    await create({ name: 'Caisse', kind: 'box-office', policyAddress: null, withoutPolicy: true });
    let read: number[] = [];
    const run = async (now: Date, failure = false) => {
      read = [];
      await lookAtPolicies(venue.database, {
        now,
        read: async () => {
          read.push(1);
          if (failure) throw new DomainError('outside-404', '-');
          return { content: Buffer.from('Une'), contentType: 'text/html' };
        },
      });
      return read.length;
    };
    // the other tests' venues are in the database, too: theirs are read once and then left in peace
    await run(NOW);
    expect(await run(hours(1))).toBe(0);
    await look(bad, failing('outside-404'), hours(1));
    expect(await run(hours(2))).toBe(1);
    expect(await run(hours(24))).toBeGreaterThanOrEqual(1);
    expect((await selectPointOfSale(venue.database, venue.institution, good)).policy?.checkedAt).toEqual(
      hours(24),
    );
  });
});
