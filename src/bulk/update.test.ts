import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { recordAuthorisations, selectAuthorisations } from '../consent/consent.ts';
import { createCriterion, selectContactCriteria } from '../criteria/criteria.ts';
import { inInstitution } from '../database/database.ts';
import { permissionsOf } from '../operators/operators.ts';
import { applyUpdate, previewUpdate } from './bulk.ts';

const NOW = new Date('2021-06-15T10:00:00Z');
let venue: Venue;
let operatorId: number;
let jazz: number;
venuePerTest((one) => {
  venue = one;
});

/** By somebody who may open every file. */
const asked = (number: string) => ({ number, permissions: permissionsOf('administrator') });
const updater = () => ({ operatorId, levels: ['free', 'restricted'], organisations: null, now: NOW });
const preview = (text: string) =>
  previewUpdate(venue.database, venue.institution, Buffer.from(text), updater());
const apply = (text: string, fingerprint: string) =>
  applyUpdate(venue.database, venue.institution, Buffer.from(text), { ...updater(), fingerprint });
const criteriaOf = (number: string) =>
  selectContactCriteria(venue.database, venue.institution, asked(number), null);
const jazzOf = async (number: string) =>
  (await criteriaOf(number)).items.find(({ id }) => id === jazz)?.value;
const answerOf = async (number: string) =>
  (await selectAuthorisations(venue.database, venue.institution, asked(number))).items.find(
    ({ authorisation }) => authorisation === 'email',
  )?.value;
const code = (thrown: string) => ({ code: thrown });

async function define(name: string, type: 'yes-no' | 'choice', organisationId: number | null = null) {
  return await createCriterion(
    venue.database,
    venue.institution,
    {
      name,
      organisationId,
      type,
      choices: type === 'choice' ? ['jazz', 'opera'] : [],
      editableByContact: true,
      position: 0,
      state: 'active',
    },
    { operatorId, organisations: null, now: NOW },
  );
}

beforeEach(async () => {
  operatorId = await venue.insert('operators', {
    email: 'desk@example.org',
    name: 'Desk of the hall',
    password_hash: 'none',
    profile: 'marketing',
    locale: 'fr',
    created_at: NOW,
  });
  jazz = await define('Aime le jazz', 'yes-no');
  for (let index = 0; index < 3; index += 1) await venue.contact(); // C1, C2, C3
});

