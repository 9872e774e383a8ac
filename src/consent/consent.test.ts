import jsonld from 'jsonld';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { bring } from '../../test/helpers/bring.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import { createOperator, permissionsOf } from '../operators/operators.ts';
import {
  type Authorisation,
  addWording,
  exportConsentRecord,
  type Recording,
  recordAuthorisations,
  recordByOperator,
  removeWording,
  selectAuthorisations,
  selectConsentSettings,
  selectWordings,
  setConsentSettings,
} from './consent.ts';

/** By somebody who may open every file. */
const asked = (number: string) => ({ number, permissions: permissionsOf('administrator') });

let venue: Venue;
venuePerTest((one) => {
  venue = one;
});

const NOW = new Date('2021-06-15T10:00:00Z');
const byContact: Recording = { by: 'contact', onRequest: true, place: 'point-of-sale', placeId: 7, now: NOW };

type Changes = Parameters<typeof recordAuthorisations>[2];
const record = (changes: Changes, recording: Partial<Recording> & { language?: 'fr' | 'en' } = {}) =>
  inInstitution(venue.database, venue.id, (tenant) =>
    recordAuthorisations(tenant, venue.institution, changes, { ...byContact, ...recording }),
  );
const change = (contactId: number, authorisation: Authorisation, value: 'yes' | 'no' | 'none') => ({
  contactId,
  authorisation,
  value,
});
const read = (number = 'C1') => selectAuthorisations(venue.database, venue.institution, asked(number));

async function operator(): Promise<number> {
  const wanted = {
    email: 'desk@example.org',
    name: 'Desk of the hall',
    password: 'correct horse battery staple',
    profile: 'box-office' as const,
    locale: 'fr',
  };
  const by = { now: NOW, actor: 'system' };
  return (await createOperator(venue.database, venue.institution, wanted, by)).id;
}

/** The recency that a run of the day computes: source and day. */
async function activity(contact: number): Promise<string> {
  await venue.run('simulation', '2021-06-20', { months: 1 });
  const found = await venue.recency(contact);
  return `${found?.source} ${found?.recency}`;
}

