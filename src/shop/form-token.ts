import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';

/**
 * What a form brings back to show that it stood on a page of ours: a keyed hash of a random cookie of the browser. Works
 * without JavaScript and before anybody is signed in.
 */
export class FormTokens {
  readonly #key: Buffer;

  /** @param secret RAPPEL_SECRET; undefined: forms are good as long as this process lives */
  constructor(secret: string | undefined) {
    this.#key = createHmac('sha256', secret ?? randomBytes(32))
      .update('shop forms')
      .digest();
  }

  newVisitor(): string {
    return randomBytes(24).toString('base64url');
  }

  /** @param visitor the browser's cookie */
  of(visitor: string): string {
    return createHmac('sha256', this.#key).update(visitor).digest('base64url');
  }

  isRight(visitor: string | undefined, given: string | undefined): boolean {
    if (visitor === undefined || given === undefined) return false;
    const [one, other] = [Buffer.from(this.of(visitor)), Buffer.from(given)];
    return one.length === other.length && timingSafeEqual(one, other);
  }
}
