import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { bring, refusal } from '../../test/helpers/bring.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import { permissionsOf } from '../operators/operators.ts';
import {
  changeCriterion,
  createCriterion,
  deleteCriterion,
  previewConversion,
  recordCriteria,
  recordCriteriaByOperator,
  selectContactCriteria,
  selectCriteria,
} from './criteria.ts';

const NOW = new Date('2021-06-15T10:00:00Z');
const WANTED = {
  name: 'Aime le jazz',
  organisationId: null as number | null,
  type: 'yes-no' as 'yes-no' | 'choice' | 'choices' | 'number' | 'date' | 'text',
  choices: [] as string[],
  editableByContact: true,
  position: 0,
  state: 'active' as 'active' | 'retired',
};

/** By somebody who may open every file. */
const asked = (number: string) => ({ number, permissions: permissionsOf('administrator') });

let venue: Venue;
let operatorId: number;
venuePerTest((one) => {
  venue = one;
});
beforeEach(async () => {
  operatorId = await venue.insert('operators', {
    email: 'desk@example.org',
    name: 'Desk of the hall',
    password_hash: 'none',
    profile: 'marketing',
    locale: 'fr',
    created_at: NOW,
  });
});

const all = () => ({ operatorId, organisations: null as number[] | null, now: NOW });
const define = (wanted: Partial<typeof WANTED> = {}, by = all()) =>
  createCriterion(venue.database, venue.institution, { ...WANTED, ...wanted }, by);
const redefine = (id: number, wanted: Partial<typeof WANTED>, version = 1) =>
  changeCriterion(venue.database, venue.institution, id, { ...WANTED, ...wanted, version }, all());
const read = (number = 'C1', organisations: number[] | null = null) =>
  selectContactCriteria(venue.database, venue.institution, asked(number), organisations);
const set = async (criterionId: number, value: string | null, request = true, by = all()) =>
  await recordCriteriaByOperator(
    venue.database,
    venue.institution,
    asked('C1'),
    {
      version: (await read()).version,
      changes: [{ criterionId, value }],
      request: request ? { way: 'phone' } : null,
    },
    by,
  );
const code = (thrown: string) => ({ code: thrown });

async function activity(contact: number): Promise<string> {
  await venue.run('simulation', '2021-06-20', { months: 1 });
  const found = await venue.recency(contact);
  return `${found?.source} ${found?.recency} ${found?.organisation ?? ''}`.trim();
}

