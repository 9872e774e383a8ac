import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { IdentityProvider } from '../../test/helpers/identity-provider.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { discover } from './single-sign-on.ts';

const PUBLIC_URL = 'http://rappel.test:3000';
const REDIRECT = `${PUBLIC_URL}/api/single-sign-on/callback`;

let provider: IdentityProvider;
let web: Web;
let admin: Asker;
beforeAll(async () => {
  provider = await IdentityProvider.open(REDIRECT);
  web = await Web.open({ PUBLIC_URL, RAPPEL_PRIVATE_ISSUERS: 'allow' });
  admin = await web.as('administrator', 'admin@example.org');
});
afterAll(async () => {
  await web.close();
  await provider.close();
});
beforeEach(async () => {
  expect((await save({})).statusCode).toBe(204);
});

const save = (changes: object) =>
  admin('/api/sign-in-settings/single-sign-on', {
    method: 'PUT',
    body: {
      issuer: provider.issuer,
      clientId: provider.clientId,
      clientSecret: provider.clientSecret,
      label: 'Compte du théâtre',
      emailDomains: ['example.org'],
      newProfile: null,
      ...changes,
    },
  });

const person = (sub: string, email: string, changes: object = {}) => ({
  sub,
  email,
  email_verified: true,
  name: `Name of ${sub}`,
  ...changes,
});

/** Signs in as whoever sits at the provider. @returns where one ends, and the session's cookie */
async function come(change: (callback: string) => string = (callback) => callback) {
  const start = await web.ask('/api/single-sign-on/start?next=/retention/runs');
  const { name, value } = start.cookies[0] as { name: string; value: string };
  const back = change(await provider.walk(start.headers.location as string, REDIRECT));
  const done = await web.ask(back.slice(PUBLIC_URL.length), { headers: { cookie: `${name}=${value}` } });
  const session = done.cookies.find((cookie) => cookie.name === 'rappel');
  return { location: done.headers.location, cookie: session && `rappel=${session.value}`, start, back };
}
const who = async (cookie: string | undefined) =>
  (await web.ask('/api/session', { headers: { cookie: cookie as string } })).json();
const invite = async (email: string, profile = 'marketing') =>
  (
    await admin('/api/operators', {
      method: 'POST',
      body: { email, profile, locale: 'fr', organisations: [] },
    })
  ).json();
const problem = (code: string) => ({ location: `/sign-in?problem=${code}`, cookie: undefined });

