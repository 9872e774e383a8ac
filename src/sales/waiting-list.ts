import type { Database, Tenant } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Basket, By, Waiting } from './shapes.ts';

/** R1d: the sign-up is the contact's act. Signing up again changes the number of places. @throws DomainError `places-free`, `unknown-performance`, `performance-over` */
export declare function joinWaitingList(
  database: Database,
  institution: Institution,
  wanted: {
    contactId: number;
    performanceId: number;
    quantity: number;
    priceCategoryId?: number | undefined;
  },
  by: By,
): Promise<Waiting>;
/** Places that were offered are free again. Leaving twice is leaving. @throws DomainError `unknown-entry` */
export declare function leaveWaitingList(
  database: Database,
  institution: Institution,
  of: { entryId: number; contactId: number },
  by: By,
): Promise<void>;
/** Offers what is free to who waits, in the order of sign-up; held for 24 hours. Called whenever places come free. @returns the entries that were offered places */
export declare function offerFreedPlaces(
  tenant: Tenant,
  institution: Institution,
  performanceIds: readonly number[],
  now: Date,
): Promise<number[]>;
/** Puts the places that were offered into a new basket of the point of sale. @throws DomainError `unknown-entry`, `offer-over`, `unknown-price` */
export declare function takeOffer(
  database: Database,
  institution: Institution,
  of: { entryId: number; contactId: number; pointOfSaleId: number; priceCategoryId?: number | undefined },
  by: By,
): Promise<Basket>;
/** The open entries of a contact or of a performance, by their turn. */
export declare function selectWaiting(
  database: Database,
  institution: Institution,
  of: { contactId: number } | { performanceId: number },
): Promise<Waiting[]>;