describe('recording what contacts allow', () => {
  it('R22 keeps of each change the value before and after, when, who, where, and what was read', async () => {
    const contact = await venue.contact();
    const { id: wordingId } = await addWording(
      venue.database,
      venue.institution,
      { authorisation: 'email', fr: 'Nous vous écrivons.', en: 'We write to you.', validFrom: '2021-06-15' },
      { operatorId: await operator(), now: NOW },
    );
    await record([{ ...change(contact, 'email', 'yes'), wordingId }], { language: 'en' });
    await record([change(contact, 'email', 'no')], { now: new Date('2021-06-16T22:30:00Z') });
    expect((await read()).history).toMatchObject([
      { authorisation: 'email', before: 'yes', after: 'no', at: '2021-06-16T22:30:00.000Z', wording: null },
      {
        before: 'none',
        after: 'yes',
        by: 'contact',
        place: 'point-of-sale',
        wording: { version: 1, language: 'en', text: 'We write to you.' },
      },
    ]);
    const days = await venue.rows(sql<{ changed_on: string; place_id: number }>`
      select changed_on, place_id from authorisation_changes where institution_id = ${venue.id} order by id`);
    expect(days, 'the day is that of the institution').toEqual([
      { changed_on: '2021-06-15', place_id: 7 },
      { changed_on: '2021-06-17', place_id: 7 },
    ]);
  });

  it('R22 of many contacts at once, each with its own changes', async () => {
    const [one, two] = [await venue.contact(), await venue.contact()];
    const changed = await record([
      change(one, 'email', 'yes'),
      change(one, 'sms', 'no'),
      change(two, 'email', 'no'),
      change(two, 'email', 'yes'), // the last one holds
    ]);
    expect(changed).toBe(3);
    expect((await read('C2')).items).toContainEqual({ authorisation: 'email', value: 'yes' });
  });

  it('R1g a change by the contact is activity, and so is one that an operator records on its request', async () => {
    const [one, two] = [await venue.contact(), await venue.contact()];
    await record([change(one, 'email', 'yes')]);
    const by = { operatorId: await operator(), now: NOW };
    const wanted = {
      version: '0',
      changes: [{ authorisation: 'email' as const, value: 'yes' as const, wordingId: null }],
      request: { way: 'phone' as const, language: null },
    };
    await recordByOperator(venue.database, venue.institution, asked('C2'), wanted, by);
    expect(await activity(one)).toBe('authorisation 2021-06-15');
    expect(await activity(two)).toBe('authorisation 2021-06-15');
  });

  it('R1g an operator’s own correction is history and no activity', async () => {
    const contact = await venue.contact();
    const by = { operatorId: await operator(), now: NOW };
    const wanted = {
      version: '0',
      changes: [{ authorisation: 'email' as const, value: 'yes' as const, wordingId: null }],
      request: null,
    };
    expect(await recordByOperator(venue.database, venue.institution, asked('C1'), wanted, by)).toBe(1);
    expect(await activity(contact)).toBe('creation 2010-01-01');
    expect((await read()).history).toMatchObject([
      { by: 'operator', requested: false, operator: 'Desk of the hall' },
    ]);
  });

  it('R1g an imported change of an operator counts as before, an import’s does not', async () => {
    await bring(venue, 'contacts', [
      'number,kind,created_on',
      'A,individual,2010-01-01',
      'B,individual,2010-01-01',
    ]);
    await bring(venue, 'authorisations', [
      'contact_number,authorisation,value,changed_at,by',
      'A,email,yes,2021-02-03T10:00:00Z,operator',
      'B,email,yes,2021-02-03T10:00:00Z,import',
    ]);
    await venue.run('simulation', '2021-06-20', { months: 1 });
    const rows = await venue.rows(sql<{ number: string; source: string }>`
      select c.number, r.source from contact_recency r
        join contacts c on c.institution_id = r.institution_id and c.id = r.contact_id
       where r.institution_id = ${venue.id} order by c.number`);
    expect(rows).toEqual([
      { number: 'A', source: 'authorisation' },
      { number: 'B', source: 'creation' },
    ]);
  });

  it('R1g an unchanged value is no change: nothing is written', async () => {
    const contact = await venue.contact();
    await record([change(contact, 'email', 'yes')]);
    expect(await record([change(contact, 'email', 'yes'), change(contact, 'sms', 'none')])).toBe(0);
    expect((await read()).history).toHaveLength(1);
  });

  it('R1g several changes at once are one act: it is activity where anything is allowed after all of them', async () => {
    const [swaps, refuses, keeps] = [await venue.contact(), await venue.contact(), await venue.contact()];
    const before = { now: new Date('2020-01-01T10:00:00Z') };
    for (const contact of [swaps, refuses, keeps]) await record([change(contact, 'email', 'yes')], before);
    await record([change(keeps, 'post', 'yes')], before);
    await record([change(swaps, 'email', 'no'), change(swaps, 'sms', 'yes')]);
    await record([change(refuses, 'email', 'no'), change(refuses, 'institution', 'no')]);
    await record([change(keeps, 'email', 'no')]);
    expect(await activity(swaps)).toBe('authorisation 2021-06-15');
    expect(await activity(refuses), 'all no is no activity').toBe('authorisation 2020-01-01');
    expect(await activity(keeps)).toBe('authorisation 2021-06-15');
  });

  it('R22 two changes of one moment keep their order', async () => {
    const contact = await venue.contact();
    for (const value of ['yes', 'no', 'yes'] as const) await record([change(contact, 'email', value)]);
    expect((await read()).history.map(({ before, after }) => `${before}-${after}`)).toEqual([
      'no-yes',
      'yes-no',
      'none-yes',
    ]);
  });

  it('R22 what another operator changed since it was read is not overwritten', async () => {
    await venue.contact();
    const by = { operatorId: await operator(), now: NOW };
    const { version } = await read();
    const wanted = (value: 'yes' | 'no') => ({
      version,
      changes: [{ authorisation: 'email' as const, value, wordingId: null }],
      request: { way: 'counter' as const, language: null },
    });
    await recordByOperator(venue.database, venue.institution, asked('C1'), wanted('no'), by);
    await expect(
      recordByOperator(venue.database, venue.institution, asked('C1'), wanted('yes'), by),
    ).rejects.toMatchObject({ code: 'changed-meanwhile' });
    expect((await read()).items).toContainEqual({ authorisation: 'email', value: 'no' });
  });

  it('R8 R22 erasing a contact removes what it allowed, with all its proof', async () => {
    const contact = await venue.contact();
    await record([change(contact, 'email', 'no')], { now: new Date('2010-02-01T10:00:00Z') });
    await venue.run('real', '2021-06-20');
    expect(await venue.exists(contact)).toBe(false);
    const left = await venue.rows(sql`
      select contact_id from authorisation_changes where institution_id = ${venue.id}
      union all select contact_id from contact_authorisations where institution_id = ${venue.id}`);
    expect(left).toEqual([]);
  });

  it('R22 a contact of another institution is unknown', async () => {
    await venue.contact();
    const other = await Venue.in(venue.test, { slug: `${venue.institution.slug}-other` });
    await expect(selectAuthorisations(venue.database, other.institution, asked('C1'))).rejects.toMatchObject({
      code: 'unknown-contact',
    });
  });

  it('R3 the walk of the batch reads what is activity from the index alone', async () => {
    const plan = await inInstitution(venue.database, venue.id, async (tenant) => {
      await sql`set local enable_seqscan = off`.execute(tenant);
      await sql`set local enable_bitmapscan = off`.execute(tenant);
      const { rows } = await sql<Record<string, string>>`
        explain select contact_id, max(day) from activity
         where institution_id = ${sql.lit(venue.id)} and contact_id > 0 and contact_id <= 10000
           and source in ('criterion', 'authorisation') group by contact_id`.execute(tenant);
      return rows.map((row) => row['QUERY PLAN']).join('\n');
    });
    expect(plan).toMatch(/Index Only Scan using criterion_changes_activity/);
    expect(plan).toMatch(/Index Only Scan using authorisation_changes_activity/);
  });
});

