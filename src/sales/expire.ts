import type { Database } from '../database/database.ts';

/** Ends what is over: baskets, options (`expired`), reservations (`cancelled` by `expiry`), offers of places. For all institutions. */
export declare function expireDue(database: Database, now: Date): Promise<void>;
