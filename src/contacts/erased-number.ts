import { createHmac } from 'node:crypto';

/**
 * The trace that an erased contact's number leaves: enough to refuse a file that brings the number back,
 * useless without the institution's key (HMAC-SHA-256).
 * @param key `institutions.erased_number_key`
 */
export function hashNumber(key: Buffer, number: string): Buffer {
  return createHmac('sha256', key).update(number, 'utf8').digest();
}