describe('the wordings', () => {
  const wording = { authorisation: 'sms' as const, fr: 'Par SMS.', en: 'By text.', validFrom: '2021-06-15' };

  it('R22 a version that was read to somebody stays for ever; one that was not can be taken back', async () => {
    const by = { operatorId: await operator(), now: NOW };
    const contact = await venue.contact();
    const first = await addWording(venue.database, venue.institution, wording, by);
    const second = await addWording(
      venue.database,
      venue.institution,
      { ...wording, validFrom: '2021-07-01' },
      by,
    );
    expect([first.version, second.version]).toEqual([1, 2]);
    await record([{ ...change(contact, 'sms', 'yes'), wordingId: first.id }]);
    expect(await selectWordings(venue.database, venue.institution, NOW)).toMatchObject([
      { version: 2, current: false, used: false },
      { version: 1, current: true, used: true },
    ]);
    await expect(removeWording(venue.database, venue.institution, first.id, by)).rejects.toMatchObject({
      code: 'wording-used',
    });
    await removeWording(venue.database, venue.institution, second.id, by);
    expect(await selectWordings(venue.database, venue.institution, NOW)).toHaveLength(1);
  });

  it('R22 a wording about something else, not yet valid or of another institution proves nothing: refused', async () => {
    const by = { operatorId: await operator(), now: NOW };
    await venue.contact();
    const { id } = await addWording(venue.database, venue.institution, wording, by);
    const later = await addWording(
      venue.database,
      venue.institution,
      { ...wording, validFrom: '2021-07-01' },
      by,
    );
    for (const [authorisation, wordingId] of [
      ['email', id],
      ['sms', later.id],
      ['sms', 999_999],
    ] as const) {
      const wanted = {
        version: '0',
        changes: [{ authorisation, value: 'yes' as const, wordingId }],
        request: null,
      };
      await expect(
        recordByOperator(venue.database, venue.institution, asked('C1'), wanted, by),
      ).rejects.toMatchObject({ code: 'unknown-wording' });
    }
    await expect(
      addWording(venue.database, venue.institution, { ...wording, validFrom: '2021-06-14' }, by),
    ).rejects.toMatchObject({ code: 'wrong-wording' });
    await expect(
      addWording(venue.database, venue.institution, { ...wording, en: ' ' }, by),
    ).rejects.toMatchObject({ code: 'wrong-wording' });
  });

  it('R25 filtering who gave no answer is off at first, and can be switched on', async () => {
    const { database, institution } = venue;
    expect(await selectConsentSettings(database, institution)).toEqual({ filterUnanswered: false });
    const by = { operatorId: await operator(), now: NOW };
    await setConsentSettings(database, institution, { filterUnanswered: true }, by);
    expect(await selectConsentSettings(database, institution)).toEqual({ filterUnanswered: true });
  });
});

