import { createHmac, createSecretKey, hkdfSync, timingSafeEqual } from 'node:crypto';

/** What a link in a message is for. The number is in the token: those that stand keep theirs. */
const PURPOSES = { link: 1, unsubscribe: 2, preferences: 3, renewal: 4, bounce: 5 } as const;
export type Purpose = keyof typeof PURPOSES;

/** What a token says: internal ids only. */
export interface Ticket {
  purpose: Purpose;
  institution: number;
  /** Of `campaign_recipients`. */
  recipient: number;
  /** Of `campaign_links`; 0 where the purpose has none. */
  link: number;
}

/** Of HMAC-SHA-256, so that nobody finds a valid token by trying, and an address stays short (RFC 2104, 5). */
const MAC_BYTES = 12;
const IDS = 3;
const LONGEST = 64;

export interface Tokens {
  /** @returns letters, digits, `-` and `_`: about 32 characters */
  sign(ticket: Ticket): string;
  /** @returns undefined for whatever this key did not sign, or signed for something else */
  read(purpose: Purpose, token: string): Ticket | undefined;
}

/**
 * Signs and reads what the addresses in messages carry. The institution is inside, because it must be known before anything
 * can be read; nothing is looked up for a token that is forged.
 * @param secret RAPPEL_SECRET
 */
export function openTokens(secret: string): Tokens {
  // Made once: of a buffer the key is made anew for each of the links of a message, which takes five times as long.
  const key = createSecretKey(new Uint8Array(hkdfSync('sha256', secret, '', 'rappel links in messages', 32)));
  const macOf = (said: Buffer) => createHmac('sha256', key).update(said).digest().subarray(0, MAC_BYTES);
  return {
    sign({ purpose, institution, recipient, link }) {
      const said = Buffer.from([PURPOSES[purpose], ...[institution, recipient, link].flatMap(varint)]);
      return Buffer.concat([said, macOf(said)]).toString('base64url');
    },
    read(purpose, token) {
      if (token.length > LONGEST || !/^[\w-]+$/.test(token)) return undefined;
      const bytes = Buffer.from(token, 'base64url');
      const said = bytes.subarray(0, -MAC_BYTES);
      const mac = bytes.subarray(-MAC_BYTES);
      if (said.length === 0 || mac.length !== MAC_BYTES || !timingSafeEqual(mac, macOf(said)))
        return undefined;
      if (bytes.toString('base64url') !== token || said[0] !== PURPOSES[purpose]) return undefined;
      const [institution = 0, recipient = 0, link = 0] = numbersIn(said.subarray(1));
      return { purpose, institution, recipient, link };
    },
  };
}

/** LEB128: seven bits a byte, the smallest first. */
function varint(number: number): number[] {
  const bytes: number[] = [];
  let rest = number;
  while (rest >= 128) {
    bytes.push((rest % 128) + 128);
    rest = Math.floor(rest / 128);
  }
  return [...bytes, rest];
}

function numbersIn(bytes: Buffer): number[] {
  const numbers: number[] = [];
  let value = 0;
  let weight = 1;
  for (const byte of bytes) {
    value += (byte % 128) * weight;
    weight *= 128;
    if (byte < 128) {
      numbers.push(value);
      value = 0;
      weight = 1;
    }
  }
  return numbers.slice(0, IDS);
}
