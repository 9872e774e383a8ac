import { setTimeout as sleep } from 'node:timers/promises';
import type { Pdu } from 'smpp';
import type { Database } from '../database/database.ts';
import { type Receipt, takeReceipt } from './sms-receipts.ts';
import { isStop, takeStop } from './sms-stop.ts';

/** SMPP 3.4, 5.2.28 */
const STATES: Record<number, string> = {
  1: 'enroute',
  2: 'delivrd',
  3: 'expired',
  4: 'deleted',
  5: 'undeliv',
  6: 'acceptd',
  7: 'unknown',
  8: 'rejectd',
};

/** A receipt may overtake the note of its message, which is written within a second. */
const LATER = [200, 500, 1000, 2000];

/**
 * What a provider brings: receipts, and answers of people, of which only STOP is anything to Rappel; nothing else that they
 * write is kept. Fails where the database is away: the provider brings it again.
 */
export async function takeIncoming(database: Database, pdu: Pdu): Promise<void> {
  const receipt = receiptIn(pdu);
  if (receipt !== undefined) {
    for (const pause of LATER) {
      if ((await takeReceipt(database, receipt, new Date())) !== 'not-ours') return;
      await sleep(pause);
    }
    await takeReceipt(database, receipt, new Date());
    return;
  }
  const number = withoutNul(pdu.source_addr ?? '');
  if (number !== '' && isMessage(pdu) && isStop(textOf(pdu))) await takeStop(database, number, new Date());
}

/** SMPP 3.4, 5.2.12: the four bits that say what it is; none: a message. */
const kindOf = ({ esm_class = 0 }: Pdu) => esm_class & 0x3c;
const isMessage = (pdu: Pdu) => kindOf(pdu) === 0;

function receiptIn(pdu: Pdu): Receipt | undefined {
  if (kindOf(pdu) !== 0x04) return undefined;
  const text = textOf(pdu);
  const field = (name: string) => new RegExp(`(?:^|\\s)${name}:\\s*(\\S+)`, 'i').exec(text)?.[1];
  const messageId = withoutNul(pdu.receipted_message_id ?? '') || field('id');
  const state = STATES[pdu.message_state ?? -1] ?? field('stat')?.toLowerCase();
  if (messageId === undefined || state === undefined) return undefined;
  return {
    messageId,
    state,
    error: errorIn(pdu, field('err')),
    number: withoutNul(pdu.source_addr ?? '') || null,
  };
}

/** SMPP 5.3.2.31: the kind of network (3: GSM), and its number; or what the text says. */
function errorIn({ network_error_code: code }: Pdu, said: string | undefined): number | null {
  if (Buffer.isBuffer(code) && code.length === 3) return code[0] === 3 ? code.readUInt16BE(1) : null;
  return said !== undefined && /^\d{1,5}$/.test(said) ? Number(said) : null;
}

/** What the database cannot take would be brought again and again. */
const withoutNul = (text: string): string => text.replaceAll('\0', '');

function textOf({ short_message, message_payload }: Pdu): string {
  const said = [short_message, message_payload].map((part) =>
    part === undefined || Buffer.isBuffer(part) ? part : part.message,
  );
  const text = said.map((part) => (Buffer.isBuffer(part) ? part.toString('latin1') : (part ?? ''))).join('');
  return withoutNul(text);
}
