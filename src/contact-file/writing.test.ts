import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { hashNumber } from '../contacts/contacts.ts';

let web: Web;
let clerk: Asker;
let other: Asker;
let officer: Asker;
beforeAll(async () => {
  web = await Web.open();
  clerk = await web.as('box-office');
  other = await web.as('box-office', 'other@example.org');
  officer = await web.as('data-protection-officer');
});
afterAll(() => web.close());

const edit = (asker: Asker, number: string, changes: object) =>
  asker(`/api/contacts/${number}`, { method: 'PATCH', body: { changes } });
const create = (body: object, asker = clerk) =>
  asker('/api/contacts', { method: 'POST', body: { kind: 'individual', givenBy: 'person', ...body } });
const file = async (number: string) => (await officer(`/api/contacts/${number}`)).json();
const problem = (answer: { json(): { type: string } }) => answer.json().type.replace('/problems/', '');

describe('editing a file', () => {
  it('R1 changes what was asked and says which fields in the audit, never a value; it is no activity', async () => {
    const id = await web.venue.contact({ number: 'E1', last_name: 'Old', created_on: '2015-01-01' });
    const answer = await edit(clerk, 'E1', {
      lastName: { from: 'Old', to: '  Newname ' },
      email: { from: null, to: 'new@example.org' },
      birthDate: { from: null, to: '1980-02-29' },
      roles: { from: [], to: [{ role: 'guide', validUntil: '2030-01-01' }] },
    });
    expect(answer.json()).toEqual({ changed: ['lastName', 'email', 'birthDate', 'roles'] });
    const changed = await file('E1');
    expect(changed).toMatchObject({
      lastName: 'Newname',
      email: 'new@example.org',
      birthDate: '1980-02-29',
      roles: [{ role: 'guide', validUntil: '2030-01-01' }],
      rope: { recency: '2015-01-01', source: 'creation' },
    });
    expect(changed.lastChanges).toContainEqual({
      field: 'email',
      by: 'box-office',
      at: expect.any(String),
    });
    const lines = await web.venue.rows(
      sql`select action, details from audit_log where subject = ${`contact:${id}`}`,
    );
    expect(lines).toEqual([
      { action: 'contact.edit', details: { fields: 'lastName,email,birthDate,roles' } },
    ]);
    const [latest] = (await clerk('/api/contacts/E1/timeline')).json().items;
    expect(latest).toMatchObject({ kind: 'edit', source: null, by: 'box-office' });
    expect(JSON.stringify(lines) + web.logged.join('')).not.toMatch(/Newname|new@example/);
  });

  it('saving what is there already changes nothing and leaves no trace', async () => {
    const id = await web.venue.contact({ number: 'E2', town: 'Bern' });
    expect((await edit(clerk, 'E2', { town: { from: 'Genf', to: 'Bern' } })).json()).toEqual({ changed: [] });
    expect(await web.venue.rows(sql`select from audit_log where subject = ${`contact:${id}`}`)).toEqual([]);
  });

  it('a stale form saves nothing and says which field, by whom and when', async () => {
    await web.venue.contact({ number: 'E3', town: 'Bern', street: 'Old street 1' });
    await edit(other, 'E3', { town: { from: 'Bern', to: 'Basel' } });
    const answer = await edit(clerk, 'E3', {
      town: { from: 'Bern', to: 'Genf' },
      email: { from: null, to: 'lost@example.org' },
    });
    expect([answer.statusCode, problem(answer)]).toEqual([409, 'stale-contact']);
    expect(answer.json().errors).toEqual([{ message: expect.stringMatching(/^town: box-office, 20\d\d-/) }]);
    expect(await file('E3')).toMatchObject({ town: 'Basel', email: null });
  });

  it('two who change different fields both win; a field that is relied on counts as seen', async () => {
    await web.venue.contact({ number: 'E4', town: 'Bern', postcode: '3000' });
    await edit(other, 'E4', { email: { from: null, to: 'a@example.org' } });
    expect((await edit(clerk, 'E4', { phone: { from: null, to: '123' } })).statusCode).toBe(200);
    await edit(other, 'E4', { town: { from: 'Bern', to: 'Basel' } });
    const answer = await edit(clerk, 'E4', {
      postcode: { from: '3000', to: '3001' },
      town: { from: 'Bern', to: 'Bern' },
    });
    expect(problem(answer)).toBe('stale-contact');
    expect(await file('E4')).toMatchObject({ postcode: '3000', town: 'Basel', email: 'a@example.org' });
  });

  it('of two saves at the same moment one is told that it is stale', async () => {
    await web.venue.contact({ number: 'E5' });
    const answers = await Promise.all(
      ['Bern', 'Genf', 'Basel'].map((to, index) =>
        edit([clerk, other, officer][index] as Asker, 'E5', { town: { from: null, to } }),
      ),
    );
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409, 409]);
  });

  it('an import between opening and saving is noticed, too', async () => {
    await web.venue.contact({ number: 'E6', town: 'Bern' });
    await web.venue.database.pool.query("update contacts set town = 'Chur' where number = 'E6'");
    expect(problem(await edit(clerk, 'E6', { town: { from: 'Bern', to: 'Genf' } }))).toBe('stale-contact');
  });

  it('takes the permission, and a level of confidentiality that one may open', async () => {
    await web.venue.contact({ number: 'E7' });
    const marketing = await web.as('marketing');
    expect((await edit(marketing, 'E7', { town: { from: null, to: 'x' } })).statusCode).toBe(403);
    const to = (level: string) => ({ confidentiality: { from: 'free', to: level } });
    expect(problem(await edit(clerk, 'E7', to('confidential')))).toBe('not-permitted');
    expect((await edit(clerk, 'E7', to('restricted'))).statusCode).toBe(200);
    const up = { confidentiality: { from: 'restricted', to: 'confidential' } };
    expect((await edit(officer, 'E7', up)).statusCode).toBe(200);
    const down = { confidentiality: { from: 'confidential', to: 'free' } };
    expect(problem(await edit(clerk, 'E7', down))).toBe('closed-contact');
  });

  it('refuses what cannot be, and nothing is half saved', async () => {
    await web.venue.contact({ number: 'E8', last_name: 'Stays', town: 'Bern' });
    const wrong: [object, string][] = [
      [{ email: 'no address' }, 'invalid-request'],
      [{ phone: 'call me' }, 'invalid-request'],
      [{ country: 'XX' }, 'invalid-request'],
      [{ birthDate: '2021-02-30' }, 'invalid-request'],
      [{ birthDate: '2999-01-01' }, 'wrong-birth-date'],
      [{ lastName: 'x'.repeat(101) }, 'invalid-request'],
      [{ lastName: 'nul\u0000' }, 'invalid-request'],
      [{ confidentiality: 'secret' }, 'invalid-request'],
      [{ number: 'E9' }, 'invalid-request'],
      [{ remark: 'x' }, 'invalid-request'],
      [{ structure: 'E8' }, 'wrong-structure'],
      [{ roles: [{ role: 'king', validUntil: null }] }, 'wrong-role'],
    ];
    for (const [fields, code] of wrong) {
      const changes = Object.fromEntries(
        Object.entries(fields).map(([name, to]) => [
          name,
          {
            from:
              name === 'roles'
                ? []
                : name === 'confidentiality'
                  ? 'free'
                  : name === 'lastName'
                    ? 'Stays'
                    : null,
            to,
          },
        ]),
      );
      const answer = await edit(clerk, 'E8', { ...changes, town: { from: 'Bern', to: 'Genf' } });
      expect(problem(answer), JSON.stringify(fields).slice(0, 80)).toBe(code);
    }
    expect(problem(await edit(clerk, 'E8', { lastName: { from: 'Stays', to: '' } }))).toBe(
      'nameless-contact',
    );
    expect(problem(await edit(clerk, 'E8', {}))).toBe('invalid-request');
    const megabyte = await edit(clerk, 'E8', { street: { from: null, to: 'x'.repeat(1_100_000) } });
    expect([megabyte.statusCode, problem(megabyte)]).toEqual([413, 'body-too-large']);
    expect(await file('E8')).toMatchObject({ lastName: 'Stays', town: 'Bern' });
  });

  it('keeps a script in a field as the text that it is', async () => {
    const script = '<script>alert("x")</script>';
    const { number } = (
      await create({
        fields: { lastName: script, firstName: script, title: script, street: script, town: script },
      })
    ).json();
    expect(await file(number)).toMatchObject({ lastName: script, firstName: script, street: script });
  });

  it('writes a telephone number as the world does, by the country of the contact, and keeps what is none', async () => {
    await web.venue.contact({ number: 'E10', country: 'FR' });
    await edit(clerk, 'E10', {
      phone: { from: null, to: '01 42 68 53 00' },
      mobile: { from: null, to: '12 34' },
    });
    expect(await file('E10')).toMatchObject({ phone: '+33 1 42 68 53 00', mobile: '12 34' });
  });
});

