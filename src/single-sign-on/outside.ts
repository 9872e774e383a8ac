import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import { DomainError } from '../errors.ts';

/** A provider's answers are small. */
const LONGEST_ANSWER = 1024 * 1024;
const PATIENCE_MS = 10_000;

/** Whether an address is one of the public internet: no private, loopback, link-local, reserved or tunnelled one. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'unicast';
}

const refused = () =>
  new DomainError('private-address', 'the address leads into a private network, or is not https');

/** Looks a name up and lets through only what is public: the connection goes to what was looked at, not to a second answer. */
const publicLookup: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (first === undefined || addresses.some(({ address }) => !isPublicAddress(address)))
      return callback(refused(), '', 0);
    if (options.all) return callback(null, addresses);
    callback(null, first.address, first.family);
  });
};

const publicOnly = new Agent({
  connect: { lookup: publicLookup, timeout: PATIENCE_MS },
  maxResponseSize: LONGEST_ANSWER,
});
const anywhere = new Agent({ connect: { timeout: PATIENCE_MS }, maxResponseSize: LONGEST_ANSWER });

/**
 * Fetches what an operator's setting names, and nothing from inside the network (SSRF). Redirects are not followed.
 * @param privateIssuers whether RAPPEL_PRIVATE_ISSUERS allows all the same
 * @throws DomainError `private-address`
 */
export function outsideFetch(privateIssuers: boolean) {
  return async (url: string, init: object): Promise<Response> => {
    const { protocol, hostname } = new URL(url);
    const literal = ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''));
    if (!privateIssuers && (protocol !== 'https:' || (literal && !isPublicAddress(hostname))))
      throw refused();
    const dispatcher = privateIssuers ? anywhere : publicOnly;
    try {
      const options = { ...init, dispatcher, redirect: 'manual' } as Parameters<typeof fetch>[1];
      return (await fetch(url, options)) as unknown as Response;
    } catch (error) {
      const { cause } = error as Error;
      throw cause instanceof DomainError ? cause : error;
    }
  };
}
