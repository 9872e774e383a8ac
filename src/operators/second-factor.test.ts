import { generate } from 'otplib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { createOperator, giveCode, signIn } from './operators.ts';

let web: Web;
let admin: Asker;
const SECRET = 'a secret that is long enough to be one';
const PASSWORD = 'correct horse battery staple';
beforeAll(async () => {
  web = await Web.open();
  admin = await web.as('administrator', 'admin@example.org');
});
afterAll(() => web.close());

const post = (body: unknown) => ({ method: 'POST' as const, body });
const put = (body: unknown) => ({ method: 'PUT' as const, body });
/** The code of the app now, or so many half minutes from now. */
const codeOf = (secret: string, halfMinutes = 0) =>
  generate({
    secret: secret.replaceAll(' ', ''),
    epoch: Math.floor(Date.now() / 1000) + 30 * halfMinutes,
  });

let browsers = 0;
/** A browser that keeps its cookie, at an address of its own. */
class Browser {
  cookie = '';
  readonly address = `10.0.0.${++browsers}`;
  readonly ask: Asker = async (url, call = {}) => {
    const headers = { cookie: this.cookie, 'x-forwarded-for': this.address };
    const answer = await web.ask(url, { ...call, headers });
    const kept = answer.cookies.find(({ name }) => name === 'rappel');
    if (kept !== undefined) this.cookie = `rappel=${kept.value}`;
    return answer;
  };
  signIn(email: string, password = PASSWORD) {
    return this.ask('/api/session', post({ email, password }));
  }
}

/** An operator with a second factor. @returns its browser, secret and recovery codes */
async function enrolled(email: string) {
  const browser = new Browser();
  const wanted = { email, name: 'Ada', password: PASSWORD, profile: 'support' as const, locale: 'fr' };
  const { id } = await createOperator(web.venue.database, web.venue.institution, wanted, {
    now: new Date(),
    actor: 'system',
  });
  await browser.signIn(email);
  const begun = await browser.ask('/api/account/second-factor', post({ password: PASSWORD }));
  const { secret } = begun.json();
  // the code of the half minute before, so that the present one is still good for the test
  const before = browser.cookie;
  const confirmed = await browser.ask(
    '/api/account/second-factor/confirm',
    post({ code: await codeOf(secret, -1) }),
  );
  return { id, browser, secret, before, recoveryCodes: confirmed.json().recoveryCodes as string[], begun };
}

