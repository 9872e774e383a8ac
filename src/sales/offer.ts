import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { OfferedProduct } from './shapes.ts';

/**
 * What is on sale at a point of sale at this moment, with prices and free places. Read without a lock.
 * @param only narrows to one product or performance
 */
export declare function readOffer(
  database: Database,
  institution: Institution,
  pointOfSaleId: number,
  asked: { now: Date; productId?: number | undefined; performanceId?: number | undefined },
): Promise<OfferedProduct[]>;
