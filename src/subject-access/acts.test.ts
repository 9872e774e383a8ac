import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { customer, signIn } from '../../test/helpers/customer.ts';
import { addShop, openShopFor, Visitor } from '../../test/helpers/shop.ts';
import { unzip } from '../../test/helpers/unzip.ts';
import { Venue } from '../../test/helpers/venue.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { remindOfRequests } from './subject-access.ts';

let web: Web;
let officer: Asker;
let clerk: Asker;
let shopPath: string;
let count = 0;

beforeAll(async () => {
  web = await Web.open();
  officer = await web.as('data-protection-officer');
  clerk = await web.as('box-office');
  shopPath = (await openShopFor(web.venue)).path;
});
afterAll(() => web.close());

const daysFrom = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString().slice(0, 10);
const codeOf = (answer: Awaited<ReturnType<Asker>>) => answer.json().type?.replace('/problems/', '');
const rows = <Row>(query: ReturnType<typeof sql<Row>>) => web.venue.rows(query);

async function asked(kind: string, values: Record<string, unknown> = {}) {
  count += 1;
  const number = `A${count}`;
  const id = await web.venue.contact({ number, first_name: 'Ada', last_name: `Acts ${count}`, ...values });
  const body = { kind, way: 'letter', receivedOn: daysFrom(-3), identity: 'known' };
  const answer = await clerk(`/api/contacts/${number}/requests`, { method: 'POST', body });
  return { id, number, request: answer.json().request as number };
}
const carryOut = (request: number, body: object, as = officer) =>
  as(`/api/requests/${request}/carrying-out`, { method: 'POST', body });
const close = (request: number, body: object) =>
  officer(`/api/requests/${request}/answer`, { method: 'PUT', body });
const details = async (request: number) => (await officer(`/api/requests/${request}`)).json();
const answered = { state: 'answered', way: 'letter' };

describe('R21 what was asked for is done from the request', () => {
  it('R22 an objection sets authorisations to no, as the contact’s act, with its proof', async () => {
    const { id, request } = await asked('objection');
    expect(codeOf(await close(request, answered))).toBe('request-not-carried-out');
    const wanted = { kind: 'objection', authorisations: ['institution', 'email'] };
    expect((await carryOut(request, wanted, clerk)).statusCode).toBe(403);
    expect((await carryOut(request, wanted)).statusCode).toBe(204);
    const changes = await rows(
      sql`select authorisation, value_after, changed_by, requested, way, place from authorisation_changes
           where contact_id = ${id} order by authorisation`,
    );
    expect(changes).toEqual(
      ['email', 'institution'].map((authorisation) => ({
        authorisation,
        value_after: 'no',
        changed_by: 'operator',
        requested: true,
        way: 'letter',
        place: 'back-office',
      })),
    );
    expect(codeOf(await carryOut(request, wanted))).toBe('carried-out-exists');
    expect((await close(request, answered)).statusCode).toBe(204);
    expect(await details(request)).toMatchObject({
      state: 'answered',
      doneBy: 'data-protection-officer',
      closedBy: 'data-protection-officer',
    });
  });

  it('R6 a restriction keeps the batch from the contact', async () => {
    const { id, request } = await asked('restriction', { created_on: '2001-01-01' });
    expect(codeOf(await close(request, answered))).toBe('request-not-carried-out');
    const wanted = { kind: 'restriction', reason: 'The address is disputed.' };
    expect((await carryOut(request, wanted)).statusCode).toBe(204);
    expect((await close(request, answered)).statusCode).toBe(204);
    const { counts } = await web.venue.run('real', daysFrom(0));
    expect(counts.spare.restricted).toBe(1);
    expect(await web.venue.exists(id)).toBe(true);
    // where somebody restricted it on the file already, that is written down
    const other = await asked('restriction', { restricted_on: '2024-01-01' });
    expect((await carryOut(other.request, wanted)).statusCode).toBe(204);
  });

  it('R13 an erasure goes the way of every erasing by hand, and what stops that stops it', async () => {
    const { id, number, request } = await asked('erasure');
    await web.venue.balance(id, 500);
    expect(codeOf(await close(request, answered))).toBe('request-not-carried-out');
    expect(codeOf(await carryOut(request, { kind: 'erasure', confirm: 'A0' }))).toBe('wrong-number');
    expect(codeOf(await carryOut(request, { kind: 'erasure', confirm: number }))).toBe('erasure-blocked');
    expect(await web.venue.exists(id)).toBe(true);
    const overridden = { kind: 'erasure', confirm: number, overrideReason: 'The debt is written off.' };
    expect((await carryOut(request, overridden)).statusCode).toBe(204);
    expect(await web.venue.exists(id)).toBe(false);
    expect(await details(request)).toMatchObject({
      contact: null,
      state: 'open',
      doneBy: 'data-protection-officer',
    });
    expect((await close(request, answered)).statusCode).toBe(204);
  });

  it('R21 nothing is done for whom nobody made sure of, nor what was not asked for', async () => {
    const { number, request } = await asked('objection');
    await web.venue.rows(
      sql`update subject_requests set identity = null, identity_at = null, identity_by = null where id = ${request}`,
    );
    const wanted = { kind: 'objection', authorisations: ['email'] };
    expect(codeOf(await carryOut(request, wanted))).toBe('identity-not-checked');
    await officer(`/api/requests/${request}/identity`, { method: 'PUT', body: { identity: 'known' } });
    const other = await carryOut(request, { kind: 'erasure', confirm: number });
    expect([other.statusCode, codeOf(other)]).toEqual([422, 'wrong-request-kind']);
  });

  it('R21 who bears the name of somebody else is told apart', async () => {
    const twin = { first_name: 'Jean', last_name: 'Dupont' };
    const { request } = await asked('access', twin);
    await rows(sql`insert into contact_search (institution_id, contact_id, name_key, words)
                   select institution_id, id, 'dupont jean', ' dupont jean ' from contacts
                    where first_name = 'Jean' on conflict do nothing`);
    expect((await details(request)).namesakes).toBe(0);
    await asked('access', twin);
    await rows(sql`insert into contact_search (institution_id, contact_id, name_key, words)
                   select institution_id, id, 'dupont jean', ' dupont jean ' from contacts
                    where first_name = 'Jean' on conflict do nothing`);
    expect((await details(request)).namesakes).toBe(1);
  });
});