describe('single sign-on with a provider of OpenID Connect', () => {
  it('lets in who was invited, by the verified e-mail, and binds the account', async () => {
    expect((await web.ask('/api/sign-in')).json()).toEqual({ singleSignOn: { label: 'Compte du théâtre' } });
    await invite('ada@example.org');
    provider.person = person('ada', 'ada@example.org');
    const { location, cookie } = await come();
    expect(location).toBe('/retention/runs');
    expect(await who(cookie)).toMatchObject({
      operator: { email: 'ada@example.org', name: 'Name of ada', profile: 'marketing' },
    });
    // bound: another e-mail of the same account is the same operator
    provider.person = person('ada', 'ada.lovelace@example.org');
    expect(await who((await come()).cookie)).toMatchObject({ operator: { email: 'ada@example.org' } });
    // another account with her e-mail is not her
    provider.person = person('somebody-else', 'ada@example.org');
    expect(await come()).toMatchObject(problem('sso-other-account'));
  });

  it('asks for code, state, nonce and PKCE, and takes none of them twice or from another browser', async () => {
    await invite('grace@example.org');
    provider.person = person('grace', 'grace@example.org');
    const { start, back } = await come();
    const sent = new URL(start.headers.location as string).searchParams;
    expect([...sent.keys()]).toEqual(
      expect.arrayContaining(['state', 'nonce', 'code_challenge', 'redirect_uri']),
    );
    expect(sent.get('code_challenge_method')).toBe('S256');
    const again = (cookie: string) => web.ask(back.slice(PUBLIC_URL.length), { headers: { cookie } });
    const { name, value } = start.cookies[0] as { name: string; value: string };
    expect((await again(`${name}=${value}`)).headers.location).toBe('/sign-in?problem=sso-failed');
    expect((await again('')).headers.location).toBe('/sign-in?problem=sso-failed');
    expect(await come((callback) => callback.replace(/state=[^&]+/, 'state=another'))).toMatchObject(
      problem('sso-failed'),
    );
  });

  it('refuses who was not invited, who is not verified, who is of another domain, and who refuses', async () => {
    provider.person = person('nobody', 'nobody@example.org');
    expect(await come()).toMatchObject(problem('sso-not-invited'));
    provider.person = person('nobody', 'admin@example.org', { email_verified: false });
    expect(await come()).toMatchObject(problem('sso-not-verified'));
    provider.person = person('nobody', 'admin@elsewhere.org');
    expect(await come()).toMatchObject(problem('sso-other-domain'));
    provider.person = undefined;
    expect(await come()).toMatchObject(problem('sso-refused'));
  });

  it('adds who comes from the domains of the house, where the institution says as what', async () => {
    expect((await save({ newProfile: 'support', emailDomains: [] })).json().type).toBe(
      '/problems/domains-needed',
    );
    expect((await save({ newProfile: 'administrator' })).json().type).toBe('/problems/wrong-single-sign-on');
    expect((await save({ newProfile: 'support' })).statusCode).toBe(204);
    provider.person = person('new', 'new@example.org');
    expect(await who((await come()).cookie)).toMatchObject({ operator: { profile: 'support' } });
  });

  it('a disabled operator is not let in, nor one who left', async () => {
    const { operator } = await invite('leaver@example.org');
    provider.person = person('leaver', 'leaver@example.org');
    const { cookie } = await come();
    await admin(`/api/operators/${operator}/disable`, { method: 'POST' });
    expect((await who(cookie)).type).toBe('/problems/not-signed-in');
    expect(await come()).toMatchObject(problem('sso-not-invited'));
    const body = { email: 'leaver@example.org' };
    expect((await admin(`/api/operators/${operator}/leave`, { method: 'POST', body })).statusCode).toBe(204);
    expect(await come()).toMatchObject(problem('sso-not-invited'));
  });

  it('with passwords off, only administrators sign in with one', async () => {
    await web.as('box-office', 'box@example.org');
    const policy = (passwords: string) =>
      admin('/api/sign-in-settings', { method: 'PUT', body: { secondFactor: 'nobody', passwords } });
    expect((await policy('administrators')).statusCode).toBe(204);
    const signIn = (email: string, password: string) =>
      web.ask('/api/session', { method: 'POST', body: { email, password } });
    const right = 'correct horse battery staple';
    expect((await signIn('box@example.org', right)).json().type).toBe('/problems/passwords-off');
    expect((await signIn('box@example.org', 'wrong')).json().type).toBe('/problems/wrong-credentials');
    expect((await signIn('admin@example.org', right)).statusCode).toBe(200);
    await admin('/api/sign-in-settings/single-sign-on', { method: 'DELETE' });
    expect((await signIn('box@example.org', right)).statusCode).toBe(200);
    expect((await policy('administrators')).json().type).toBe('/problems/no-single-sign-on');
  });

  it('keeps the client secret sealed, and hands it to no other provider', async () => {
    const { rows } = await web.venue.database.pool.query(
      "select encode(client_secret, 'escape') as secret from sign_in_settings",
    );
    expect(rows[0].secret).not.toContain(provider.clientSecret);
    expect((await admin('/api/sign-in-settings')).body).not.toContain(provider.clientSecret);
    const other = await IdentityProvider.open(REDIRECT);
    expect((await save({ issuer: other.issuer, clientSecret: undefined })).statusCode).toBe(204);
    const after = await web.venue.database.pool.query('select client_secret from sign_in_settings');
    expect(after.rows[0].client_secret).toBeNull();
    await other.close();
  });

  it('refuses an issuer that is none, and one with a private address unless the host allows it', async () => {
    const none = await save({ issuer: `${provider.issuer}/nothing` });
    expect(none.json().type).toBe('/problems/sso-unreachable');
    for (const issuer of [provider.issuer, 'https://localhost:4433', 'https://169.254.169.254']) {
      const strict = { issuer, clientId: 'x', clientSecret: '', privateIssuers: false };
      await expect(discover(strict), issuer).rejects.toMatchObject({ code: 'private-address' });
    }
  });

  it('leaves no e-mail, code or secret in the log', async () => {
    provider.person = person('nobody', 'noisy@example.org');
    await come();
    expect(web.logged.join('')).not.toMatch(/noisy|code=|state=|example\.org/);
  });
});
