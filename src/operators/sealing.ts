import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { DomainError } from '../errors.ts';

/** What is sealed; each purpose has a key of its own. */
export type Purpose = 'second-factor' | 'single-sign-on' | 'single-sign-on-state' | 'payment-provider';

const NONCE = 12;
const TAG = 16;

/** @throws DomainError `wrong-setting`: nothing is sealed under a key that anybody could derive */
function keyFor(secret: string | undefined, purpose: Purpose): Buffer {
  if (secret === undefined) throw new DomainError('wrong-setting', 'RAPPEL_SECRET is needed for this');
  return Buffer.from(hkdfSync('sha256', secret, '', `rappel ${purpose}`, 32));
}

/**
 * AES-256-GCM under a key that HKDF derives from RAPPEL_SECRET: whoever has the database alone reads nothing.
 * @param whose what the text belongs to; it opens for nothing else
 * @returns nonce, ciphertext and tag
 */
export function seal(secret: string | undefined, purpose: Purpose, whose: string, text: string): Buffer {
  const nonce = randomBytes(NONCE);
  const cipher = createCipheriv('aes-256-gcm', keyFor(secret, purpose), nonce).setAAD(Buffer.from(whose));
  return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
}

/** @returns undefined where it was sealed under another RAPPEL_SECRET, for something else, or changed */
export function unseal(
  secret: string | undefined,
  purpose: Purpose,
  whose: string,
  sealed: Buffer,
): string | undefined {
  if (sealed.length < NONCE + TAG) return undefined;
  const decipher = createDecipheriv('aes-256-gcm', keyFor(secret, purpose), sealed.subarray(0, NONCE));
  decipher.setAAD(Buffer.from(whose)).setAuthTag(sealed.subarray(-TAG));
  try {
    return Buffer.concat([decipher.update(sealed.subarray(NONCE, -TAG)), decipher.final()]).toString('utf8');
  } catch {
    return undefined;
  }
}