describe('the consent record', () => {
  it('R22 is JSON-LD in the terms of DPV, with each state, read without fetching anything', async () => {
    const by = { operatorId: await operator(), now: NOW };
    const contact = await venue.contact();
    const { id: wordingId } = await addWording(
      venue.database,
      venue.institution,
      { authorisation: 'email', fr: 'Nous vous écrivons.', en: 'We write to you.', validFrom: '2021-06-15' },
      by,
    );
    const say = async (value: 'yes' | 'no' | 'none', request: boolean) =>
      await recordByOperator(
        venue.database,
        venue.institution,
        asked('C1'),
        {
          version: (await read()).version,
          changes: [{ authorisation: 'email', value, wordingId }],
          request: request ? { way: 'counter', language: 'fr' } : null,
        },
        by,
      );
    for (const [value, request] of [
      ['yes', true],
      ['no', true],
      ['yes', true],
      ['no', false],
      ['none', true],
    ] as const)
      await say(value, request);
    await record([change(contact, 'sms', 'no')]);

    const exporting = { base: 'https://tickets.example.org', ...by };
    const document = await exportConsentRecord(venue.database, venue.institution, asked('C1'), exporting);
    expect(JSON.stringify(document)).not.toContain('Desk of the hall');
    const options = {
      documentLoader: async (url: string) => expect.fail(`it fetches ${url}`),
      safe: true, // fails where a term is not defined
    };
    const expanded: Record<string, unknown>[] = await jsonld.expand(document as object, options as object);
    const dpv = 'https://w3id.org/dpv#';
    expect(expanded).toHaveLength(7);
    const states = (authorisation: string) =>
      expanded.find((node) => String(node['@id']).endsWith(`/authorisations/${authorisation}`))?.[
        `${dpv}hasConsentStatus`
      ] as Record<string, unknown>[];
    const names = (authorisation: string) =>
      states(authorisation).map((state) => String(state['@type']).replace(dpv, ''));
    expect(names('email')).toEqual([
      'ConsentGiven',
      'ConsentWithdrawn',
      'RenewedConsentGiven',
      'ConsentRevoked',
      'ConsentUnknown',
    ]);
    expect(names('sms')).toEqual(['ConsentRefused']);
    expect(names('phone')).toEqual(['ConsentUnknown']);
    for (const node of expanded) {
      expect(node['@type']).toEqual([`${dpv}ConsentRecord`]);
      for (const term of ['hasDataSubject', 'hasDataController', 'hasProcess']) {
        expect(node[`${dpv}${term}`], term).toHaveLength(1);
      }
      const [process] = node[`${dpv}hasProcess`] as Record<string, unknown>[];
      expect(process?.[`${dpv}hasLegalBasis`]).toEqual([
        { '@id': 'https://w3id.org/dpv/legal/eu/gdpr#A6-1-a' },
      ]);
      expect(process?.[`${dpv}hasPurpose`]).toBeDefined();
    }
    const audited = await venue.rows(sql`
      select subject from audit_log where institution_id = ${venue.id} and action = 'consent.export'`);
    expect(audited).toEqual([{ subject: `contact:${contact}` }]);
  });
});
