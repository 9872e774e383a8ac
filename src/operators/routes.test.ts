import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Web } from '../../test/helpers/web.ts';

let web: Web;
beforeEach(async () => {
  web = await Web.open();
});
afterEach(() => web.close());

const administrator = {
  name: 'Administration',
  email: 'Admin@Example.org',
  password: 'a long enough passphrase',
};
const signIn = (email: string, password: string, institution?: string) =>
  web.ask('/api/session', { method: 'POST', body: { email, password, institution } });

describe('the set-up link', () => {
  const setUp = (token: string, more: object = {}) =>
    web.ask('/api/set-up', { method: 'POST', body: { token, administrator, ...more } });

  it('is good once: it makes the administrator, signs in, and opens nothing any more', async () => {
    const { token } = web.setUpLink;
    const seen = await web.ask(`/api/set-up?token=${token}`);
    expect(seen.json()).toEqual({ institutions: [{ slug: 'theatre', name: 'theatre' }] });
    const done = await setUp(token as string);
    expect(done.json()).toMatchObject({
      operator: { email: 'admin@example.org', profile: 'administrator' },
      institution: { slug: 'theatre' },
    });
    expect(done.cookies[0]).toMatchObject({ httpOnly: true, sameSite: 'Strict', path: '/' });
    expect((await setUp(token as string)).json()).toMatchObject({
      type: '/problems/wrong-set-up-link',
      status: 403,
    });
  });

  it('is refused where it is another, and stays good where what was typed is wrong', async () => {
    expect((await setUp('another')).statusCode).toBe(403);
    const short = { administrator: { ...administrator, password: 'short' } };
    expect((await setUp(web.setUpLink.token as string, short)).json().type).toBe('/problems/wrong-password');
    expect((await setUp(web.setUpLink.token as string)).statusCode).toBe(200);
  });

  it('opens nothing where somebody can sign in already', async () => {
    await web.as('box-office');
    expect((await setUp(web.setUpLink.token as string)).json().type).toBe('/problems/wrong-set-up-link');
  });
});

describe('signing in', () => {
  it('gives a session, and signing out ends it on the server', async () => {
    const marketing = await web.as('marketing');
    expect((await marketing('/api/session')).json()).toMatchObject({
      operator: { profile: 'marketing' },
      permissions: expect.arrayContaining(['contacts.import']),
    });
    expect((await marketing('/api/session', { method: 'DELETE' })).statusCode).toBe(204);
    expect((await marketing('/api/session')).statusCode).toBe(401);
  });

  it('tells nobody whether an e-mail is known', async () => {
    await web.as('support', 'known@example.org');
    const known = await signIn('known@example.org', 'wrong');
    const unknown = await signIn('unknown@example.org', 'wrong');
    expect(known.json()).toEqual(unknown.json());
    expect(known.statusCode).toBe(401);
  });

  it('locks an operator out after five wrong passwords, even for the right one, and says so in the audit', async () => {
    await web.as('support', 'known@example.org');
    for (let n = 0; n < 5; n++) await signIn('known@example.org', 'wrong');
    const right = await signIn('known@example.org', 'correct horse battery staple');
    expect(right.json().type).toBe('/problems/locked-out');
    const audited = await web.venue.database.pool.query(
      "select action from audit_log where action = 'operator.lock-out'",
    );
    expect(audited.rows).toHaveLength(1);
  });

  it('is refused from another site', async () => {
    const box = await web.as('box-office');
    const answer = await box('/api/session', {
      method: 'DELETE',
      headers: { 'sec-fetch-site': 'cross-site' },
    });
    expect(answer.json().type).toBe('/problems/other-site');
    expect((await box('/api/session')).statusCode).toBe(200);
  });

  it('a cookie of another institution, or changed by a letter, opens nothing', async () => {
    const box = await web.as('box-office');
    const { rows } = await web.venue.database.pool.query(
      "select encode(token_hash, 'hex') as hash from sessions",
    );
    expect(rows).toHaveLength(1);
    for (const cookie of [
      'rappel=1.x',
      `rappel=2.${'A'.repeat(43)}`,
      `rappel=${web.venue.id}.${'A'.repeat(43)}`,
    ]) {
      expect((await web.ask('/api/session', { headers: { cookie } })).statusCode).toBe(401);
    }
    expect((await box('/api/session')).statusCode).toBe(200);
  });

  it('leaves no password, e-mail or token in the log', async () => {
    await web.as('box-office', 'noisy@example.org');
    await signIn('noisy@example.org', 'a wrong secret');
    expect(web.logged.join('')).not.toMatch(/noisy|secret|correct horse|rappel=/);
  });

  it('a permission that is taken away is gone at the next request', async () => {
    const officer = await web.as('data-protection-officer');
    expect((await officer('/api/runs')).statusCode).toBe(200);
    await web.venue.database.pool.query("update operators set profile = 'box-office'");
    expect((await officer('/api/runs')).json().type).toBe('/problems/not-permitted');
  });
});
