import { setTimeout as sleep } from 'node:timers/promises';
import type { Outcome, Provider } from './hand-over.ts';
import type { SmsGateway, SmsPart, Submitted } from './sms-gateway.ts';

/** A text for one number (E.164). */
export interface ShortMessage {
  to: string;
  parts: SmsPart[];
}

/** SMPP 3.4, 5.1.3: the provider has too much to do just now. */
const THROTTLED = new Set([0x14, 0x58]);
/** What is wrong with one message: its address, its length, its coding. */
const ABOUT_THE_MESSAGE = new Set([0x01, 0x0b, 0x33, 0x34, 0x40, 0x48, 0x50, 0x51, 0x67]);
/** It did not work this time. */
const THIS_TIME = new Set([0x08, 0x45, 0x64]);
/** What is wrong with us: the sender, the service, or that we may not. */
const ABOUT_US = new Set([0x0a, 0x0d, 0x0e, 0x0f, 0x15, 0x49, 0x53, 0x66]);

/** In milliseconds, before a part is handed over again whose text has begun to leave. */
const NEXT_PART = [1000, 2000, 4000, 8000, 16_000];

/** Hands texts over to a provider of text messages. It does not close the gateway, which others use. */
export function smsProvider(gateway: SmsGateway, pauses = NEXT_PART): Provider<ShortMessage> {
  return {
    connections: gateway.window,
    close: () => {},
    async send({ to, parts }): Promise<Outcome> {
      const ids: string[] = [];
      for (const part of parts) {
        const submitted = await submitPart(gateway, to, part, ids.length === 0 ? [] : pauses);
        if (submitted.kind === 'taken') {
          ids.push(submitted.messageId);
          continue;
        }
        const outcome = outcomeOf(submitted);
        // Half of a text went out: sent again it would arrive one and a half times, so a person decides.
        if (ids.length > 0) return { kind: 'unanswered', code: 'partly-sent', ids };
        return outcome.kind === 'unanswered' ? { ...outcome, ids } : outcome;
      }
      return { kind: 'taken', ids };
    },
  };
}

async function submitPart(
  gateway: SmsGateway,
  to: string,
  part: SmsPart,
  pauses: number[],
): Promise<Submitted> {
  for (const pause of pauses) {
    const submitted = await gateway.submit(to, part);
    if (submitted.kind === 'taken' || submitted.kind === 'unanswered' || !isPassing(submitted))
      return submitted;
    await sleep(pause);
  }
  return await gateway.submit(to, part);
}

function isPassing(submitted: Submitted): boolean {
  const outcome = outcomeOf(submitted);
  return (outcome.kind === 'refused' || outcome.kind === 'away') && outcome.passing;
}

function outcomeOf(submitted: Submitted): Outcome {
  if (submitted.kind !== 'status') return submitted.kind === 'taken' ? { kind: 'taken' } : submitted;
  const { status } = submitted;
  const code = `smpp-${status}`;
  if (THROTTLED.has(status)) return { kind: 'away', code: 'throttled', passing: true };
  if (ABOUT_THE_MESSAGE.has(status)) return { kind: 'refused', code, passing: false };
  if (THIS_TIME.has(status)) return { kind: 'refused', code, passing: true };
  return { kind: 'away', code, passing: !ABOUT_US.has(status) };
}
