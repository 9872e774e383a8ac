import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';
import { Agent, fetch } from 'undici';
import { DomainError } from '../errors.ts';

/** Whatever is fetched here is small: answers of a provider, the text of a policy. */
const LONGEST_ANSWER = 1024 * 1024;
const PATIENCE_MS = 10_000;
const MOST_REDIRECTS = 5;

/** Whether an address is one of the public internet: no private, loopback, link-local, reserved or tunnelled one. */
export function isPublicAddress(address: string): boolean {
  const bare = address.replace(/^\[|\]$/g, '');
  return ipaddr.isValid(bare) && ipaddr.process(bare).range() === 'unicast';
}

/** Whether a host of an address can be reached from the public internet: it is neither this computer nor one of a private network. */
export const isPublicHost = (host: string): boolean =>
  host !== 'localhost' && (!ipaddr.isValid(host.replace(/^\[|\]$/g, '')) || isPublicAddress(host));

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
 * @param privateToo whether private addresses and plain HTTP are allowed all the same (RAPPEL_PRIVATE_ISSUERS, tests)
 * @throws DomainError `private-address`
 */
export function outsideFetch(privateToo: boolean) {
  return async (url: string, init: object): Promise<Response> => {
    const { protocol, hostname } = new URL(url);
    const literal = ipaddr.isValid(hostname.replace(/^\[|\]$/g, ''));
    if (!privateToo && (protocol !== 'https:' || (literal && !isPublicAddress(hostname)))) throw refused();
    const dispatcher = privateToo ? anywhere : publicOnly;
    try {
      const options = { ...init, dispatcher, redirect: 'manual' } as Parameters<typeof fetch>[1];
      return (await fetch(url, options)) as unknown as Response;
    } catch (error) {
      const { cause } = error as Error;
      throw cause instanceof DomainError ? cause : error;
    }
  };
}

/** A text of the public internet, as it was read. */
export interface OutsideText {
  content: Buffer;
  contentType: string;
}

export interface Reading {
  /** In bytes, of what is unpacked: a small answer may unpack to a large one. */
  longest?: number;
  patienceMs?: number;
  /** Of this origin alone a private address and plain HTTP are read all the same: for tests. */
  allowedOrigin?: string;
}

/**
 * Reads a page whose address an operator typed. Each redirect is looked at as the first address was; the time is that
 * of the whole.
 * @throws DomainError `private-address`, `outside-unreachable`, `outside-too-slow`, `outside-too-long`,
 *   `outside-redirects`, `outside-<status>`
 */
export async function readOutside(
  address: string,
  { longest = LONGEST_ANSWER, patienceMs = PATIENCE_MS, allowedOrigin }: Reading = {},
): Promise<OutsideText> {
  const signal = AbortSignal.timeout(patienceMs);
  let url = address;
  try {
    for (let hops = 0; hops <= MOST_REDIRECTS; hops += 1) {
      const response = await outsideFetch(new URL(url).origin === allowedOrigin)(url, {
        signal,
        headers: { accept: 'text/html, text/plain, application/pdf;q=0.9, */*;q=0.1' },
      });
      const next = response.headers.get('location');
      if (response.status >= 300 && response.status < 400 && next !== null) {
        await response.body?.cancel();
        url = new URL(next, url).href;
        continue;
      }
      if (!response.ok) {
        await response.body?.cancel();
        throw new DomainError(`outside-${response.status}`, `the address answers ${response.status}`);
      }
      const contentType = response.headers.get('content-type') ?? 'application/octet-stream';
      return { content: await bytesOf(response, longest), contentType: contentType.slice(0, 200) };
    }
  } catch (error) {
    throw asRefusal(error, signal);
  }
  throw new DomainError('outside-redirects', 'the address leads on and on');
}

async function bytesOf(response: Response, longest: number): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  let length = 0;
  for await (const part of response.body ?? []) {
    length += part.byteLength;
    // leaving the loop closes the connection
    if (length > longest) throw new DomainError('outside-too-long', 'the text is too long');
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function asRefusal(error: unknown, signal: AbortSignal): DomainError {
  if (error instanceof DomainError) return error;
  if (signal.aborted) return new DomainError('outside-too-slow', 'the address does not answer in time');
  const { cause } = error as Error;
  const code = (cause as { code?: string } | undefined)?.code ?? (error as { code?: string }).code;
  if (code === 'UND_ERR_RES_EXCEEDED_MAX_SIZE') {
    return new DomainError('outside-too-long', 'the text is too long');
  }
  return new DomainError('outside-unreachable', 'the address cannot be reached');
}
