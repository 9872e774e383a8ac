import { generateKeyPairSync } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import Provider from 'oidc-provider';

export interface Person {
  sub: string;
  email: string;
  email_verified: boolean;
  name?: string;
}

/**
 * A real provider of OpenID Connect on loopback, with its own pages left out: whoever is sent to it is the person that
 * the test put there.
 */
export class IdentityProvider {
  readonly issuer: string;
  readonly clientId = 'rappel';
  readonly clientSecret = 'a secret between the provider and Rappel';
  /** Who sits in front of the browser; undefined: somebody who refuses. */
  person: Person | undefined;
  readonly #server: Server;

  private constructor(server: Server, issuer: string) {
    this.#server = server;
    this.issuer = issuer;
  }

  static async open(redirectUri: string): Promise<IdentityProvider> {
    const server = createServer();
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    const self = new IdentityProvider(server, issuer);
    const provider = new Provider(issuer, {
      clients: [{ client_id: self.clientId, client_secret: self.clientSecret, redirect_uris: [redirectUri] }],
      claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['a key of the test’s provider'] },
      features: { devInteractions: { enabled: false } },
      ttl: { AccessToken: 60, AuthorizationCode: 60, Grant: 60, IdToken: 60, Interaction: 60, Session: 60 },
      jwks: { keys: [signingKey()] },
      pkce: { required: () => true },
      interactions: { url: (_context, { uid }) => `/interaction/${uid}` },
      findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...self.person, sub }) }),
      loadExistingGrant: async (context) => {
        const { session, client } = context.oidc;
        const grant = new context.oidc.provider.Grant({
          clientId: client?.clientId as string,
          accountId: session?.accountId as string,
        });
        grant.addOIDCScope('openid email profile');
        await grant.save();
        return grant;
      },
    });
    server.on('request', (request, response) => {
      if (!request.url?.startsWith('/interaction/')) {
        void provider.callback()(request, response);
        return;
      }
      const { person } = self;
      const result =
        person === undefined
          ? { error: 'access_denied', error_description: 'refused' }
          : { login: { accountId: person.sub, remember: false } };
      void provider.interactionFinished(request, response, result);
    });
    return self;
  }

  /** Walks through the provider's redirects as a browser would. @returns the address that it sends back to */
  async walk(address: string, redirectUri: string): Promise<string> {
    const jar = new Map<string, string>();
    let next = address;
    for (let hop = 0; hop < 10; hop++) {
      if (next.startsWith(redirectUri)) return next;
      const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
      const answer = await fetch(next, { redirect: 'manual', headers: { cookie } });
      for (const line of answer.headers.getSetCookie()) {
        const [name = '', value = ''] = (line.split(';')[0] as string).split('=');
        jar.set(name, value);
      }
      const location = answer.headers.get('location');
      if (location === null) throw new Error(`the provider does not go on: ${answer.status}`);
      next = new URL(location, next).href;
    }
    throw new Error('the provider goes round in circles');
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, 'close');
  }
}

function signingKey() {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  return { ...privateKey.export({ format: 'jwk' }), use: 'sig', alg: 'RS256' } as never;
}
