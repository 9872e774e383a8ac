import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { inInstitution } from '../database/database.ts';
import { membersOfTargets } from './targets.ts';

let web: Web;
let venue: Venue;
let neighbour: Venue;
let marketing: Asker;
let officer: Asker;
let count = 0;
let town: string;
beforeAll(async () => {
  web = await Web.open();
  venue = web.venue;
  marketing = await web.as('marketing');
  officer = await web.as('data-protection-officer');
  neighbour = await Venue.in(venue.test, { slug: 'neighbour' }); // with two, a sign-in would have to name one
});
afterAll(() => web.close());
// each test has its own town, and so its own targets
beforeEach(() => {
  count += 1;
  town = `town ${count}`;
});

const rule = (field: string, operator: string, value?: unknown) => ({ field, operator, value });
const all = (...rules: unknown[]) => ({ combinator: 'all', rules });
const here = () => all(rule('town', '=', town));
const wanted = (more: object = {}) => ({
  ...{
    code: `code-${count}`,
    name: `Target ${count}`,
    type: 'dynamic',
    description: '',
    query: here(),
    ...more,
  },
});
const post = async (url: string, body: unknown, ask = marketing) => ask(url, { method: 'POST', body });
const put = async (url: string, body: unknown, ask = marketing) => ask(url, { method: 'PUT', body });
const create = async (more: object = {}) => {
  const answer = await post('/api/targets', wanted(more));
  expect(answer.statusCode, answer.body).toBe(201);
  return answer.json();
};
const counted = async (body: object, ask = marketing) => (await post('/api/targets/count', body, ask)).json();
const read = async (id: number) => (await marketing(`/api/targets/${id}`)).json();
const type = (answer: { json: () => { type: string } }) => answer.json().type;

async function people(number: number, values: Record<string, unknown> = {}, of = venue): Promise<number[]> {
  const ids: number[] = [];
  for (let each = 0; each < number; each += 1) ids.push(await of.contact({ town, ...values }));
  await inInstitution(of.database, of.id, (tenant) =>
    refreshContactSearch(tenant, of.id, { after: 0, upTo: Number.MAX_SAFE_INTEGER }),
  );
  return ids;
}
const answer = (contact_id: number | undefined, authorisation: string, value: string) =>
  venue.insert('contact_authorisations', { contact_id, authorisation, value });
const members = async (chosen: { in: number[]; leftOut: number[] }, of = venue, now = new Date()) =>
  await inInstitution(of.database, of.id, async (tenant) => {
    const select = await membersOfTargets(tenant, of.institution, chosen, now);
    const { rows } = await sql<{ contact_id: number }>`
      select contact_id from (${select}) m order by contact_id`.execute(tenant);
    return rows.map(({ contact_id }) => contact_id);
  });

