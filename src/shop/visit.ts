import type { Readable } from 'node:stream';
import type { Customer, Locale, Place } from '../customers/customers.ts';
import type { Database } from '../database/database.ts';
import type { OnlinePaymentSettings } from '../sales/sales.ts';
import type { Shop } from './open-shop.ts';

/** What a browser asked for. */
export interface Asked {
  params: Record<string, string>;
  query: Record<string, string>;
  /** Of a form that was sent; what a name was given more than once has the last. */
  form: Record<string, string>;
}

/** Somebody in a shop. */
export interface Visit {
  database: Database;
  shop: Shop;
  place: Place;
  locale: Locale;
  customer: Customer | undefined;
  /** What the cookie says; whether it is there still is for the reader to find out. */
  basketId: string | undefined;
  now: Date;
  publicUrl: string;
  ledgerFile: string;
  payments: OnlinePaymentSettings;
  /** Has the messages handed over that wait for it. */
  deliver(): Promise<void>;
}

/** A visit of somebody signed in. */
export type OwnVisit = Visit & { customer: Customer };

/** Cookies to set; null: to take away. */
export interface Kept {
  session?: string | null;
  basket?: string | null;
}

/** A page made of a template. */
export interface Shown {
  page: string;
  data?: object;
  status?: number;
  kept?: Kept;
  /** Where else its form may lead. */
  formAction?: string;
  /** What has just happened, in place of what the address says of it. */
  said?: string;
}

export type Answer =
  | Shown
  /** Another page of the shop, such as `/basket`, or an address outside of it. */
  | { to: string; kept?: Kept }
  | { outside: string; kept?: Kept }
  /** What is opened in the browser, or kept by it. */
  | { file: Buffer | Readable; type: string; name: string; keep?: boolean };

/** A refusal, shown on the form that it is about, with what was typed. */
export interface Trouble {
  /** Of the DomainError. */
  code: string;
  /** Names of the fields that it is about. */
  fields: readonly string[];
  /** What was typed; passwords are typed again. */
  typed: Record<string, string>;
}

/** What a page may be asked; a form is shown again where it was refused. */
export interface Page<In extends Visit = Visit> {
  show(visit: In, asked: Asked, trouble?: Trouble): Promise<Answer> | Answer;
  act?(visit: In, asked: Asked): Promise<Answer>;
}

export interface Route {
  path: string;
  page: Page | Page<OwnVisit>;
  /** Whether it takes an account; who has none is led to signing in and back again. */
  own?: boolean;
  /** The same for everybody who is not signed in and has no basket: kept for some seconds. */
  cached?: boolean;
  /** What a closed shop does not do. */
  buying?: boolean;
  /** Its form is on cached pages, which have no token: other sites are refused by what the browser says of them. */
  withoutToken?: boolean;
  /** Tries at passwords, and mails. */
  strict?: boolean;
}
