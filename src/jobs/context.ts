import type { Batch } from '../batches/batches.ts';
import type { Mailbox } from '../bounces/bounces.ts';
import type { Database } from '../database/database.ts';
import type { Outgoing } from '../delivery/delivery.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Mail } from '../messages/messages.ts';

/** What a job is given. */
export interface JobContext {
  database: Database;
  /** The ledger of R14. */
  ledgerFile: string;
  /** How long to wait for a database that went away, in seconds. */
  patienceSeconds: number;
  /** undefined: there is no mail server. */
  mail?: Mail | undefined;
  /** What campaigns are sent with; undefined: they are sent by another process. */
  outgoing?: Outgoing | undefined;
  /** Where notifications of returned messages arrive; undefined: no mailbox is read. */
  mailbox?: Mailbox | undefined;
  /** Base of links in messages. */
  publicUrl: string;
  /** Where a job leaves what another does. */
  queue: JobQueue;
  /** The moment the job starts: rules never ask the clock. */
  now: Date;
  /** Aborted when the process stops: long work ends at its next safe place. */
  signal: AbortSignal;
}

/** Where work is left that takes longer than an answer may. */
export interface JobQueue {
  /** Has a run carried out that was written down (`startRun`). */
  carryOut(institution: Institution, runId: number): Promise<void>;
  /** Has the messages handed over that wait for it. */
  deliver(institution: Institution): Promise<void>;
  /** Has a campaign prepared and sent; where it is under way, other processes help. */
  sendCampaign(institution: Institution, campaignId: number): Promise<void>;
  /** Looks for suspected duplicates; where it is asked for already, nothing is added. */
  findDuplicates(institution: Institution): Promise<void>;
  /** Makes the schedule of a batch what the batch says. */
  schedule(institution: Institution, batch: Batch): Promise<void>;
  unschedule(institution: Institution, batchId: number): Promise<void>;
  /** The next moments of a batch's schedule. */
  nextMoments(institution: Institution, batch: Batch, count: number, now: Date): Date[];
}
