import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { armor, Decrypter, Encrypter, generateX25519Identity, identityToRecipient } from 'age-encryption';
import { DomainError } from '../errors.ts';

/**
 * The sealed log of R12. Support's key pair is one of age (https://age-encryption.org/v1); the application holds
 * the public half only. Each range of a run has a random AES-256 key, wrapped once with age; each contact is
 * encrypted with it by AES-GCM. A key exchange per contact would cost five times as much.
 */
export interface SealKeyPair {
  /** `age1…`, for `rappel seal set`. */
  publicKey: string;
  /** `AGE-SECRET-KEY-1…`, for support alone. */
  privateKey: string;
}

export async function generateSealKeyPair(): Promise<SealKeyPair> {
  const privateKey = await generateX25519Identity();
  return { privateKey, publicKey: await identityToRecipient(privateKey) };
}

/** @throws DomainError `wrong-seal-key` where the text is no public key of age (it carries a checksum) */
export async function checkSealPublicKey(text: string): Promise<void> {
  try {
    if (!text.startsWith('age1')) throw new Error('no age recipient');
    new Encrypter().addRecipient(text);
    await wrap(text, Buffer.alloc(1));
  } catch {
    throw new DomainError(
      'wrong-seal-key',
      'that is no public seal key (age1…); make a pair with: rappel seal keygen',
    );
  }
}

/** A key for one range: wrapped for support, and the function that seals with it. */
export interface RangeSeal {
  wrappedKey: string;
  seal(plaintext: string): Buffer;
}

export async function newRangeSeal(publicKey: string): Promise<RangeSeal> {
  const key = randomBytes(32);
  return {
    wrappedKey: await wrap(publicKey, key),
    seal(plaintext) {
      const nonce = randomBytes(12); // random 96-bit nonces are safe far beyond the contacts of one range
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    },
  };
}

/**
 * Opens what `RangeSeal.seal` closed; runs where the private key is, not in the application.
 * @throws DomainError `seal-not-opened` where the key is another one or the file was changed
 */
export async function openSealed(
  privateKey: string,
  wrappedKey: string,
  sealed: Buffer[],
): Promise<string[]> {
  try {
    const decrypter = new Decrypter();
    decrypter.addIdentity(privateKey.trim());
    const key = await decrypter.decrypt(armor.decode(wrappedKey));
    return sealed.map((bytes) => {
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    });
  } catch {
    throw new DomainError('seal-not-opened', 'the private key does not open this file');
  }
}

async function wrap(publicKey: string, key: Buffer): Promise<string> {
  const encrypter = new Encrypter();
  encrypter.addRecipient(publicKey);
  return armor.encode(await encrypter.encrypt(key));
}
