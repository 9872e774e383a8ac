import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { bring as bringTo, refusal } from '../../test/helpers/bring.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { type Answer, type Authorisation, recordAuthorisations } from '../consent/consent.ts';
import { recordCriteria } from '../criteria/criteria.ts';
import { inInstitution } from '../database/database.ts';
import type { ImportOptions, Kind } from './import.ts';

const NOW = new Date('2026-11-24T12:00:00Z');
const TODAY = '2026-11-24';

let venue: Venue;
let contact: number;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  contact = await venue.contact({ number: 'X', created_on: '2015-01-01' });
});

const bring = (kind: Kind, lines: string[], options: Partial<ImportOptions> = {}) =>
  bringTo(venue, kind, lines, { now: NOW, ...options });
const errors = (kind: Kind, lines: string[]) => refusal(venue, kind, lines, { now: NOW });

const byContact = { by: 'contact', onRequest: true, place: 'point-of-sale' } as const;
const say = (authorisation: Authorisation, value: Answer, now = NOW) =>
  inInstitution(venue.database, venue.id, (tenant) =>
    recordAuthorisations(tenant, venue.institution, [{ contactId: contact, authorisation, value }], {
      ...byContact,
      now,
    }),
  );
const choose = (criterionId: number, value: string | null, now = NOW) =>
  inInstitution(venue.database, venue.id, (tenant) =>
    recordCriteria(tenant, venue.institution, [{ contactId: contact, criterionId, value }], {
      ...byContact,
      now,
      organisations: null,
    }),
  );

const proofs = () =>
  venue.rows(sql`
    select value_before as before, value_after as after, any_yes_after as any_yes, changed_by as by
      from authorisation_changes where institution_id = ${venue.id} and contact_id = ${contact} order by changed_at`);
const answers = () =>
  venue.rows(sql`
    select authorisation, value from contact_authorisations
     where institution_id = ${venue.id} and contact_id = ${contact} order by 1`);
const tastes = () =>
  venue.rows(sql`
    select value from contact_criteria where institution_id = ${venue.id} and contact_id = ${contact}`);
const days = async () =>
  (
    await venue.rows<{ day: string }>(sql`
      select day from activity where institution_id = ${venue.id} and contact_id = ${contact} order by day`)
  ).map(({ day }) => day);

const AUTHORISATIONS = 'contact_number,authorisation,value,changed_at,by';
const CRITERIA = 'contact_number,criterion,value,changed_at,by';