describe('R28 a target', () => {
  it('is written down with its query and its volume, and found again', async () => {
    await people(2);
    const target = await create({ description: 'All of them' });
    expect(target).toMatchObject({
      ...wanted({ description: 'All of them' }),
      ...{ volume: 2, frozenAt: null, archivedAt: null, campaigns: 0, version: 1 },
    });
    const { items } = (await marketing('/api/targets')).json();
    expect(items).toContainEqual(target);
    expect((await officer(`/api/targets/${target.id}`)).json()).toEqual(target);
  });

  it('has a code of its own', async () => {
    await create();
    const second = await create({ code: `other-${count}` });
    expect(type(await post('/api/targets', wanted()))).toBe('/problems/target-exists');
    expect(type(await put(`/api/targets/${second.id}`, { ...wanted(), version: 1 }))).toBe(
      '/problems/target-exists',
    );
    for (const wrong of [{ code: ' ' }, { code: 'a b' }, { name: '' }, { code: 'x'.repeat(41) }]) {
      expect(type(await post('/api/targets', wanted(wrong)))).toBe('/problems/wrong-target');
    }
  });

  it('with a query that is wrong or too large is refused, and says where', async () => {
    const wrong = await post(
      '/api/targets',
      wanted({ query: all(rule('town', '=', 'x'), rule('recency', '<', {})) }),
    );
    expect([wrong.statusCode, wrong.json()]).toEqual([
      422,
      expect.objectContaining({
        type: '/problems/wrong-query',
        errors: [expect.objectContaining({ code: 'wrong-value', about: { rule: 2 } })],
      }),
    ]);
    const many = all(...Array.from({ length: 101 }, () => rule('town', '=', 'x')));
    expect(type(await post('/api/targets', wanted({ query: many })))).toBe('/problems/query-too-large');
    expect((await post('/api/targets', wanted({ query: 'true' }))).statusCode).toBe(400);
  });

  it('that somebody else changed meanwhile is not overwritten', async () => {
    const { id } = await create();
    expect(
      (await put(`/api/targets/${id}`, { ...wanted({ name: 'First' }), version: 1 })).json(),
    ).toMatchObject({
      name: 'First',
      version: 2,
    });
    const late = await put(`/api/targets/${id}`, { ...wanted({ name: 'Second' }), version: 1 });
    expect([late.statusCode, type(late)]).toEqual([409, '/problems/stale']);
    expect(type(await put(`/api/targets/${id}/archived`, { archived: true, version: 1 }))).toBe(
      '/problems/stale',
    );
    expect(await read(id)).toMatchObject({ name: 'First', version: 2 });
  });

  it('is put away and taken back', async () => {
    const { id } = await create();
    const listed = async (query = '') =>
      (await marketing(`/api/targets${query}`)).json().items.some((one: { id: number }) => one.id === id);
    await put(`/api/targets/${id}/archived`, { archived: true, version: 1 });
    expect([await listed(), await listed('?archived=true')]).toEqual([false, true]);
    await put(`/api/targets/${id}/archived`, { archived: false, version: 2 });
    expect([await listed(), await listed('?archived=true')]).toEqual([true, false]);
  });

  it('tells the audit what was done, and nothing of what was asked', async () => {
    const { id } = await create();
    await put(`/api/targets/${id}`, { ...wanted({ name: 'Other', type: 'static' }), version: 1 });
    await post(`/api/targets/${id}/freeze`, { version: 2 });
    const lines = await venue.rows(
      sql<{ action: string; details: unknown }>`select action, details from audit_log
        where institution_id = ${venue.id} and subject = ${`target:${id}`} order by id`,
    );
    expect(lines).toEqual([
      { action: 'target.create', details: { type: 'dynamic' } },
      { action: 'target.edit', details: { type: 'static', requeried: false } },
      { action: 'target.freeze', details: { members: 0 } },
    ]);
  });
});