describe('a second factor', () => {
  it('is set up with the password and a code; the session gets another token', async () => {
    const { browser, before, recoveryCodes, begun } = await enrolled('ada@example.org');
    expect(begun.json().qrCode).toMatch(/^<svg /);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(browser.cookie).not.toBe(before);
    expect((await web.ask('/api/session', { headers: { cookie: before } })).statusCode).toBe(401);
    expect((await browser.ask('/api/account')).json()).toMatchObject({
      secondFactor: true,
      recoveryCodes: 10,
    });
    expect((await browser.ask('/api/account/second-factor', post({ password: 'wrong' }))).json().type).toBe(
      '/problems/wrong-present-password',
    );
  });

  it('is asked for at sign-in: the password alone opens nothing, and a code is good once', async () => {
    const { secret } = await enrolled('grace@example.org');
    const browser = new Browser();
    const first = await browser.signIn('grace@example.org');
    expect([first.statusCode, first.json()]).toEqual([202, { awaits: 'second-factor' }]);
    expect((await browser.ask('/api/session')).statusCode).toBe(401);
    expect((await browser.ask('/api/account')).statusCode).toBe(401);
    const code = await codeOf(secret);
    const waiting = browser.cookie;
    expect((await browser.ask('/api/session/code', post({ code }))).json()).toMatchObject({
      operator: { email: 'grace@example.org' },
    });
    expect(browser.cookie).not.toBe(waiting);
    const thief = new Browser();
    await thief.signIn('grace@example.org');
    expect((await thief.ask('/api/session/code', post({ code }))).json().type).toBe('/problems/wrong-code');
    // nor is one from before the last
    const older = await codeOf(secret, -1);
    expect((await thief.ask('/api/session/code', post({ code: older }))).json().type).toBe(
      '/problems/wrong-code',
    );
  });

  it('two at once with one code: one comes in', async () => {
    const { secret } = await enrolled('twins@example.org');
    const [one, two] = [new Browser(), new Browser()];
    await one.signIn('twins@example.org');
    await two.signIn('twins@example.org');
    const body = post({ code: await codeOf(secret) });
    const answers = await Promise.all([
      one.ask('/api/session/code', body),
      two.ask('/api/session/code', body),
    ]);
    expect(answers.map(({ statusCode }) => statusCode).sort()).toEqual([200, 422]);
  });

  it('a code is taken a half minute early or late, and no more', async () => {
    const { secret } = await enrolled('clock@example.org');
    const at = new Date(Math.ceil(Date.now() / 30_000) * 30_000 + 600_000 + 5000);
    const come = async (seconds: number) => {
      const epoch = Math.floor(at.getTime() / 1000) + seconds;
      const code = await generate({ secret: secret.replaceAll(' ', ''), epoch });
      const credentials = { email: 'clock@example.org', password: PASSWORD };
      const { token } = await signIn(web.venue.database, credentials, at);
      return await giveCode(web.venue.database, code, { token, secret: SECRET, now: at }).then(
        () => 'in',
        (error: { code: string }) => error.code,
      );
    };
    expect(await come(-60)).toBe('wrong-code');
    expect(await come(60)).toBe('wrong-code');
    expect(await come(-30)).toBe('in');
    expect(await come(30)).toBe('in');
  });

  it('a recovery code is good once, however it is typed', async () => {
    const { recoveryCodes } = await enrolled('lost@example.org');
    const browser = new Browser();
    await browser.signIn('lost@example.org');
    const code = (recoveryCodes[3] as string).toUpperCase().replaceAll('-', ' ');
    expect((await browser.ask('/api/session/code', post({ code }))).statusCode).toBe(200);
    expect((await browser.ask('/api/account')).json()).toMatchObject({ recoveryCodes: 9 });
    await browser.signIn('lost@example.org');
    expect((await browser.ask('/api/session/code', post({ code }))).json().type).toBe('/problems/wrong-code');
  });

  it('five wrong codes lock out, even the right one', async () => {
    const { secret } = await enrolled('guessed@example.org');
    const browser = new Browser();
    await browser.signIn('guessed@example.org');
    for (let n = 0; n < 5; n++) await browser.ask('/api/session/code', post({ code: '000000' }));
    const right = await browser.ask('/api/session/code', post({ code: await codeOf(secret) }));
    expect(right.json()).toMatchObject({ type: '/problems/locked-out', status: 429 });
  });

  it('is removed with the password and a code', async () => {
    const { browser, recoveryCodes } = await enrolled('tired@example.org');
    const remove = (body: object) => browser.ask('/api/account/second-factor/remove', post(body));
    const code = recoveryCodes[0];
    expect((await remove({ password: 'wrong', code })).json().type).toBe('/problems/wrong-present-password');
    expect((await remove({ password: PASSWORD, code: '000000' })).json().type).toBe('/problems/wrong-code');
    expect((await remove({ password: PASSWORD, code })).statusCode).toBe(204);
    expect((await new Browser().signIn('tired@example.org')).statusCode).toBe(200);
  });

  it('an administrator takes it away from who lost it; that is in the audit, and ends the sessions', async () => {
    const { id, browser } = await enrolled('helpless@example.org');
    const reset = await admin(`/api/operators/${id}/reset-second-factor`, post(undefined));
    expect(reset.statusCode).toBe(204);
    expect((await browser.ask('/api/session')).statusCode).toBe(401);
    expect((await browser.signIn('helpless@example.org')).statusCode).toBe(200);
    const { rows } = await web.venue.database.pool.query(
      "select 1 from audit_log where action = 'second-factor.reset' and subject = $1",
      [`operator:${id}`],
    );
    expect(rows).toHaveLength(1);
  });

  it('stands nowhere in the database as it is', async () => {
    const { secret, recoveryCodes } = await enrolled('sealed@example.org');
    for (const table of ['second_factors', 'recovery_codes', 'audit_log', 'sessions']) {
      const { rows } = await web.venue.database.pool.query(`select t::text as text from ${table} t`);
      const text = JSON.stringify(rows).toLowerCase();
      expect(text).not.toContain(secret.replaceAll(' ', '').toLowerCase());
      expect(text).not.toContain((recoveryCodes[0] as string).replaceAll('-', ''));
    }
  });
});

describe('where the institution asks for a second factor', () => {
  const ask = (secondFactor: string) =>
    admin('/api/sign-in-settings', put({ secondFactor, passwords: 'everybody' }));

  it('who asks has one first; who has none is signed out, sets one up at the next sign-in, and keeps it', async () => {
    expect((await ask('everybody')).json().type).toBe('/problems/second-factor-first');
    const begun = await admin('/api/account/second-factor', post({ password: PASSWORD }));
    const confirmed = await admin(
      '/api/account/second-factor/confirm',
      post({ code: await codeOf(begun.json().secret) }),
    );
    const cookie = `rappel=${confirmed.cookies[0]?.value}`;
    admin = (url, call = {}) => web.ask(url, { ...call, headers: { cookie } });
    const support = await web.as('support', 'support@example.org');
    const officer = await web.as('data-protection-officer', 'officer@example.org');
    expect((await ask('erasers')).statusCode).toBe(204);
    expect((await support('/api/session')).statusCode).toBe(200);
    expect((await officer('/api/session')).statusCode).toBe(401);

    const browser = new Browser();
    expect((await browser.signIn('officer@example.org')).json()).toEqual({ awaits: 'enrolment' });
    expect((await browser.ask('/api/runs')).statusCode).toBe(401);
    const { secret } = (await browser.ask('/api/session/enrolment', post(undefined))).json();
    const done = await browser.ask('/api/session/enrolment/confirm', post({ code: await codeOf(secret) }));
    expect(done.json().recoveryCodes).toHaveLength(10);
    expect((await browser.ask('/api/runs')).statusCode).toBe(200);
    const removal = { password: PASSWORD, code: done.json().recoveryCodes[0] };
    expect((await browser.ask('/api/account/second-factor/remove', post(removal))).json().type).toBe(
      '/problems/second-factor-needed',
    );
  });
});
