import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let admin: Asker;
let mail: MailServer;
beforeAll(async () => {
  mail = await MailServer.listen();
  web = await Web.open({ SMTP_URL: mail.url, MAIL_FROM: 'rappel@example.org' });
  admin = await web.as('administrator', 'admin@example.org');
});
afterAll(async () => {
  await web.close();
  await mail.close();
});

const PASSWORD = 'a passphrase that is long';
const post = (body: unknown) => ({ method: 'POST' as const, body });
const put = (body: unknown) => ({ method: 'PUT' as const, body });
const invite = async (email: string, more: object = {}) =>
  await admin(
    '/api/operators',
    post({ email, profile: 'marketing', locale: 'fr', organisations: [], ...more }),
  );
const tokenIn = (link: string) => link.split('#')[1] as string;
const use = (token: string, more: object = {}) =>
  web.ask('/api/operator-links/use', post({ token, name: 'Ada', password: PASSWORD, ...more }));
const signIn = (email: string, password = PASSWORD) => web.ask('/api/session', post({ email, password }));

/** Invites somebody who accepts. @returns the id, and what asks in her name */
async function colleague(email: string, more: object = {}): Promise<{ id: number; ask: Asker }> {
  const { operator, link } = (await invite(email, more)).json();
  const cookie = `rappel=${(await use(tokenIn(link))).cookies[0]?.value}`;
  return { id: operator, ask: (url, call = {}) => web.ask(url, { ...call, headers: { cookie } }) };
}
const member = async (id: number) => (await admin(`/api/operators/${id}`)).json();

describe('an invitation', () => {
  it('is mailed to whom it is for, in the language chosen; where the mail server refuses, it is shown alone', async () => {
    const made = (await invite('Post@Example.org', { locale: 'en' })).json();
    expect(made.mailedTo).toBe('post@example.org');
    const [letter] = mail.received.splice(0);
    expect(letter?.to).toEqual(['post@example.org']);
    expect(letter?.body).toContain(made.link);
    expect(letter?.body).toContain('You are invited');
    mail.refusal = 550;
    const again = (await admin(`/api/operators/${made.operator}/link`, post({}))).json();
    mail.refusal = undefined;
    expect(again).toMatchObject({ mailedTo: null, link: expect.stringContaining('/join#') });
    expect((await web.ask('/api/operator-links', post({ token: tokenIn(again.link) }))).statusCode).toBe(200);
    expect(web.logged.join('')).not.toContain(tokenIn(again.link));
  });

  it('is good once: who accepts chooses name and password, and is signed in', async () => {
    const made = (await invite('Ada@Example.org')).json();
    expect(made).toMatchObject({ kind: 'invitation', link: expect.stringContaining('/join#') });
    expect(await member(made.operator)).toMatchObject({ state: 'invited', name: null });
    const token = tokenIn(made.link);
    expect((await web.ask('/api/operator-links', post({ token }))).json()).toMatchObject({
      kind: 'invitation',
      email: 'ada@example.org',
      institution: { name: 'theatre' },
    });
    expect((await use(token, { password: 'short' })).json().type).toBe('/problems/wrong-password');
    expect((await use(token)).json()).toMatchObject({ operator: { name: 'Ada', profile: 'marketing' } });
    expect((await use(token)).json()).toMatchObject({ type: '/problems/wrong-link', status: 403 });
    expect(await member(made.operator)).toMatchObject({ state: 'active', name: 'Ada', sessions: 1 });
  });

  it('expires after a week, and a newer one ends it', async () => {
    const first = (await invite('late@example.org')).json();
    const second = (await admin(`/api/operators/${first.operator}/link`, post(undefined))).json();
    expect((await use(tokenIn(first.link))).json().type).toBe('/problems/wrong-link');
    await web.venue.database.pool.query("update operator_links set expires_at = now() - interval '1 second'");
    expect((await use(tokenIn(second.link))).json().type).toBe('/problems/wrong-link');
  });

  it('is refused for an e-mail that is there, and for an organisation that is not', async () => {
    expect((await invite('ADMIN@example.org')).json().type).toBe('/problems/operator-exists');
    expect((await invite('x@example.org', { organisations: [999] })).json().type).toBe(
      '/problems/unknown-organisation',
    );
  });

  it('two who use one link at once: one comes in', async () => {
    const token = tokenIn((await invite('twice@example.org')).json().link);
    const answers = await Promise.all([use(token), use(token)]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 403]);
  });
});

describe('a link to set a new password', () => {
  it('ends the sessions, unlocks, and the old password is wrong', async () => {
    const { id, ask } = await colleague('forgetful@example.org');
    for (let n = 0; n < 5; n++) await signIn('forgetful@example.org', 'wrong');
    expect(await member(id)).toMatchObject({ state: 'locked' });
    const { link, kind } = (await admin(`/api/operators/${id}/link`, post(undefined))).json();
    expect(kind).toBe('password');
    expect((await use(tokenIn(link), { password: 'another passphrase' })).statusCode).toBe(200);
    expect((await ask('/api/session')).statusCode).toBe(401);
    expect((await signIn('forgetful@example.org')).statusCode).toBe(401);
    expect((await signIn('forgetful@example.org', 'another passphrase')).statusCode).toBe(200);
    expect(await member(id)).toMatchObject({ state: 'active', name: 'Ada' });
  });
});

