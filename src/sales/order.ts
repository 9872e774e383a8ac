import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Order } from './shapes.ts';

/** An order by its id or number. Whether who asks may see it is for the caller to know. @returns undefined where there is none */
export declare function readOrder(
  database: Database,
  institution: Institution,
  order: { id: number } | { number: string },
): Promise<Order | undefined>;