describe('updating criteria and authorisations of many contacts from a file', () => {
  const FILE = 'contact_number;criterion:Aime le jazz;authorisation:email\nC1;oui;no\nC2;;yes\nC3;yes;none\n';

  it('shows what is and what will be, and applies just that, with its history', async () => {
    const shown = await preview(FILE);
    expect(shown).toMatchObject({
      rows: 3,
      contacts: 3,
      refused: { count: 0 },
      fields: [
        {
          name: 'criterion:Aime le jazz',
          changed: 2,
          unchanged: 0,
          leftAlone: 1,
          values: [{ before: null, after: 'yes', contacts: 2 }],
        },
        { name: 'authorisation:email', changed: 2, unchanged: 1, leftAlone: 0 },
      ],
    });
    expect(shown.first[0]).toEqual({
      line: 2,
      number: 'C1',
      changes: [
        { name: 'criterion:Aime le jazz', before: null, after: 'yes' },
        { name: 'authorisation:email', before: 'none', after: 'no' },
      ],
    });
    expect(await jazzOf('C1')).toBeNull();
    expect(await apply(FILE, shown.fingerprint)).toEqual({ contacts: 3, criteria: 2, authorisations: 2 });
    expect([await jazzOf('C1'), await jazzOf('C2'), await jazzOf('C3')]).toEqual(['yes', null, 'yes']);
    expect([await answerOf('C1'), await answerOf('C2'), await answerOf('C3')]).toEqual(['no', 'yes', 'none']);
    expect((await criteriaOf('C1')).history).toMatchObject([
      { before: null, after: 'yes', by: 'import', place: 'import' },
    ]);
    const again = await preview(FILE);
    expect(again).toMatchObject({ contacts: 0, first: [] });
    await expect(apply(FILE, again.fingerprint)).rejects.toMatchObject(code('nothing-to-update'));
    const audited = await venue.rows<{ details: object }>(sql`
      select details from audit_log where institution_id = ${venue.id} and action = 'contacts.bulk-update'`);
    expect(audited).toEqual([{ details: { contacts: 3, criteria: 2, authorisations: 2 } }]);
  });

  it('takes the value of a criterion away where a hyphen stands, and leaves it where nothing does', async () => {
    await apply(FILE, (await preview(FILE)).fingerprint);
    const away = 'contact_number;criterion:Aime le jazz\nC1;-\nC2;-\nC3;\n';
    const shown = await preview(away);
    expect(shown.fields).toMatchObject([{ changed: 1, unchanged: 1, leftAlone: 1 }]);
    expect(shown.fields[0]?.values).toEqual([{ before: 'yes', after: null, contacts: 1 }]);
    await apply(away, shown.fingerprint);
    expect([await jazzOf('C1'), await jazzOf('C3')]).toEqual([null, 'yes']);
  });

  it('R1 is no activity of anybody', async () => {
    await apply(FILE, (await preview(FILE)).fingerprint);
    const run = await venue.run('simulation', '2021-06-15');
    expect(run.counts.delete).toBe(3);
    expect((await venue.journal(run)).map(({ recency_source }) => recency_source)).toEqual([
      'creation',
      'creation',
      'creation',
    ]);
  });

  it('changes nothing where a value changed since it was shown', async () => {
    const { fingerprint } = await preview(FILE);
    const [{ id }] = (await venue.rows<{ id: number }>(
      sql`select id from contacts where institution_id = ${venue.id} and number = 'C3'`,
    )) as [{ id: number }];
    await inInstitution(venue.database, venue.id, (tenant) =>
      recordAuthorisations(
        tenant,
        venue.institution,
        [{ contactId: id, authorisation: 'email', value: 'no' }],
        {
          by: 'contact',
          onRequest: true,
          place: 'point-of-sale',
          now: NOW,
        },
      ),
    );
    await expect(apply(FILE, fingerprint)).rejects.toMatchObject(code('values-changed'));
    expect([await jazzOf('C1'), await answerOf('C1'), await answerOf('C3')]).toEqual([null, 'none', 'no']);
  });

  it('changes nothing where the file is another than the one that was shown', async () => {
    const { fingerprint } = await preview(FILE);
    await expect(apply(FILE.replace('C1;oui;no', 'C1;oui;yes'), fingerprint)).rejects.toMatchObject(
      code('values-changed'),
    );
    expect(await jazzOf('C1')).toBeNull();
  });

  it('names each line that it cannot take, and then does nothing', async () => {
    await venue.contact({ number: 'secret', confidentiality: 'confidential' });
    const other = await Venue.in(venue.test, { slug: 'other' });
    await other.contact({ number: 'elsewhere' });
    const text =
      'contact_number,criterion:Aime le jazz\nC1,yes\nC1,no\nnobody,yes\nelsewhere,yes\nsecret,yes\nC2,perhaps\n,yes\nC3\n';
    const shown = await preview(text);
    expect(shown.refused.lines).toEqual([
      { line: 3, reason: 'twice' },
      { line: 4, reason: 'unknown-contact' },
      { line: 5, reason: 'unknown-contact' },
      { line: 6, reason: 'confidential-contact' },
      { line: 7, reason: 'wrong-value', column: 'criterion:Aime le jazz', value: 'perhaps' },
      { line: 8, reason: 'no-number' },
      { line: 9, reason: 'wrong-count' },
    ]);
    await expect(apply(text, shown.fingerprint)).rejects.toMatchObject(code('lines-refused'));
    expect(await jazzOf('C1')).toBeNull();
  });

  it('refuses columns that are unknown, doubled or ambiguous, and files that are none', async () => {
    const hall = await venue.organisation('Hall');
    await define('Genre', 'choice');
    await define('Genre', 'choice', hall);
    await expect(
      preview('contact_number,criterion:Genre,criterion:Nope,authorisation:fax,name\nC1,jazz,x,yes,Ada\n'),
    ).rejects.toMatchObject({
      code: 'wrong-columns',
      details: [
        'criterion:Genre: ambiguous',
        'criterion:Nope: unknown',
        'authorisation:fax: unknown',
        'name: unknown',
      ],
    });
    expect(await preview('contact_number,criterion:Genre@Hall\nC1,Opera\n')).toMatchObject({ contacts: 1 });
    await expect(preview('criterion:Genre@Hall\njazz\n')).rejects.toMatchObject(code('wrong-columns'));
    await expect(preview('contact_number\nC1\n')).rejects.toMatchObject(code('wrong-columns'));
    await expect(preview('contact_number,"authorisation:email\nC1,yes\n')).rejects.toMatchObject(
      code('not-csv'),
    );
    await expect(preview('')).rejects.toMatchObject(code('empty-table'));
  });

  it('takes thousands of contacts at once', async () => {
    await sql`insert into contacts (institution_id, number, kind, created_on)
              select ${venue.id}, 'N' || n, 'individual', '2015-01-01' from generate_series(1, 2000) n`.execute(
      venue.database.owner,
    );
    const rows = Array.from({ length: 2_000 }, (_, index) => `N${index + 1},${index % 2 ? 'yes' : 'no'},yes`);
    const text = `contact_number,criterion:Aime le jazz,authorisation:sms\n${rows.join('\n')}`;
    const shown = await preview(text);
    expect([shown.contacts, shown.first.length]).toEqual([2_000, 50]);
    expect(await apply(text, shown.fingerprint)).toEqual({
      contacts: 2_000,
      criteria: 2_000,
      authorisations: 2_000,
    });
  });
});
