import { hash } from 'node:crypto';

/** Of SHA-256, in bytes. */
const BLOCK = 64;

/**
 * HMAC-SHA-256 (RFC 2104), for small messages by the million: Node's own `createHmac` makes an object for each, which takes
 * twice as long as the hashing.
 * @param key at most 64 bytes
 */
export function hmacWith(key: Uint8Array): (message: Uint8Array) => Buffer {
  if (key.length > BLOCK) throw new RangeError('a key of HMAC-SHA-256 has at most 64 bytes here');
  const padded = Buffer.concat([key], BLOCK);
  const inner = padded.map((byte) => byte ^ 0x36);
  const outer = padded.map((byte) => byte ^ 0x5c);
  const digest = (...parts: Uint8Array[]) => hash('sha256', Buffer.concat(parts), 'buffer');
  return (message) => digest(outer, digest(inner, message));
}