describe('criteria of a contact', () => {
  it('R1f what an operator records on request is activity of the criterion’s organisation, with its proof', async () => {
    const contact = await venue.contact();
    const id = await define({ organisationId: await venue.organisation('Festival') });
    expect(await set(id, 'Oui')).toBe(1);
    expect(await activity(contact)).toBe('criterion 2021-06-15 Festival');
    expect(await read()).toMatchObject({
      items: [{ id, value: 'yes' }],
      history: [
        {
          before: null,
          after: 'yes',
          by: 'operator',
          requested: true,
          way: 'phone',
          operator: 'Desk of the hall',
        },
      ],
    });
  });

  it('R1f what an operator knows by itself is history and no activity; an unchanged value is nothing', async () => {
    const contact = await venue.contact();
    const id = await define();
    expect(await set(id, 'yes', false)).toBe(1);
    expect(await set(id, 'oui')).toBe(0);
    expect(await activity(contact)).toBe('creation 2010-01-01');
    expect((await read()).history).toHaveLength(1);
    expect(await set(id, null)).toBe(1);
    expect(await activity(contact)).toBe('criterion 2021-06-15');
    expect((await read()).items).toMatchObject([{ value: null }]);
  });

  it('R1f of many contacts at once, by the contacts themselves', async () => {
    const [one, two] = [await venue.contact(), await venue.contact()];
    const id = await define({ type: 'number' });
    const recording = {
      by: 'contact',
      onRequest: true,
      place: 'point-of-sale',
      organisations: null,
      now: NOW,
    } as const;
    const changed = await inInstitution(venue.database, venue.id, (tenant) =>
      recordCriteria(
        tenant,
        venue.institution,
        [
          { contactId: one, criterionId: id, value: '1,50' },
          { contactId: two, criterionId: id, value: '2' },
        ],
        recording,
      ),
    );
    expect(changed).toBe(2);
    expect((await read()).items).toMatchObject([{ value: '1.5' }]);
    expect(await activity(two)).toBe('criterion 2021-06-15');
  });

  it('a value that the type does not take is refused, and so is a retired criterion', async () => {
    await venue.contact();
    const id = await define({ type: 'date' });
    await expect(set(id, '15.6.2021')).rejects.toMatchObject(code('wrong-criterion-value'));
    await redefine(id, { type: 'date', state: 'retired' });
    await expect(set(id, '2021-06-15')).rejects.toMatchObject(code('unknown-criterion'));
    expect((await read()).items, 'retired and without value: not shown').toEqual([]);
  });

  it('what another operator changed since it was read is not overwritten', async () => {
    await venue.contact();
    const id = await define();
    const { version } = await read();
    await set(id, 'yes');
    const late = { version, changes: [{ criterionId: id, value: 'no' }], request: null };
    await expect(
      recordCriteriaByOperator(venue.database, venue.institution, asked('C1'), late, all()),
    ).rejects.toMatchObject(code('changed-meanwhile'));
  });

  it('who works for one organisation neither sees, sets nor defines the criteria of another', async () => {
    await venue.contact();
    const [mine, theirs] = [await venue.organisation('Mine'), await venue.organisation('Theirs')];
    const general = await define({ name: 'general' });
    const own = await define({ name: 'own', organisationId: mine });
    const foreign = await define({ name: 'foreign', organisationId: theirs });
    await set(foreign, 'yes');
    const by = { ...all(), organisations: [mine] };
    const seen = await selectCriteria(venue.database, venue.institution, [mine]);
    expect(seen.criteria.map(({ id }) => id).sort()).toEqual([general, own].sort());
    const file = await read('C1', [mine]);
    expect(file.items.map(({ id }) => id)).not.toContain(foreign);
    expect(file.history).toEqual([]);
    expect(await set(general, 'yes', true, by)).toBe(1);
    await expect(set(foreign, 'no', true, by)).rejects.toMatchObject(code('unknown-criterion'));
    for (const organisationId of [null, theirs]) {
      await expect(define({ name: 'x', organisationId }, by)).rejects.toMatchObject(code('not-permitted'));
    }
    await expect(deleteCriterion(venue.database, venue.institution, foreign, 1, by)).rejects.toMatchObject(
      code('not-permitted'),
    );
  });

  it('criteria of another institution are unknown', async () => {
    await venue.contact();
    const id = await define();
    const other = await Venue.in(venue.test, { slug: `${venue.institution.slug}-other` });
    await other.contact();
    const wanted = { version: '0', changes: [{ criterionId: id, value: 'yes' }], request: null };
    await expect(
      recordCriteriaByOperator(venue.database, other.institution, asked('C1'), wanted, { ...all() }),
    ).rejects.toMatchObject(code('unknown-criterion'));
    expect((await selectCriteria(venue.database, other.institution, null)).criteria).toEqual([]);
  });

  it('R8 erasing a contact removes its criteria with their history', async () => {
    const contact = await venue.contact();
    await set(await define(), 'yes', false);
    await venue.run('real', '2021-06-20');
    expect(await venue.exists(contact)).toBe(false);
    const left = await venue.rows(sql`
      select contact_id from criterion_changes where institution_id = ${venue.id}
      union all select contact_id from contact_criteria where institution_id = ${venue.id}`);
    expect(left).toEqual([]);
  });
});

