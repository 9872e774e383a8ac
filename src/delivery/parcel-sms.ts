import { MOST_MESSAGES, measureText, textParts } from '../campaigns/campaigns.ts';
import { DomainError } from '../errors.ts';
import type { ShortMessage } from './hand-over-sms.ts';

/**
 * A text as the messages that it takes, in GSM 03.38 where it can be, or else in UCS-2. Each of several begins with the header
 * that tells a telephone which part of which text it is (3GPP TS 23.040, 9.2.3.24.1): every provider hands that on.
 * @param reference tells the texts to one number apart
 * @param codings of the library
 * @throws DomainError `text-too-long` where it takes more than ten messages
 */
export function packText(
  to: string,
  text: string,
  reference: number,
  codings: Record<'ASCII' | 'UCS2', { encode(text: string): Buffer }>,
): ShortMessage {
  const { encoding } = measureText(text);
  const parts = textParts(text, encoding);
  if (parts.length > MOST_MESSAGES) {
    throw new DomainError('text-too-long', `it takes ${parts.length} messages, more than ${MOST_MESSAGES}`);
  }
  const coding = encoding === 'gsm' ? codings.ASCII : codings.UCS2;
  return {
    to,
    parts: parts.map((part, at) => ({
      data: coding.encode(part),
      dataCoding: encoding === 'gsm' ? 0 : 8,
      udh: parts.length === 1 ? undefined : Buffer.from([5, 0, 3, reference % 256, parts.length, at + 1]),
    })),
  };
}
