import type { Database } from '../database/database.ts';
import { pgBoss } from './pg-boss.ts';

/**
 * Brings the tables of the jobs (schema `pgboss`) up to date; where they are, it costs a few milliseconds. To be
 * called after `migrate`, and outside any transaction: the embedded database has one session.
 */
export async function installJobs(database: Database): Promise<void> {
  const boss = pgBoss(database, { supervise: false, schedule: false });
  await boss.start();
  await boss.stop({ close: false, graceful: false });
}