describe('R28 static and dynamic', () => {
  it('a dynamic target is computed at each use, a static one stays until it is frozen anew', async () => {
    const before = await people(2);
    const dynamic = await create();
    const still = await create({ code: `s-${count}`, type: 'static' });
    expect(still).toMatchObject({ volume: 2, frozenAt: expect.any(String) });
    const after = await people(1);
    expect(await members({ in: [dynamic.id], leftOut: [] })).toEqual([...before, ...after]);
    expect(await members({ in: [still.id], leftOut: [] })).toEqual(before);
    expect(await counted({ target: still.id })).toMatchObject({ volume: 2, stale: null });
    expect((await post(`/api/targets/${still.id}/freeze`, { version: 1 })).json()).toMatchObject({
      volume: 3,
      version: 2,
    });
    expect(await members({ in: [still.id], leftOut: [] })).toEqual([...before, ...after]);
    expect(type(await post(`/api/targets/${dynamic.id}/freeze`, { version: 1 }))).toBe(
      '/problems/not-static',
    );
  });

  it('the volume of a dynamic target is kept as it was when somebody last looked', async () => {
    const { id } = await create();
    await people(2);
    expect(await read(id)).toMatchObject({ volume: 0 });
    expect(await counted({ target: id })).toMatchObject({ volume: 2 });
    expect(await read(id)).toMatchObject({ volume: 2, version: 1 });
  });

  it('a static target with another query is frozen anew, with another name it is not', async () => {
    const [first] = await people(1, { language: 'fr' });
    const body = { code: `s-${count}`, type: 'static' };
    const { id } = await create(body);
    const [second] = await people(1, { language: 'de' });
    await put(`/api/targets/${id}`, { ...wanted({ ...body, name: 'Other' }), version: 1 });
    expect(await members({ in: [id], leftOut: [] })).toEqual([first]);
    const query = all(rule('town', '=', town), rule('language', '=', 'de'));
    await put(`/api/targets/${id}`, { ...wanted({ ...body, query }), version: 2 });
    expect(await members({ in: [id], leftOut: [] })).toEqual([second]);
    await put(`/api/targets/${id}`, { ...wanted({ ...body, type: 'dynamic' }), version: 3 });
    expect(await members({ in: [id], leftOut: [] })).toEqual([first, second]);
    expect(await read(id)).toMatchObject({ frozenAt: null, volume: 2 });
  });

  it('a copy has the same query, and of a static target the same members', async () => {
    const before = await people(1);
    const { id } = await create({ type: 'static' });
    await people(1);
    const named = { code: `copy-${count}`, name: 'Copy' };
    const copy = (await post(`/api/targets/${id}/copies`, named)).json();
    expect(copy).toMatchObject({ ...named, type: 'static', query: here(), volume: 1, version: 1 });
    expect(await members({ in: [copy.id], leftOut: [] })).toEqual(before);
    expect(type(await post(`/api/targets/${id}/copies`, named))).toBe('/problems/target-exists');
    expect(type(await post('/api/targets/999999/copies', { ...named, code: 'new' }))).toBe(
      '/problems/unknown-target',
    );
  });

  it('several together name each contact once, without those that are left out', async () => {
    const [a, b, c] = await people(3);
    for (const contact_id of [a, b]) await answer(contact_id, 'email', 'yes');
    await answer(c, 'email', 'no');
    const mail = (value: string) => all(rule('town', '=', town), rule('authorisation:email', '=', value));
    const everybody = (await create()).id;
    const yes = (await create({ code: `yes-${count}`, query: mail('yes') })).id;
    const no = (await create({ code: `no-${count}`, query: mail('no'), type: 'static' })).id;
    expect(await members({ in: [everybody, yes, no], leftOut: [] })).toEqual([a, b, c]);
    expect(await members({ in: [yes, no], leftOut: [no] })).toEqual([a, b]);
    expect(await members({ in: [everybody], leftOut: [yes, no] })).toEqual([]);
    expect(await members({ in: [], leftOut: [yes] })).toEqual([]);
    await expect(members({ in: [yes, 999_999], leftOut: [] })).rejects.toMatchObject({
      code: 'unknown-target',
    });
  });

  it('another institution sees neither the target nor, through one of its own, these contacts', async () => {
    const [mine] = await people(1);
    const [theirs] = await people(1, {}, neighbour);
    const { id } = await create();
    await expect(members({ in: [id], leftOut: [] }, neighbour)).rejects.toMatchObject({
      code: 'unknown-target',
    });
    const own = await neighbour.insert('targets', {
      ...{ code: 'own', name: 'Own', type: 'dynamic', query: JSON.stringify(here()), created_at: new Date() },
    });
    expect(await members({ in: [own], leftOut: [] }, neighbour)).toEqual([theirs]);
    expect(await members({ in: [id], leftOut: [] })).toEqual([mine]);
    expect(type(await marketing(`/api/targets/${own}`))).toBe('/problems/unknown-target');
    expect(type(await post('/api/targets/count', { target: own }))).toBe('/problems/unknown-target');
  });
});

