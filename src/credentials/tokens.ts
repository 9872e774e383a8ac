import { createHash, randomBytes } from 'node:crypto';

/** The institution's id, a dot, 256 random bits: a session's cookie or a link. The database has a hash of it only. */
export function newToken(institutionId: number): { token: string; hash: Buffer } {
  const random = randomBytes(32);
  return { token: `${institutionId}.${random.toString('base64url')}`, hash: hashOf(random) };
}

/** @returns undefined where it cannot be a token */
export function readToken(token: string): { institutionId: number; hash: Buffer } | undefined {
  const match = /^([1-9]\d{0,15})\.([\w-]{43})$/.exec(token);
  if (match === null) return undefined;
  const institutionId = Number(match[1]);
  if (!Number.isSafeInteger(institutionId)) return undefined;
  return { institutionId, hash: hashOf(Buffer.from(match[2] as string, 'base64url')) };
}

/** A plain hash is enough for 256 random bits. */
const hashOf = (random: Buffer): Buffer => createHash('sha256').update(random).digest();
