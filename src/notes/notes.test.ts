import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { findResidue } from '../personal-data/personal-data.ts';
import { eraseContact } from '../retention/retention.ts';

let web: Web;
let clerk: Asker;
let colleague: Asker;
let support: Asker;
beforeAll(async () => {
  web = await Web.open();
  clerk = await web.as('box-office');
  colleague = await web.as('marketing');
  support = await web.as('support');
});
afterAll(() => web.close());

let count = 0;
let number: string;
let contact: number;
beforeEach(async () => {
  count += 1;
  number = `N${count}`;
  contact = await web.venue.contact({ number });
});

const write = (text: unknown, ask = clerk, of = number) =>
  ask(`/api/contacts/${of}/notes`, { method: 'POST', body: { text } });
const change = (note: { id: number; version: number }, text: string, ask = clerk, of = number) =>
  ask(`/api/contacts/${of}/notes/${note.id}`, { method: 'PUT', body: { text, version: note.version } });
const remove = (note: { id: number; version: number }, of = number) =>
  clerk(`/api/contacts/${of}/notes/${note.id}?version=${note.version}`, { method: 'DELETE' });
const notes = async (of = number) => (await clerk(`/api/contacts/${of}/notes`)).json();
const texts = async () => (await notes()).items.map(({ text }: { text: string }) => text);
const remark = async () => (await clerk(`/api/contacts/${number}/remark`)).json();
const remarkOn = (body: { text: string; version: string }, ask = clerk) =>
  ask(`/api/contacts/${number}/remark`, { method: 'PUT', body });
const codeOf = (answer: { json(): { type: string } }) => answer.json().type.replace('/problems/', '');

describe('notes', () => {
  it('R16 there are several on a contact, the newest first, with author and moment', async () => {
    await write('Prefers the aisle.');
    await write('Paid by invoice.', colleague);
    const { items } = await notes();
    expect(items).toMatchObject([
      { text: 'Paid by invoice.', author: 'marketing', changedAt: null },
      { text: 'Prefers the aisle.', author: 'box-office' },
    ]);
    expect(Date.now() - Date.parse(items[0].writtenAt)).toBeLessThan(60_000);
  });

  it('R16 they are read page by page', async () => {
    for (const text of ['one', 'two', 'three']) await write(text);
    const first = (await clerk(`/api/contacts/${number}/notes?limit=2`)).json();
    expect(first.items.map(({ text }: { text: string }) => text)).toEqual(['three', 'two']);
    const rest = (await clerk(`/api/contacts/${number}/notes?limit=2&cursor=${first.next}`)).json();
    expect(rest).toMatchObject({ items: [{ text: 'one' }], next: null });
  });

  it('R16 a note is changed and deleted, and its author stays who wrote it', async () => {
    const note = (await write('Prefers the aisle.')).json();
    const changed = await change(note, 'Prefers row F.', colleague);
    expect(changed.json()).toMatchObject({ text: 'Prefers row F.', author: 'box-office', version: 2 });
    expect(changed.json().changedAt).not.toBeNull();
    expect((await remove(changed.json())).statusCode).toBe(204);
    expect(await texts()).toEqual([]);
  });

  it('R16 a form that is stale changes and deletes nothing, and says so', async () => {
    const note = (await write('Prefers the aisle.')).json();
    await change(note, 'Prefers row F.', colleague);
    const late = await change(note, 'Prefers row G.');
    expect([late.statusCode, codeOf(late)]).toEqual([409, 'stale']);
    expect(codeOf(await remove(note))).toBe('stale');
    expect(await texts()).toEqual(['Prefers row F.']);
  });

  it('R16 of two who change one note at once, one is told', async () => {
    const note = (await write('Prefers the aisle.')).json();
    const answers = await Promise.all([change(note, 'Row F.'), change(note, 'Row G.', colleague)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 409]);
  });

  it.each([
    ['a megabyte', 'x'.repeat(1024 * 1024), 'note-too-long'],
    ['a character too many', 'x'.repeat(4001), 'note-too-long'],
    ['nothing', ' \n\t ', 'note-empty'],
    ['more than the server reads', 'x'.repeat(5 * 1024 * 1024), 'body-too-large'],
    ['no text', 12, 'invalid-request'],
  ])('R16 %s is refused as what it is, and nothing is written', async (_, text, code) => {
    expect(codeOf(await write(text))).toBe(code);
    expect(await texts()).toEqual([]);
  });

  it('R16 4,000 characters are a note, whatever each takes', async () => {
    const text = '🎭'.repeat(4000);
    expect((await write(text)).statusCode).toBe(201);
    expect(await texts()).toEqual([text]);
  });

  it('R16 what looks like HTML is kept as the text it is; what no screen shows is not kept', async () => {
    const script = '<script>alert(1)</script> & <b onclick="x">bold</b>';
    await write(`${script}\u0000\r\n\ud800end`);
    expect(await texts()).toEqual([`${script}\n\ufffdend`]);
  });

  it('R16 a note is not found through another contact, and none on a contact that is not there', async () => {
    const note = (await write('Prefers the aisle.')).json();
    await web.venue.contact({ number: `${number}-other` });
    expect(codeOf(await change(note, 'x', clerk, `${number}-other`))).toBe('unknown-note');
    expect(codeOf(await remove(note, `${number}-other`))).toBe('unknown-note');
    expect(codeOf(await write('x', clerk, 'nobody'))).toBe('unknown-contact');
    expect((await notes('nobody')).type).toBe('/problems/unknown-contact');
    expect(await texts()).toEqual(['Prefers the aisle.']);
  });

  it('R16 those of another institution are not there', async () => {
    const other = await Venue.in(web.venue.test, { slug: `museum-${count}` });
    const contact_id = await other.contact({ number: `M${count}`, remark: 'theirs' });
    const operator_id = await other.insert('operators', {
      email: 'a@example.org',
      name: 'a',
      password_hash: '',
      profile: 'box-office',
      locale: 'fr',
      created_at: '2020-01-01',
    });
    const id = await other.insert('contact_notes', {
      contact_id,
      text: 'theirs',
      written_at: '2020-01-01',
      operator_id,
    });
    expect((await notes(`M${count}`)).type).toBe('/problems/unknown-contact');
    expect(codeOf(await clerk(`/api/contacts/M${count}/remark`))).toBe('unknown-contact');
    expect(codeOf(await change({ id, version: 1 }, 'mine'))).toBe('unknown-note');
    expect(codeOf(await remove({ id, version: 1 }))).toBe('unknown-note');
    const left = await web.venue.rows<{ text: string }>(sql`select text from contact_notes where id = ${id}`);
    expect(left).toEqual([{ text: 'theirs' }]);
  });

  it('R16 support reads and does not write', async () => {
    await write('Prefers the aisle.');
    expect((await support(`/api/contacts/${number}/notes`)).json().items).toHaveLength(1);
    expect(codeOf(await write('x', support))).toBe('not-permitted');
  });
});

