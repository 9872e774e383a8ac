import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let officer: Asker;
let clerk: Asker;
let count = 0;

beforeAll(async () => {
  web = await Web.open();
  officer = await web.as('data-protection-officer');
  clerk = await web.as('box-office');
});
afterAll(() => web.close());

const today = () => new Date().toISOString().slice(0, 10);
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);

async function contact(values: Record<string, unknown> = {}): Promise<string> {
  count += 1;
  await web.venue.contact({
    number: `R${count}`,
    first_name: 'Ada',
    last_name: `Lovelace ${count}`,
    ...values,
  });
  return `R${count}`;
}

async function record(number: string, wanted: Record<string, unknown> = {}, as = clerk) {
  const body = { kind: 'access', way: 'letter', receivedOn: daysAgo(3), ...wanted };
  return await as(`/api/contacts/${number}/requests`, { method: 'POST', body });
}
const put = (id: number, what: string, body: object, as = officer) =>
  as(`/api/requests/${id}/${what}`, { method: 'PUT', body });
const codeOf = (answer: Awaited<ReturnType<Asker>>) => answer.json().type?.replace('/problems/', '');

describe('R21 requests of persons about their data', () => {
  it('R21 a request is due within a month, listed by what is due first, and closed with its proof', async () => {
    const [late, soon] = [await contact(), await contact()];
    const second = (
      await record(soon, { receivedOn: daysAgo(2), text: 'Everything about me, please.' })
    ).json().request;
    const first = (await record(late, { receivedOn: daysAgo(60) })).json().request;
    const { items } = (await officer('/api/requests')).json();
    expect(items.map(({ id }: { id: number }) => id)).toEqual([first, second]);
    expect(items[0].daysLeft).toBeLessThan(0);
    expect(items[0].contact).toEqual({ number: late, name: 'Ada Lovelace 1' });
    expect((await officer('/api/home')).json().requests).toEqual({
      open: 2,
      overdue: 1,
      firstDueOn: items[0].dueOn,
    });

    const unchecked = await put(second, 'answer', { state: 'answered', way: 'letter' });
    expect([unchecked.statusCode, codeOf(unchecked)]).toEqual([422, 'identity-not-checked']);
    expect((await put(second, 'identity', { identity: 'document' }, clerk)).statusCode).toBe(204);
    expect(codeOf(await put(second, 'answer', { state: 'answered' }))).toBe('answer-without-way');
    const answered = await put(second, 'answer', { state: 'answered', way: 'letter', text: 'Sent by post.' });
    expect(answered.statusCode).toBe(204);

    const details = (await officer(`/api/requests/${second}`)).json();
    expect(details).toMatchObject({
      state: 'answered',
      answerWay: 'letter',
      identity: 'document',
      identityBy: 'box-office',
      recordedBy: 'box-office',
      closedBy: 'data-protection-officer',
      texts: { asked: 'Everything about me, please.', answer: 'Sent by post.' },
    });
    expect(details.closedAt.slice(0, 10)).toBe(today());
    expect(codeOf(await put(second, 'answer', { state: 'withdrawn' }))).toBe('request-is-closed');
    const closed = (await officer('/api/requests?state=closed')).json().items;
    expect(closed.map(({ id }: { id: number }) => id)).toEqual([second]);
    const own = (await officer(`/api/contacts/${soon}/requests`)).json().items;
    expect(own).toHaveLength(1);
  });

  it('R21 the time is extended once, with its reason, while the first month lasts', async () => {
    const number = await contact();
    const id = (await record(number)).json().request;
    const before = (await officer(`/api/requests/${id}`)).json();
    expect((await put(id, 'extension', { reason: 'Many requests at once.' }, clerk)).statusCode).toBe(403);
    expect((await put(id, 'extension', { reason: 'Many requests at once.' })).statusCode).toBe(204);
    const after = (await officer(`/api/requests/${id}`)).json();
    expect(after.dueOn > before.dueOn).toBe(true);
    expect(after).toMatchObject({ extended: true, texts: { extension: 'Many requests at once.' } });
    expect(codeOf(await put(id, 'extension', { reason: 'And again.' }))).toBe('extension-exists');
    const late = (await record(await contact(), { receivedOn: daysAgo(60) })).json().request;
    expect(codeOf(await put(late, 'extension', { reason: 'Too late.' }))).toBe('extension-too-late');
  });

  it('R21 what cannot be is refused: a day to come, one of a kind twice, a refusal without a reason', async () => {
    const number = await contact();
    const tomorrow = new Date(Date.now() + 2 * 86_400_000).toISOString().slice(0, 10);
    expect(codeOf(await record(number, { receivedOn: tomorrow }))).toBe('wrong-received-date');
    const id = (await record(number, { kind: 'objection' })).json().request;
    const twice = await record(number, { kind: 'objection' });
    expect([twice.statusCode, codeOf(twice)]).toEqual([409, 'request-exists']);
    expect(codeOf(await put(id, 'answer', { state: 'refused', way: 'letter' }))).toBe(
      'refusal-without-reason',
    );
    const refused = { state: 'refused', way: 'letter', text: 'It could not be made sure who asks.' };
    expect((await put(id, 'answer', refused)).statusCode).toBe(204);
    expect((await record(number, { kind: 'objection' })).statusCode).toBe(201);
  });

  it('R21 the requests of a confidential contact are seen by who may open its file', async () => {
    const number = await contact({ confidentiality: 'confidential' });
    const id = (await record(number, {}, officer)).json().request;
    expect((await clerk(`/api/requests/${id}`)).statusCode).toBe(404);
    expect((await record(number, { kind: 'erasure' })).statusCode).toBe(404);
    expect((await put(id, 'identity', { identity: 'known' }, clerk)).statusCode).toBe(404);
    const listed = (await clerk('/api/requests?limit=200')).json().items;
    expect(listed.map((item: { id: number }) => item.id)).not.toContain(id);
    expect((await officer(`/api/requests/${id}`)).statusCode).toBe(200);
  });

  it('R8 R13 an erasure that was asked for leaves its proof, without who asked and without a word about it', async () => {
    const number = await contact();
    const id = (await record(number, { kind: 'erasure', text: 'Forget me, Ada.', identity: 'known' })).json()
      .request;
    const erased = await officer(`/api/contacts/${number}/erasure`, {
      method: 'POST',
      body: { confirm: number },
    });
    expect(erased.statusCode).toBe(200);
    expect(
      (await put(id, 'answer', { state: 'answered', way: 'e-mail', text: 'Done, Ada.' })).statusCode,
    ).toBe(204);
    const details = (await officer(`/api/requests/${id}`)).json();
    expect(details).toMatchObject({ contact: null, state: 'answered', kind: 'erasure', texts: {} });
    const left = await web.venue.rows(sql`select from subject_request_texts where request_id = ${id}`);
    expect(left).toEqual([]);
  });

  it('R21 the register is exported by who answers, with erased contacts and without words, audited', async () => {
    const number = await contact();
    await record(number, { text: 'Words of a person.' });
    const answer = await officer('/api/requests.csv');
    const lines = answer.payload.split('\n');
    expect(lines[0]).toBe(
      '\ufeffrequest,contact_number,kind,way,received_on,due_on,extended,identity,state,closed_at,answer_way',
    );
    expect(lines.find((line) => line.includes(`,${number},`))).toMatch(/,access,letter,.*,no,,open,,$/);
    expect(lines.find((line) => line.includes(',erasure,'))).toMatch(/^\d+,,erasure,/);
    expect(answer.payload).not.toContain('Words of a person');
    expect((await clerk('/api/requests.csv')).statusCode).toBe(403);
    const audits = await web.venue.rows(sql`select from audit_log where action = 'requests.export'`);
    expect(audits).toHaveLength(1);
  });

  it('R21 another institution has its own', async () => {
    const elsewhere = await Venue.in(web.venue.test, { slug: 'elsewhere' });
    const contact_id = await elsewhere.contact();
    const theirs = await elsewhere.insert('subject_requests', {
      contact_id,
      kind: 'access',
      way: 'letter',
      received_on: daysAgo(1),
      due_on: today(),
      recorded_at: new Date(),
      recorded_by: 'operator:1',
    });
    expect((await officer(`/api/requests/${theirs}`)).statusCode).toBe(404);
  });
});
