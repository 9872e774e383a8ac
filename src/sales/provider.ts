import type { Money } from './shapes.ts';

/** Who takes payments online: what Rappel needs of it, and no more. */
export interface PaymentProvider {
  /**
   * Begins a payment. The same `key` begins it once.
   * @returns the provider's name for it, and where to send the browser
   * @throws DomainError `provider-unavailable`
   */
  begin(wanted: Begun): Promise<{ reference: string; address: string }>;
  /**
   * Reads what the provider sent us.
   * @throws DomainError `forged-webhook` where it did not sign it, or too long ago
   */
  read(body: Buffer, signature: string, now: Date): Promise<ProviderEvent>;
  /**
   * Pays back of a payment. The same `key` pays back once.
   * @throws DomainError `refund-refused` where the provider does not do it; `refund-unanswered` where it may have done it:
   *   asked again under the same key it does it once
   */
  refund(wanted: { reference: string; amountMinor: number; key: string }): Promise<void>;
}

export interface Begun extends Money {
  key: string;
  orderNumber: string;
  locale: string;
  successUrl: string;
  cancelUrl: string;
  /** The places are held until then; undefined: as long as the provider likes. */
  expiresAt: Date | undefined;
}

export interface ProviderEvent {
  /** The provider's number of this event. */
  id: string;
  kind: 'paid' | 'failed' | 'other';
  /** What it is about, as `begin` named it. */
  reference: string;
  /** Of what was paid. */
  amount: Money;
}
