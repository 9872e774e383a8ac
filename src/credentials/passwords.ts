import { randomBytes } from 'node:crypto';
import { hash, verify } from '@node-rs/argon2';
import { DomainError } from '../errors.ts';

/** Argon2id with the first recommendation of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. */
const COST = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** NIST SP 800-63B-4: long rather than intricate; nothing about kinds of characters. */
const SHORTEST = 12;
const LONGEST = 200;

/** @throws DomainError `wrong-password`: too short, too long, or the e-mail or the name themselves */
export async function hashPassword(password: string, { email, name }: { email: string; name: string }) {
  if (password.length < SHORTEST || password.length > LONGEST) {
    throw new DomainError('wrong-password', `a password has ${SHORTEST} to ${LONGEST} characters`);
  }
  const plain = password.trim().toLowerCase();
  if (plain === email.toLowerCase() || plain === name.toLowerCase() || new Set(plain).size < 4) {
    throw new DomainError('wrong-password', 'this password is the first that somebody would try');
  }
  return await hash(password, COST);
}

let hashOfNothing: Promise<string> | undefined;

/** @param passwordHash undefined where nobody has the e-mail: it takes as long, and is wrong */
export async function isPassword(passwordHash: string | undefined, password: string): Promise<boolean> {
  hashOfNothing ??= hash(randomBytes(16), COST);
  const right = await verify(passwordHash ?? (await hashOfNothing), password.slice(0, LONGEST));
  return right && passwordHash !== undefined;
}
