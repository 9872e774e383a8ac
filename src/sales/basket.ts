import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Attendee, Basket, By, WantedPlaces } from './shapes.ts';

/** @throws DomainError `unknown-point-of-sale`, `point-of-sale-closed` */
export declare function openBasket(
  database: Database,
  institution: Institution,
  pointOfSaleId: number,
  by: By,
): Promise<Basket>;
/**
 * Puts tickets and articles into a basket; all of them or none, at the prices of now.
 * @throws DomainError `unknown-basket` (also: expired), `sold-out`, `not-on-sale`, `unknown-price`, `too-many-places`
 */
export declare function putIn(
  database: Database,
  institution: Institution,
  basketId: string,
  wanted: readonly WantedPlaces[],
  by: By,
): Promise<Basket>;
/** Takes lines out; what is not there is out already. @throws DomainError `unknown-basket` */
export declare function takeOut(
  database: Database,
  institution: Institution,
  basketId: string,
  lineIds: readonly number[],
  by: By,
): Promise<Basket>;
/** Says who a line is for. @throws DomainError `unknown-basket`, `unknown-basket-line`, `wrong-beneficiary`, `unknown-contact` */
export declare function setAttendee(
  database: Database,
  institution: Institution,
  basketId: string,
  lineId: number,
  attendee: Attendee,
  by: By,
): Promise<Basket>;
/** @returns undefined where there is none, or it has expired */
export declare function readBasket(
  database: Database,
  institution: Institution,
  basketId: string,
  now: Date,
): Promise<Basket | undefined>;
/** Holds the places 20 minutes from now on, but never longer than an hour after the basket was opened. @throws DomainError `unknown-basket` */
export declare function keepBasket(
  database: Database,
  institution: Institution,
  basketId: string,
  now: Date,
): Promise<Basket>;