describe('the remark', () => {
  it('R16 there is exactly one, empty at first; an empty one takes it away', async () => {
    const { version } = await remark();
    const said = (await remarkOn({ text: 'Pays by invoice.', version })).json();
    expect(await remark()).toEqual({ text: 'Pays by invoice.', version: said.version });
    await remarkOn({ text: '  ', version: said.version });
    expect((await remark()).text).toBe('');
    const kept = await web.venue.rows(sql`select remark from contacts where id = ${contact}`);
    expect(kept).toEqual([{ remark: null }]);
  });

  it('R16 a form that is stale changes nothing, also where an import changed the remark', async () => {
    const { version } = await remark();
    await web.venue.rows(sql`update contacts set remark = 'imported' where id = ${contact}`);
    const late = await remarkOn({ text: 'Mine.', version });
    expect([late.statusCode, codeOf(late)]).toEqual([409, 'stale']);
    expect((await remark()).text).toBe('imported');
  });

  it('R16 one of more than 2,000 characters is refused, but one that an import brought is read', async () => {
    const { version } = await remark();
    expect(codeOf(await remarkOn({ text: 'x'.repeat(2001), version }))).toBe('remark-too-long');
    await web.venue.rows(sql`update contacts set remark = repeat('y', 3000) where id = ${contact}`);
    const long = await remark();
    expect(long.text).toHaveLength(3000);
    expect((await remarkOn(long)).statusCode).toBe(200);
    expect(codeOf(await remarkOn({ ...long, text: `${long.text}y` }))).toBe('remark-too-long');
  });
});

describe('what follows', () => {
  it('R1 writing notes and a remark is no activity', async () => {
    await web.venue.insert('clicks', {
      contact_id: contact,
      clicked_at: '2015-05-01T10:00:00Z',
      clicked_on: '2015-05-01',
    });
    await change((await write('Prefers the aisle.')).json(), 'Prefers row F.');
    await remarkOn({ text: 'Pays by invoice.', version: (await remark()).version });
    await web.venue.run('simulation', '2021-06-15');
    expect(await web.venue.recency(contact)).toMatchObject({ recency: '2015-05-01', source: 'click' });
  });

  it('R16 each change is audited by internal ids; neither audit nor log says what was written or on whom', async () => {
    const before = web.logged.length;
    const note = (await write('Prefers the aisle.')).json();
    await change(note, 'Prefers the balcony.');
    await change({ ...note, version: 2 }, 'Prefers the balcony.'); // the same again is no change
    await remove({ ...note, version: 2 });
    await remarkOn({ text: 'Pays by invoice.', version: (await remark()).version });
    const lines = await web.venue.rows<{ action: string; subject: string; details: object; actor: string }>(
      sql`select actor, action, subject, details from audit_log where subject = ${`contact:${contact}`} order by id`,
    );
    expect(lines.map(({ action }) => action)).toEqual([
      'note.create',
      'note.change',
      'note.delete',
      'remark.change',
    ]);
    expect(lines[0]).toMatchObject({
      details: { note: note.id },
      actor: expect.stringMatching(/^operator:\d+$/),
    });
    const said = JSON.stringify(lines) + web.logged.slice(before).join('');
    expect(said).not.toMatch(/aisle|balcony|invoice/);
  });

  it('R8 R16 erasing the contact takes its notes and its remark', async () => {
    await write('mark-of-a-note');
    await remarkOn({ text: 'mark-of-a-remark', version: (await remark()).version });
    const marks = ['mark-of-a-note', 'mark-of-a-remark'];
    expect(await findResidue(web.venue.database.owner, marks)).toHaveLength(2);
    await eraseContact(web.venue.database, web.venue.institution, number, {
      now: new Date(),
      ledgerFile: web.venue.ledgerFile,
    });
    expect(await findResidue(web.venue.database.owner, marks)).toEqual([]);
    expect((await notes()).type).toBe('/problems/unknown-contact');
  });
});