describe('who may do what', () => {
  it('a change of profile or organisations counts at once and ends the sessions', async () => {
    const organisation = await web.venue.organisation('Petit Théâtre');
    const { id, ask } = await colleague('mover@example.org');
    expect((await ask('/api/session')).json()).toMatchObject({ organisations: null });
    const changed = await admin(
      `/api/operators/${id}`,
      put({ profile: 'support', organisations: [organisation] }),
    );
    expect(changed.json()).toMatchObject({ profile: 'support', organisations: [organisation] });
    expect((await ask('/api/session')).statusCode).toBe(401);
    const again = await signIn('mover@example.org');
    expect(again.json()).toMatchObject({ organisations: [organisation] });
    const cookie = `rappel=${again.cookies[0]?.value}`;
    expect((await web.ask('/api/organisations', { headers: { cookie } })).json()).toEqual({
      items: [{ id: organisation, name: 'Petit Théâtre' }],
    });
  });

  it('the last administrator can be neither disabled, nor demoted, nor let go', async () => {
    const { id: other, ask } = await colleague('deputy@example.org', { profile: 'administrator' });
    const me = (await admin('/api/session')).json().operator.id;
    expect((await admin(`/api/operators/${me}/disable`, post(undefined))).json().type).toBe(
      '/problems/yourself',
    );
    // two administrators who remove each other at once: one stays
    const both = await Promise.all([
      admin(`/api/operators/${other}`, put({ profile: 'support', organisations: [] })),
      ask(`/api/operators/${me}`, put({ profile: 'support', organisations: [] })),
    ]);
    expect(both.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
    const { rows } = await web.venue.database.pool.query(
      "select id from operators where profile = 'administrator' and disabled_at is null",
    );
    expect(rows).toHaveLength(1);
    await web.venue.database.pool.query("update operators set profile = 'administrator' where id = $1", [me]);
    await web.venue.database.pool.query("update operators set profile = 'support' where id = $1", [other]);
    admin = await again('admin@example.org', 'correct horse battery staple');
    const demoted = await admin(`/api/operators/${me}`, put({ profile: 'support', organisations: [] }));
    expect(demoted.json()).toMatchObject({ type: '/problems/last-administrator', status: 409 });
  });

  const again = async (email: string, password: string): Promise<Asker> => {
    const cookie = `rappel=${(await signIn(email, password)).cookies[0]?.value}`;
    return (url, call = {}) => web.ask(url, { ...call, headers: { cookie } });
  };

  it('a disabled operator is out at once, and back when enabled', async () => {
    const { id, ask } = await colleague('resting@example.org');
    expect((await admin(`/api/operators/${id}/disable`, post(undefined))).statusCode).toBe(204);
    expect((await ask('/api/session')).statusCode).toBe(401);
    expect((await signIn('resting@example.org')).json().type).toBe('/problems/wrong-credentials');
    await admin(`/api/operators/${id}/enable`, post(undefined));
    expect((await signIn('resting@example.org')).statusCode).toBe(200);
  });
});

describe('leaving', () => {
  it('takes name and e-mail for good, ends the sessions, and keeps the number and what was done', async () => {
    const { id, ask } = await colleague('leaving@example.org', { profile: 'administrator' });
    await ask('/api/organisations', post({ name: 'Made by who left' }));
    const path = `/api/operators/${id}/leave`;
    expect((await admin(path, post({ email: 'other@example.org' }))).json().type).toBe(
      '/problems/not-confirmed',
    );
    expect((await admin(path, post({ email: 'Leaving@example.org' }))).statusCode).toBe(204);
    expect((await ask('/api/session')).statusCode).toBe(401);
    expect((await signIn('leaving@example.org')).json().type).toBe('/problems/wrong-credentials');
    expect(await member(id)).toMatchObject({ state: 'left', name: null, email: null });
    const { rows } = await web.venue.database.pool.query(
      'select action from audit_log where actor = $1 order by id',
      [`operator:${id}`],
    );
    expect(rows.map(({ action }) => action)).toContain('organisation.create');
    for (const table of ['operators', 'audit_log', 'sessions', 'operator_links', 'sign_in_tries']) {
      const all = await web.venue.database.pool.query(`select t::text as text from ${table} t`);
      expect(JSON.stringify(all.rows), table).not.toContain('leaving@');
    }
    // the e-mail is free for somebody else
    expect((await invite('leaving@example.org')).statusCode).toBe(201);
    expect((await admin(`/api/operators/${id}/enable`, post(undefined))).statusCode).toBe(404);
  });
});

describe('another institution', () => {
  it('sees none of these operators, sessions and organisations', async () => {
    const { Venue } = await import('../../test/helpers/venue.ts');
    const other = await Venue.in(web.venue.test, { slug: 'museum' });
    const id = await other.insert('operators', {
      email: 'elsewhere@example.org',
      name: 'Elsewhere',
      profile: 'support',
      locale: 'fr',
      created_at: new Date(),
      password_hash: 'x',
    });
    const organisation = await other.organisation('Musée');
    expect((await admin(`/api/operators/${id}`)).statusCode).toBe(404);
    expect((await admin(`/api/operators/${id}/disable`, post(undefined))).statusCode).toBe(404);
    expect((await admin(`/api/organisations/${organisation}`, put({ name: 'Taken' }))).statusCode).toBe(404);
    expect((await admin('/api/operators')).body).not.toContain('elsewhere');
  });
});