describe('definitions', () => {
  it('a wrong one and a second of one name are refused', async () => {
    await define();
    await expect(define()).rejects.toMatchObject(code('criterion-exists'));
    for (const wrong of [
      { name: ' ' },
      { type: 'choice' as const, choices: [] },
      { type: 'choice' as const, choices: ['a', 'A'] },
      { type: 'choices' as const, choices: ['a;b'] },
    ]) {
      await expect(define({ name: 'other', ...wrong })).rejects.toMatchObject(code('wrong-criterion'));
    }
    await expect(define({ name: 'other', organisationId: 999_999 })).rejects.toMatchObject(
      code('unknown-organisation'),
    );
  });

  it('R1f another type converts the values there are, which is no activity; an import later does not undo it', async () => {
    await bring(venue, 'contacts', ['number,kind,created_on', 'C1,individual,2010-01-01']);
    const file = [
      'contact_number,criterion,value,changed_at,by',
      'C1,Aime le jazz,oui,2021-02-03T10:00:00Z,contact',
    ];
    await bring(venue, 'criteria', file);
    const { criteria } = await selectCriteria(venue.database, venue.institution, null);
    const id = criteria[0]?.id as number;
    expect(criteria, 'a file makes a criterion of text').toMatchObject([{ type: 'text' }]);
    const conversion = await previewConversion(venue.database, venue.institution, id, WANTED, all());
    expect(conversion).toEqual({
      contacts: 1,
      converted: [{ from: 'oui', to: 'yes', contacts: 1 }],
      unfit: [],
    });
    await redefine(id, {});
    expect((await read()).items).toMatchObject([{ type: 'yes-no', value: 'yes' }]);
    await bring(venue, 'criteria', file);
    expect((await read()).items).toMatchObject([{ value: 'yes' }]);
    const [contact] = await venue.rows(
      sql<{ id: number }>`select id from contacts where institution_id = ${venue.id}`,
    );
    expect(await activity(contact?.id as number)).toBe('criterion 2021-02-03');
  });

  it('a type or a choice that a contact’s value does not fit is refused, and nothing changes', async () => {
    await venue.contact();
    const id = await define({ type: 'choices', choices: ['Jazz', 'Danse', 'Opéra'] });
    await set(id, 'danse;jazz');
    const without = { type: 'choices' as const, choices: ['Jazz', 'Opéra'] };
    const preview = await previewConversion(venue.database, venue.institution, id, without, all());
    expect(preview.unfit).toEqual([{ value: 'Jazz;Danse', contacts: 1 }]);
    await expect(redefine(id, without)).rejects.toMatchObject(code('criterion-values-unfit'));
    await expect(redefine(id, { type: 'date' })).rejects.toMatchObject(code('criterion-values-unfit'));
    await redefine(id, { type: 'choices', choices: ['Danse', 'Jazz', 'Opéra', 'Cirque'] });
    expect((await read()).items, 'another order is another form').toMatchObject([{ value: 'Danse;Jazz' }]);
    await expect(redefine(id, WANTED, 1)).rejects.toMatchObject(code('changed-meanwhile'));
  });

  it('an import is checked by the type, and brings values into its form', async () => {
    await bring(venue, 'contacts', ['number,kind,created_on', 'C1,individual,2010-01-01']);
    await define({ name: 'Abonnements', type: 'number' });
    const file = (value: string) => [
      'contact_number,criterion,value,changed_at',
      `C1,Abonnements,${value},2021-02-03T10:00:00Z`,
    ];
    expect((await refusal(venue, 'criteria', file('beaucoup'))).join()).toMatch(/value.*number/);
    await bring(venue, 'criteria', file('2.50'));
    expect((await read()).items).toMatchObject([{ value: '2.5' }]);
    expect(await bring(venue, 'criteria', file('2.5'))).toMatchObject({ inserted: 0, updated: 0 });
  });

  it('R1f deleting asks for the number of contacts, forgets what was said, and keeps the day as activity', async () => {
    const contact = await venue.contact();
    const id = await define({ type: 'text' });
    await set(id, 'a telling answer');
    const remove = (contacts: number) =>
      deleteCriterion(venue.database, venue.institution, id, contacts, all());
    await expect(remove(0)).rejects.toMatchObject(code('criterion-has-values'));
    await remove(1);
    expect(await read()).toMatchObject({ items: [], history: [] });
    expect((await selectCriteria(venue.database, venue.institution, null)).criteria).toEqual([]);
    const words = await venue.rows(sql`
      select from criterion_changes where institution_id = ${venue.id} and value_after like '%telling%'`);
    expect(words).toEqual([]);
    expect(await activity(contact)).toBe('criterion 2021-06-15');
    await define({ type: 'text' });
  });
});