describe('creating a contact', () => {
  it('gives each the next number, however many are created at once', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => create({ fields: { lastName: 'New' } })),
    );
    const numbers = answers.map((answer) => Number(answer.json().number)).sort((one, two) => one - two);
    expect(numbers).toEqual(numbers.map((_, index) => (numbers[0] as number) + index));
  });

  it('passes over numbers that an import brought, and those of erased contacts', async () => {
    const last = Number((await create({ fields: { lastName: 'One' } })).json().number);
    await web.venue.contact({ number: String(last + 1) });
    await web.venue.contact({ number: String(last + 50) });
    const [row] = await web.venue.rows<{ key: Buffer }>(
      sql`select erased_number_key as key from institutions where id = ${web.venue.id}`,
    );
    await web.venue.insert('erased_numbers', {
      number_hash: hashNumber((row as { key: Buffer }).key, String(last + 51)),
    });
    expect((await create({ fields: { lastName: 'Two' } })).json().number).toBe(String(last + 52));
  });

  it('R19 for somebody else is refused until the notice to inform that person was read', async () => {
    const wanted = { fields: { lastName: 'Absent' }, givenBy: 'somebody-else' };
    expect(problem(await create(wanted))).toBe('notice-not-read');
    const created = await create({ ...wanted, noticeRead: true });
    expect(created.statusCode).toBe(201);
    const lines = await web.venue.rows(
      sql`select details->>'givenBy' as by from audit_log where action = 'contact.create' order by id desc limit 1`,
    );
    expect(lines).toEqual([{ by: 'somebody-else' }]);
  });

  it('a relay acts for a structure; nobody is created without a name', async () => {
    const structure = (await create({ kind: 'structure', fields: { companyName: 'Choir' } })).json().number;
    const relay = (await create({ kind: 'relay', fields: { lastName: 'Voice', structure } })).json().number;
    expect((await file(relay)).structure).toEqual({ number: structure, name: 'Choir' });
    expect(problem(await create({ kind: 'relay', fields: { lastName: 'x', structure: relay } }))).toBe(
      'wrong-structure',
    );
    expect(problem(await create({ fields: {} }))).toBe('nameless-contact');
    expect(problem(await create({ kind: 'structure', fields: { lastName: 'x' } }))).toBe('nameless-contact');
  });
});

