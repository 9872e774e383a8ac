import { createHash, randomBytes } from 'node:crypto';

/** Crockford's alphabet: nothing that is taken for something else when it is read out or typed. */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';

/** Five bits a character, from the front. */
function spell(bytes: Buffer, characters: number): string {
  let bits = '';
  for (const byte of bytes) bits += byte.toString(2).padStart(8, '0');
  return Array.from({ length: characters }, (_, at) =>
    ALPHABET.charAt(Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)),
  ).join('');
}

/** 50 random bits: an order's number says nothing of another one's, nor how many there are. */
export function newOrderNumber(): string {
  const code = spell(randomBytes(7), 10);
  return `${code.slice(0, 5)}-${code.slice(5)}`;
}

/**
 * What the holder of a gift card types in: 100 bits that follow from the random code of its ticket, so that it can be
 * printed again, while the card itself keeps a hash only.
 */
export function giftCardCode(ticketCode: string): string {
  const code = spell(createHash('sha256').update(`gift card ${ticketCode}`).digest(), 20);
  return (code.match(/.{5}/g) as string[]).join('-');
}

/** As it is kept: however it was typed. */
export function giftCardHash(code: string): Buffer {
  const typed = code
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1');
  return createHash('sha256').update(typed).digest();
}
