import { afterAll, beforeAll, expect, it } from 'vitest';
import { Web } from '../../test/helpers/web.ts';

let web: Web;
beforeAll(async () => {
  web = await Web.open();
});
afterAll(() => web.close());

const PASSWORD = 'correct horse battery staple';
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0';
const post = (body: unknown) => ({ method: 'POST' as const, body });

/** Signs in once more. @returns the cookie */
async function cookieOf(email: string, password = PASSWORD): Promise<string> {
  const headers = { 'user-agent': FIREFOX };
  const answer = await web.ask('/api/session', { ...post({ email, password }), headers });
  return `rappel=${answer.cookies[0]?.value}`;
}
const status = async (cookie: string) => (await web.ask('/api/session', { headers: { cookie } })).statusCode;

it('lists the own sessions with browser and system, and ends one, all others, or all', async () => {
  const here = await web.as('support', 'here@example.org');
  const [one, two] = [await cookieOf('here@example.org'), await cookieOf('here@example.org')];
  const { items } = (await here('/api/account/sessions')).json();
  expect(items).toHaveLength(3);
  expect(items.filter((one: { here: boolean }) => one.here)).toHaveLength(1);
  expect(items[0]).toMatchObject({ browser: 'Firefox', system: 'Linux', signedInBy: 'password' });
  const newest = items.find((session: { here: boolean }) => !session.here);
  await here('/api/account/sign-out', post({ which: { id: newest.id } }));
  expect([await status(one), await status(two)].sort()).toEqual([200, 401]);
  await here('/api/account/sign-out', post({ which: 'others' }));
  expect([await status(one), await status(two)]).toEqual([401, 401]);
  expect((await here('/api/session')).statusCode).toBe(200);
  const stolen = await cookieOf('here@example.org');
  expect((await here('/api/account/sign-out', post({ which: 'everywhere' }))).statusCode).toBe(204);
  expect(await status(stolen)).toBe(401);
  expect((await here('/api/session')).statusCode).toBe(401);
});

it('nobody ends the session of somebody else', async () => {
  const mine = await web.as('support', 'mine@example.org');
  const yours = await web.as('support', 'yours@example.org');
  const { items } = (await yours('/api/account/sessions')).json();
  await mine('/api/account/sign-out', post({ which: { id: items[0].id } }));
  expect((await yours('/api/session')).statusCode).toBe(200);
});

it('a new password takes the present one, ends the other sessions, and renews this one', async () => {
  await web.as('support', 'changing@example.org');
  const [here, other] = [await cookieOf('changing@example.org'), await cookieOf('changing@example.org')];
  const change = (present: string) =>
    web.ask('/api/account/password', {
      method: 'PUT',
      body: { present, wanted: 'another long passphrase' },
      headers: { cookie: here },
    });
  expect((await change('wrong')).json().type).toBe('/problems/wrong-present-password');
  const changed = await change(PASSWORD);
  expect(changed.statusCode).toBe(204);
  expect([await status(here), await status(other)]).toEqual([401, 401]);
  expect(await status(`rappel=${changed.cookies[0]?.value}`)).toBe(200);
  expect(await status(await cookieOf('changing@example.org', 'another long passphrase'))).toBe(200);
});

it('signing in again in the same browser ends the session that it had', async () => {
  await web.as('support', 'again@example.org');
  const before = await cookieOf('again@example.org');
  const body = { email: 'again@example.org', password: PASSWORD };
  await web.ask('/api/session', { ...post(body), headers: { cookie: before } });
  expect(await status(before)).toBe(401);
});

it('the own name and language are changed, and nothing else', async () => {
  const me = await web.as('support', 'me@example.org');
  const body = { name: 'Autre nom', locale: 'en', profile: 'administrator' };
  expect((await me('/api/account', { method: 'PUT', body })).statusCode).toBe(204);
  expect((await me('/api/session')).json().operator).toMatchObject({
    name: 'Autre nom',
    locale: 'en',
    profile: 'support',
  });
});

it('being locked out tells nobody whether an e-mail is known', async () => {
  await web.as('support', 'known@example.org');
  const tryOut = async (email: string) => {
    const codes: string[] = [];
    for (let n = 0; n < 6; n++) {
      const answer = await web.server.inject({
        url: '/api/session',
        method: 'POST',
        payload: { email, password: 'wrong' },
        remoteAddress: `10.0.0.${email.length}`,
      });
      codes.push(answer.json().type);
    }
    return codes;
  };
  const known = await tryOut('known@example.org');
  expect(await tryOut('not-known@example.org')).toEqual(known);
  expect(known.at(-1)).toBe('/problems/locked-out');
});
