import {
  AuthorizationResponseError,
  allowInsecureRequests,
  authorizationCodeGrant,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  customFetch,
  discovery,
  fetchUserInfo,
  randomNonce,
  randomPKCECodeVerifier,
  randomState,
} from 'openid-client';
import { DomainError } from '../errors.ts';
import { outsideFetch } from '../outside/outside.ts';

/** Seconds for each answer of the provider. */
const PATIENCE = 10;

export interface Client {
  issuer: string;
  clientId: string;
  clientSecret: string;
  privateIssuers: boolean;
}

/** What a sign-in on its way must bring back; it waits in a sealed cookie. */
export interface Checks {
  state: string;
  nonce: string;
  verifier: string;
}

const notHttps = () => new DomainError('private-address', 'the address of the provider is not https');

/** Who the provider says somebody is. */
export interface Identity {
  issuer: string;
  subject: string;
  /** null: the provider has not verified it. */
  email: string | null;
  name: string | null;
}

/** @throws DomainError `sso-unreachable`, `private-address` */
export async function discover({
  issuer,
  clientId,
  clientSecret,
  privateIssuers,
}: Client): Promise<Configuration> {
  if (!privateIssuers && new URL(issuer).protocol !== 'https:') throw notHttps();
  try {
    return await discovery(
      new URL(issuer),
      clientId,
      clientSecret === '' ? undefined : clientSecret,
      undefined,
      {
        timeout: PATIENCE,
        [customFetch]: outsideFetch(privateIssuers),
        execute: privateIssuers ? [allowInsecureRequests] : [],
      },
    );
  } catch (error) {
    throw refusalOf(error, 'sso-unreachable', 'the provider of single sign-on does not answer as one');
  }
}

/** The provider's page to send the browser to (authorization code with PKCE, state and nonce). */
export async function authorizationAddress(
  client: Client,
  redirectUri: string,
): Promise<{ address: string; checks: Checks }> {
  const configuration = await discover(client);
  const checks = { state: randomState(), nonce: randomNonce(), verifier: randomPKCECodeVerifier() };
  const address = buildAuthorizationUrl(configuration, {
    redirect_uri: redirectUri,
    scope: 'openid email profile',
    state: checks.state,
    nonce: checks.nonce,
    code_challenge: await calculatePKCECodeChallenge(checks.verifier),
    code_challenge_method: 'S256',
  });
  if (address.protocol !== 'https:' && !client.privateIssuers) throw notHttps();
  return { address: address.href, checks };
}

/**
 * Exchanges what the browser brought back for who it is.
 * @throws DomainError `sso-refused` (by the person or the provider), `sso-failed` (nothing fits: begin again),
 *   `sso-unreachable`, `private-address`
 */
export async function identityFrom(client: Client, callback: URL, checks: Checks): Promise<Identity> {
  const configuration = await discover(client);
  try {
    const tokens = await authorizationCodeGrant(configuration, callback, {
      pkceCodeVerifier: checks.verifier,
      expectedState: checks.state,
      expectedNonce: checks.nonce,
      idTokenExpected: true,
    });
    const claims = tokens.claims();
    if (claims === undefined) throw new DomainError('sso-failed', 'the provider sent no identity');
    const known =
      claims.email === undefined && configuration.serverMetadata().userinfo_endpoint !== undefined
        ? { ...(await fetchUserInfo(configuration, tokens.access_token, claims.sub)), iss: claims.iss }
        : claims;
    const verified = typeof known.email === 'string' && known.email_verified === true;
    return {
      issuer: claims.iss,
      subject: claims.sub,
      email: verified ? (known.email as string).toLowerCase() : null,
      name: typeof known.name === 'string' ? known.name : null,
    };
  } catch (error) {
    if (error instanceof AuthorizationResponseError)
      throw new DomainError('sso-refused', 'the provider did not let this sign-in pass');
    throw refusalOf(error, 'sso-failed', 'what came back from the provider does not fit: begin again');
  }
}

/** The library wraps what the fetch threw. */
function refusalOf(error: unknown, code: string, message: string): DomainError {
  for (let cause = error; cause instanceof Error; cause = cause.cause) {
    if (cause instanceof DomainError) return cause;
  }
  return new DomainError(code, message);
}