describe('R21 reminders', () => {
  const toldOf = (request: number) =>
    rows<{ kind: string; email: string; subject: string; body: string }>(
      sql`select m.kind, o.email, m.subject, m.body from messages m join operators o on o.id = m.operator_id
           where m.about = ${`request:${request}`} order by m.id`,
    );

  it('R21 whoever answers is reminded a week before and once more when it is late, each once', async () => {
    const { request } = await asked('access', { last_name: 'Unspoken' });
    const { dueOn } = await details(request);
    const at = (days: number) => new Date(Date.parse(`${dueOn}T08:00:00Z`) + days * 86_400_000);
    await remindOfRequests(web.venue.database, at(-8));
    expect(await toldOf(request)).toEqual([]);
    await remindOfRequests(web.venue.database, at(-7));
    await remindOfRequests(web.venue.database, at(-6));
    const told = await toldOf(request);
    expect(told).toMatchObject([{ kind: 'request-due', email: 'data-protection-officer@example.org' }]);
    expect(told[0]?.body).not.toContain('Unspoken');
    await remindOfRequests(web.venue.database, at(1));
    await remindOfRequests(web.venue.database, at(2));
    expect((await toldOf(request)).map(({ kind }) => kind)).toEqual(['request-due', 'request-overdue']);
    await close(request, answered);
    const after = (await toldOf(request)).length;
    await remindOfRequests(web.venue.database, at(30));
    expect(await toldOf(request)).toHaveLength(after);
  });
});