describe('restriction of processing', () => {
  const restrict = (asker: Asker, number: string, restricted: boolean) =>
    asker(`/api/contacts/${number}/restriction`, {
      method: 'PUT',
      body: { restricted, reason: restricted ? 'contests the address' : 'settled' },
    });

  it('R6 spares from the batch, is told with its reason, and can be lifted; both stay in the timeline', async () => {
    await web.venue.contact({ number: 'R1', created_on: '2010-01-01' });
    expect((await restrict(clerk, 'R1', true)).statusCode).toBe(403);
    expect(problem(await restrict(officer, 'R1', false))).toBe('not-restricted');
    expect((await restrict(officer, 'R1', true)).statusCode).toBe(204);
    expect(problem(await restrict(officer, 'R1', true))).toBe('restriction-exists');
    expect(await file('R1')).toMatchObject({
      restriction: { reason: 'contests the address', by: 'data-protection-officer' },
      rope: { obstacles: ['restricted'] },
    });
    expect((await restrict(officer, 'R1', false)).statusCode).toBe(204);
    expect(await file('R1')).toMatchObject({ restrictedOn: null, restriction: null });
    const { items } = (await clerk('/api/contacts/R1/timeline')).json();
    expect(items.map(({ kind }: { kind: string }) => kind)).toEqual(['lifted', 'restricted', 'creation']);
  });

  it('one that came by an import can be lifted; a structure has none', async () => {
    await web.venue.contact({ number: 'R2', restricted_on: '2020-01-01' });
    expect((await restrict(officer, 'R2', false)).statusCode).toBe(204);
    await web.venue.contact({ number: 'R3', kind: 'structure' });
    expect(problem(await restrict(officer, 'R3', true))).toBe('restriction-of-structure');
  });
});

describe('erasing by hand from the file', () => {
  const erase = (number: string, body: object) =>
    officer(`/api/contacts/${number}/erasure`, { method: 'POST', body });

  it('R13 says what it would do and what stops it; a reason overrides, and the number must be typed', async () => {
    const id = await web.venue.contact({ number: 'Z1', last_name: 'Gone' });
    await web.venue.balance(id, 100);
    expect((await officer('/api/contacts/Z1/erasure')).json()).toEqual({
      outcome: 'delete',
      obstacles: ['debt'],
    });
    expect(problem(await erase('Z1', { confirm: 'Z2' }))).toBe('wrong-number');
    expect(problem(await erase('Z1', { confirm: 'Z1' }))).toBe('erasure-blocked');
    expect(problem(await erase('Z1', { confirm: 'Z1', overrideReason: 'Gone asks' }))).toBe(
      'reason-names-contact',
    );
    const done = await erase('Z1', { confirm: 'Z1', overrideReason: 'the debt is waived' });
    expect(done.json()).toMatchObject({ outcome: 'delete' });
    expect(problem(await officer('/api/contacts/Z1'))).toBe('unknown-contact');
    expect(await web.venue.rows(sql`select from file_openings where contact_id = ${id}`)).toEqual([]);
  });

  it('R13 tickets to come stop it, those of a gift too', async () => {
    const id = await web.venue.contact({ number: 'Z3' });
    await web.venue.order(await web.venue.contact(), '2024-01-01', [
      { state: 'sold', cultural_contact_id: id, valid_until: '2999-01-01' },
    ]);
    expect((await officer('/api/contacts/Z3/erasure')).json()).toEqual({
      outcome: 'anonymise',
      obstacles: ['tickets-to-come'],
    });
  });
});
