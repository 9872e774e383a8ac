import { forgetOldOpenings } from '../contact-file/contact-file.ts';
import type { Database } from '../database/database.ts';
import { destroyExpiredSeals } from '../retention/retention.ts';

/** What a job is given. */
export interface JobContext {
  database: Database;
  /** The ledger of R14. */
  ledgerFile: string;
  /** How long to wait for a database that went away, in seconds. */
  patienceSeconds: number;
  /** The moment the job starts: rules never ask the clock. */
  now: Date;
  /** Aborted when the process stops: long work ends at its next safe place. */
  signal: AbortSignal;
}

/** A job that runs by itself. It is thin: it calls the domain. */
export interface Schedule {
  name: string;
  /** Cron: minute, hour, day of the month, month, day of the week. */
  cron: string;
  timeZone: string;
  perform(context: JobContext): Promise<unknown>;
}

/** Everything that happens by itself, for all institutions. */
export const schedules: Schedule[] = [
  {
    name: 'seals.destroy-expired', // R12
    cron: '17 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => destroyExpiredSeals(database, now),
  },
  {
    name: 'files.forget-openings',
    cron: '27 3 * * *',
    timeZone: 'UTC',
    perform: ({ database, now }) => forgetOldOpenings(database, now),
  },
];
