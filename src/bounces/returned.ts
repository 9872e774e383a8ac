import type { Tokens } from '../tracking/tracking.ts';
import { LARGEST_REPORT, readReport } from './report.ts';

/** A notification about a message of ours: internal ids, and the address that it names. */
export interface Returned {
  institution: number;
  /** Of `campaign_recipients`. */
  recipient: number;
  what: 'failed' | 'delayed' | 'complaint';
  /** RFC 3463; empty: none. */
  status: string;
  address: string | undefined;
}

/** RFC 5965, 7.3, and what was meant for unsubscribing before it. Others are about forgery, or say that it was no spam. */
const COMPLAINTS = ['abuse', 'opt-out'];

/**
 * Reads a notification, and believes it where it carries the signed token of a message of ours: nobody else knows one.
 * @returns undefined where it is about nothing of ours
 */
export async function readReturned(tokens: Tokens, raw: Buffer): Promise<Returned | undefined> {
  if (raw.length > LARGEST_REPORT) return undefined;
  const report = await readReport(raw);
  const ticket = report?.marks
    .map(({ purpose, token }) => tokens.read(purpose, token))
    .find((read) => read !== undefined);
  if (report === undefined || ticket === undefined) return undefined;
  const { institution, recipient } = ticket;
  if (report.kind === 'feedback-report') {
    if (!COMPLAINTS.includes(report.type)) return undefined;
    return { institution, recipient, what: 'complaint', status: '', address: undefined };
  }
  const verdict = report.verdicts.find(({ action }) => action === 'failed') ?? report.verdicts[0];
  const what = verdict?.action;
  if (verdict === undefined || (what !== 'failed' && what !== 'delayed')) return undefined;
  return { institution, recipient, what, status: verdict.status, address: verdict.address };
}