describe('R23 the volume', () => {
  it('says whom a campaign over the channel leaves out, each once', async () => {
    const [general, both, channel] = await people(6);
    await answer(general, 'institution', 'no');
    await answer(both, 'institution', 'no');
    await answer(both, 'email', 'no');
    await answer(channel, 'institution', 'yes');
    await answer(channel, 'email', 'no');
    expect(await counted({ query: here() })).toMatchObject({
      ...{ volume: 6, excluded: { general: 2, channel: 1, unanswered: 0 } },
    });
    expect(await counted({ query: here(), channel: 'sms' })).toMatchObject({
      excluded: { general: 2, channel: 0, unanswered: 0 },
    });
    await sql`update institutions set filter_unanswered = true where id = ${venue.id}`.execute(
      venue.database.owner,
    );
    // R25: who answered neither yes nor no
    expect((await counted({ query: here() })).excluded).toEqual({ general: 2, channel: 1, unanswered: 3 });
    await sql`update institutions set filter_unanswered = false where id = ${venue.id}`.execute(
      venue.database.owner,
    );
  });

  it('comes with a sample of contacts that whoever asks may see', async () => {
    await people(12);
    expect((await counted({ query: here() })).sample).toHaveLength(10);
    const only = (confidentiality: string) =>
      all(rule('town', '=', town), rule('lastName', '=', confidentiality));
    for (const confidentiality of ['restricted', 'confidential']) {
      await people(1, { confidentiality, last_name: confidentiality });
      expect((await counted({ query: only(confidentiality) })).sample).toEqual([]);
      expect((await counted({ query: only(confidentiality) }, officer)).sample).toHaveLength(1);
    }
  });

  it('of a query without conditions is nobody', async () => {
    await people(1);
    expect(await counted({ query: all() })).toMatchObject({ volume: 0, sample: [] });
  });
});

describe('R28 stored recencies', () => {
  const recency = (operator: string, is: unknown) => all(rule('recency', operator, { is }));
  const stale = async (query: unknown) => (await counted({ query })).stale;
  const monthsAgo = (months: number, days = 0) => {
    const day = new Date();
    day.setUTCDate(1);
    day.setUTCMonth(day.getUTCMonth() - months);
    day.setUTCDate(day.getUTCDate() + days);
    return Number(day.toISOString().slice(0, 10).replaceAll('-', ''));
  };

  it('may be stale where a condition looks beyond the cutoff of the last run', async () => {
    await people(1);
    expect(await stale(recency('<', { monthsAgo: 24 }))).toMatchObject({ cutoff: null, months: 24 });
    const { body } = await post('/api/runs/simulations', { months: 24, notify: false });
    const { run } = JSON.parse(body);
    await expect
      .poll(async () => (await marketing(`/api/runs/${run}`)).json().state, { timeout: 30_000 })
      .toBe('completed');
    expect(await stale(recency('<', { monthsAgo: 24 }))).toBeNull();
    expect(await stale(recency('<', { monthsAgo: 36 }))).toBeNull();
    expect(await stale(recency('<=', { monthsAgo: 24 }))).toMatchObject({ months: 23 }); // the day itself too
    expect(await stale(recency('<', { number: monthsAgo(12) }))).toMatchObject({
      cutoff: expect.any(String),
    });
    expect(await stale(recency('between', [{ monthsAgo: 48 }, { monthsAgo: 12 }]))).toMatchObject({
      months: 11,
    });
    expect(await stale(all(rule('kind', '=', 'individual')))).toBeNull();
  });
});

describe('what conditions can name', () => {
  it('is told with its organisation', async () => {
    const organisation_id = await venue.organisation('Opéra');
    const criterion = await venue.insert('criteria', {
      ...{ name: 'House', type: 'choice', choices: ['Hall', 'Garden'], organisation_id },
    });
    const performance = await venue.performance('2025-06-01T18:00:00Z');
    const campaign = await venue.insert('campaigns', { name: 'Summer' });
    const told = (await marketing('/api/targets/choices')).json();
    expect(told.criteria).toContainEqual({
      ...{ id: criterion, name: 'House', type: 'choice', choices: ['Hall', 'Garden'], organisation: 'Opéra' },
    });
    expect(told.organisations).toContainEqual({ id: organisation_id, name: 'Opéra' });
    expect(told.roles).toContain('guide');
    expect(told.campaigns).toContainEqual({ id: campaign, name: 'Summer' });
    expect(told.performances).toContainEqual(
      expect.objectContaining({ id: performance, startsAt: '2025-06-01T18:00:00.000Z' }),
    );
    expect(told.currencies).toContain('CHF');
  });
});