describe('R21 requests from the account in a shop', () => {
  const visitor = () => new Visitor(web.server, shopPath);
  async function signedIn(email: string, values: Record<string, unknown> = {}) {
    const id = await customer(web.venue, email, values);
    return { id, someone: await signIn(visitor(), email) };
  }
  const ownOf = (contact: number) =>
    rows(sql`select kind, state, way, identity, answer_way, recorded_by from subject_requests
              where contact_id = ${contact} order by id`);

  it('R21 access is there at once, and the link to it asks whoever has it to sign in', async () => {
    const { id, someone } = await signedIn('access@example.org', { last_name: 'Mine-only' });
    await someone.open('/account/requests');
    await someone.send('/account/requests', { kind: 'access' });
    expect(someone.at).toBe('/account/requests?said=ready');
    expect(someone.html).toContain(`href="${shopPath}/account/data.zip"`);
    expect(await ownOf(id)).toEqual([
      {
        kind: 'access',
        state: 'answered',
        way: 'account',
        identity: 'account',
        answer_way: 'download',
        recorded_by: 'customer',
      },
    ]);
    const nobody = await visitor().open('/account/data.zip');
    expect(nobody.at).toContain('/sign-in');
    const { someone: other } = await signedIn('other@example.org', { last_name: 'Other-only' });
    await other.open('/account/data.zip');
    const theirs = (await unzip(Buffer.from(other.body))).get('vos-donnees.html')?.toString();
    expect(theirs).toContain('Other-only');
    expect(theirs).not.toContain('Mine-only');
    // a session that is over is none
    await rows(
      sql`update customer_sessions set expires_at = now() - interval '1 minute' where contact_id = ${id}`,
    );
    expect((await someone.open('/account/data.zip')).at).toContain('/sign-in');
  });

  it('R22 an objection is carried out at once, as the contact’s own act', async () => {
    const { id, someone } = await signedIn('objects@example.org');
    await someone.open('/account/requests');
    await someone.send('/account/requests', { kind: 'objection' });
    expect(someone.at).toBe('/account/requests?said=objected');
    const changes = await rows<{ by: string; value: string }>(
      sql`select changed_by as by, value_after as value from authorisation_changes where contact_id = ${id}`,
    );
    expect(changes).toHaveLength(7);
    expect(new Set(changes.map(({ by, value }) => `${by} ${value}`))).toEqual(new Set(['contact no']));
    expect(await ownOf(id)).toMatchObject([{ kind: 'objection', state: 'answered', answer_way: 'account' }]);
  });

  it('R21 what waits is told to whoever answers, listed with its state, answered and read in the account', async () => {
    const { id, someone } = await signedIn('waits@example.org');
    await someone.open('/account/requests');
    await someone.send('/account/requests', { kind: 'rectification', text: ' ' });
    expect([someone.status, someone.text]).toEqual([422, expect.stringContaining('Dites dans vos mots')]);
    await someone.send('/account/requests', { kind: 'rectification', text: 'Mon nom prend un l.' });
    expect(someone.at).toBe('/account/requests?said=asked');
    expect(someone.text).toContain('En cours');
    await someone.send('/account/requests', { kind: 'rectification', text: 'Encore.' });
    expect([someone.status, someone.text]).toEqual([409, expect.stringContaining('déjà une demande')]);
    const [own] = await rows<{ id: number }>(sql`select id from subject_requests where contact_id = ${id}`);
    const request = own?.id as number;
    const told = await rows(
      sql`select from messages where kind = 'request-received' and about = ${`request:${request}`}`,
    );
    expect(told).toHaveLength(1);
    const longer = { reason: 'Il faut retrouver un vieux dossier.' };
    await officer(`/api/requests/${request}/extension`, { method: 'PUT', body: longer });
    expect((await someone.open('/account/requests')).text).toContain('Il faut retrouver un vieux dossier.');
    const toContact = sql<{ kind: string }>`select kind from messages where contact_id = ${id} order by id`;
    expect(await rows(toContact)).toEqual([{ kind: 'request-extended' }]);
    expect((await close(request, { ...answered, way: 'e-mail', text: 'C’est corrigé.' })).statusCode).toBe(
      204,
    );
    const [letter] = await rows<{ body: string; path: string }>(
      sql`select body, path from messages where contact_id = ${id} and kind = 'request-answered'`,
    );
    expect(letter?.path).toBe(`${shopPath}/account/requests`);
    expect(letter?.body).not.toContain('corrigé');
    await someone.open('/account/requests');
    expect(someone.text).toContain('C’est corrigé.');
    expect(someone.text).toContain('Répondue');
  });

  it('R21 a request is withdrawn by its own person only', async () => {
    const { id, someone } = await signedIn('withdraws@example.org');
    const { someone: other } = await signedIn('meddles@example.org');
    await someone.open('/account/requests');
    await someone.send('/account/requests', { kind: 'erasure' });
    const [own] = await rows<{ id: number }>(sql`select id from subject_requests where contact_id = ${id}`);
    await other.open('/account/requests');
    expect(other.text).not.toContain('En cours');
    await other.send('/account/requests', { withdraw: String(own?.id) });
    expect(other.status).toBe(404);
    expect(await ownOf(id)).toMatchObject([{ state: 'open' }]);
    await someone.send('/account/requests', { withdraw: String(own?.id) });
    expect(await ownOf(id)).toMatchObject([{ state: 'withdrawn' }]);
  });

  it('R21 who asks and withdraws again and again is stopped, and writes to nobody any more', async () => {
    const { id, someone } = await signedIn('again@example.org');
    await someone.open('/account/requests');
    for (let time = 0; time < 12; time += 1) {
      await someone.send('/account/requests', { kind: 'access' });
      expect(someone.at).toBe('/account/requests?said=ready');
    }
    await someone.send('/account/requests', { kind: 'erasure' });
    expect([someone.status, someone.text]).toEqual([429, expect.stringContaining('Revenez demain')]);
    expect(await ownOf(id)).toHaveLength(12);
  });

  it('R21 a download is an answer only to who can sign in to it', async () => {
    const { request } = await asked('access');
    expect(codeOf(await close(request, { state: 'answered', way: 'download' }))).toBe('no-customer-account');
    expect((await details(request)).state).toBe('open');
    await customer(web.venue, 'downloads@example.org');
    const body = { kind: 'access', way: 'phone', receivedOn: daysFrom(-1), identity: 'known' };
    const made = await clerk('/api/contacts/downloads@example.org/requests', { method: 'POST', body });
    const sent = await close(made.json().request, { state: 'answered', way: 'download' });
    expect(sent.statusCode).toBe(204);
  });

  it('R21 somebody of another institution is nobody here', async () => {
    const { someone } = await signedIn('here@example.org');
    const elsewhere = await Venue.in(web.venue.test, { slug: 'other-house' });
    await addShop(elsewhere, { slug: 'other-house' });
    const there = new Visitor(web.server, '/shop/other-house');
    for (const [name, value] of someone.cookies) there.cookies.set(name, value);
    expect((await there.open('/account/requests')).at).toContain('/sign-in');
    expect((await there.open('/account/data.zip')).at).toContain('/sign-in');
  });
});