describe('a file of history beside what was recorded here', () => {
  it('R1g, R22: an older "yes" neither changes the proof of a later act nor takes its day away, and nobody is erased', async () => {
    await say('institution', 'yes');
    const act = { before: 'none', after: 'yes', any_yes: true, by: 'contact' };
    await bring('authorisations', [AUTHORISATIONS, 'X,institution,yes,2016-01-01T00:00:00Z,import']);
    expect(await proofs()).toEqual([{ ...act, by: 'import' }, act]);
    expect(await days()).toEqual([TODAY]);
    await venue.run('real', TODAY, { now: NOW });
    expect(await venue.exists(contact)).toBe(true);
  });

  it('R1g: an older "yes" for something else leaves what later acts meant as it is', async () => {
    await say('email', 'yes', new Date('2026-01-01T10:00:00Z'));
    await say('email', 'no');
    const before = await proofs();
    await bring('authorisations', [AUTHORISATIONS, 'X,sms,yes,2016-01-01T00:00:00Z,contact']);
    expect((await proofs()).slice(1)).toEqual(before);
    expect(await days()).toEqual(['2016-01-01', '2026-01-01']);
  });

  it('R22: a row that names the very moment of a recorded act changes nothing of it', async () => {
    await say('institution', 'no');
    const same = `X,institution,yes,${NOW.toISOString()},contact`;
    expect(await bring('authorisations', [AUTHORISATIONS, same])).toMatchObject({ unchanged: 1 });
    expect(await proofs()).toEqual([{ before: 'none', after: 'no', any_yes: false, by: 'contact' }]);
    expect(await answers()).toEqual([{ authorisation: 'institution', value: 'no' }]);
  });

  it('R22: only the latest of all changes what holds now, and of nothing that the file does not name', async () => {
    await say('institution', 'no', new Date('2026-03-01T10:00:00Z'));
    // what stands although the history says otherwise
    await say('sms', 'yes', new Date('2026-01-01T10:00:00Z'));
    await venue.rows(sql`
      update contact_authorisations set value = 'no'
       where institution_id = ${venue.id} and contact_id = ${contact} and authorisation = 'sms'`);
    await bring('authorisations', [
      AUTHORISATIONS,
      'X,institution,yes,2026-02-01T10:00:00Z,contact',
      'X,email,no,2016-01-01T10:00:00Z,contact',
      'X,email,yes,2017-01-01T10:00:00Z,contact',
    ]);
    expect(await answers()).toEqual([
      { authorisation: 'email', value: 'yes' },
      { authorisation: 'institution', value: 'no' },
      { authorisation: 'sms', value: 'no' },
    ]);
    await bring('authorisations', [AUTHORISATIONS, 'X,institution,yes,2026-04-01T10:00:00Z,contact']);
    expect(await answers()).toContainEqual({ authorisation: 'institution', value: 'yes' });
  });

  it('R1f: an older value of a criterion neither changes a later act nor takes its day away, and nobody is erased', async () => {
    const jazz = await venue.insert('criteria', { name: 'jazz' });
    await choose(jazz, 'yes');
    await bring('criteria', [CRITERIA, 'X,jazz,yes,2016-01-01T00:00:00Z,import']);
    const [, act] = await venue.rows(sql`
      select value_before, value_after from criterion_changes
       where institution_id = ${venue.id} and contact_id = ${contact} order by changed_at`);
    expect(act).toEqual({ value_before: null, value_after: 'yes' });
    expect(await days()).toEqual([TODAY]);
    await venue.run('real', TODAY, { now: NOW });
    expect(await venue.exists(contact)).toBe(true);
  });

  it('R1f: of a criterion only the latest value of all is the one that holds', async () => {
    const jazz = await venue.insert('criteria', { name: 'jazz' });
    await choose(jazz, 'often', new Date('2026-03-01T10:00:00Z'));
    await bring('criteria', [CRITERIA, 'X,jazz,,2026-02-01T10:00:00Z,contact']);
    expect(await tastes()).toEqual([{ value: 'often' }]);
    await bring('criteria', [CRITERIA, 'X,jazz,,2026-04-01T10:00:00Z,contact']);
    expect(await tastes()).toEqual([]);
  });
});

describe('R1, R22: what is still to come is refused, by line and column', () => {
  const header = (column: string) => `contact_number,${column}`;
  it.each<[Kind, string, string, string[]]>([
    ['authorisations', 'changed_at', header('authorisation,value,changed_at'), ['institution,yes']],
    ['criteria', 'changed_at', header('criterion,value,changed_at'), ['jazz,yes']],
    ['clicks', 'clicked_at', header('clicked_at'), []],
  ])('%s', async (kind, column, names, values) => {
    const row = (moment: string) => ['X', ...values, moment].join(',');
    // noon in Greenwich is one o'clock in Zurich, where these are a minute past and a minute to come
    const past = ['2026-11-24T13:00', '2026-11-24T11:59:00Z', '2026-11-25T01:58+14:00', '2016-01-01T10:00'];
    const toCome = [
      '2026-11-24T13:01',
      '2026-11-24T12:01:00Z',
      '2026-11-24T02:01-10:00',
      '2099-01-01T00:00Z',
    ];
    expect(await errors(kind, [names, ...toCome.map(row)])).toEqual(
      toCome.map(
        (moment, at) =>
          `line ${at + 2}, column ${column}: "${moment}" is still to come (today is 2026-11-24)`,
      ),
    );
    expect(await bring(kind, [names, ...past.map(row)])).toMatchObject({ inserted: past.length });
  });

  it('waiting-list', async () => {
    const names = 'contact_number,organisation,product,performance_start,signed_up_on,state';
    const row = (day: string) => `X,Scène,Carmen,2027-06-15T20:00,${day},open`;
    expect(await errors('waiting-list', [names, row('2026-11-25')])).toEqual([
      'line 2, column signed_up_on: "2026-11-25" is still to come (today is 2026-11-24)',
    ]);
    expect(await bring('waiting-list', [names, row(TODAY)])).toMatchObject({ inserted: 1 });
  });
});
