import type { Purpose, Tokens } from './tokens.ts';

/** Whom an address of a message is for, and by which of the campaign's links it leads on. */
export interface AddressOf {
  institution: number;
  /** Of `campaign_recipients`. */
  recipient: number;
}

/** The addresses that messages carry. Each names its recipient in a signed token, and nobody by name. */
export interface MessageAddresses {
  /** A tracked link (R32). @param of `link`: of `campaign_links` */
  link(of: AddressOf & { link: number }): string;
  /** R31; for the page and for a mail program's POST (RFC 8058) alike. */
  unsubscribe(of: AddressOf): string;
  preferences(of: AddressOf): string;
  /** The hosted page of a renewal campaign (R29), as a plain address: for who refuses to be tracked (R30). */
  renewal(of: AddressOf): string;
}

/** Below `publicUrl`, and what the routes are registered at. */
export const ADDRESS_PATHS = {
  link: '/l',
  unsubscribe: '/unsubscribe',
  preferences: '/preferences',
  renewal: '/renewal',
} as const satisfies Partial<Record<Purpose, string>>;

/** The pages that Rappel itself has for a recipient. */
export const PAGES = ['renewal', 'preferences', 'unsubscribe'] as const;
export type PageName = (typeof PAGES)[number];

/**
 * What stands in `campaign_links.url` for a page of Rappel's own: each recipient is led to its own signed address, so that
 * the page of a renewal campaign can be a tracked link (R29).
 */
export const pageLink = (page: PageName): string => `rappel:${page}`;
export const isPage = (page: PageName, url: string): boolean => url === pageLink(page);

/** @param publicUrl where this server is reached, without a slash at its end (RAPPEL_PUBLIC_URL) */
export function messageAddresses(publicUrl: string, tokens: Tokens): MessageAddresses {
  const address = (
    purpose: keyof typeof ADDRESS_PATHS,
    { institution, recipient }: AddressOf,
    link: number,
  ) => `${publicUrl}${ADDRESS_PATHS[purpose]}/${tokens.sign({ purpose, institution, recipient, link })}`;
  return {
    link: (of) => address('link', of, of.link),
    unsubscribe: (of) => address('unsubscribe', of, 0),
    preferences: (of) => address('preferences', of, 0),
    renewal: (of) => address('renewal', of, 0),
  };
}
