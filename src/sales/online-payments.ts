import type { Database } from '../database/database.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { By, OnlinePaymentSettings } from './shapes.ts';

/**
 * Begins the payment of what an order has to pay, at the provider of its organisation.
 * @param addresses where the provider sends the browser afterwards; neither says whether it was paid
 * @returns where to send the browser
 * @throws DomainError `unknown-order`, `nothing-to-pay`, `no-online-payment`, `provider-unavailable`
 */
export declare function startOnlinePayment(
  database: Database,
  institution: Institution,
  wanted: { orderId: number; successUrl: string; cancelUrl: string; locale: string },
  settings: OnlinePaymentSettings,
  by: By,
): Promise<{ address: string }>;
/**
 * Carries out what the provider tells: each thing once, and only what it signed. Paid: the lines are sold; where they
 * expired meanwhile their places are taken again if free, and otherwise the money goes back.
 * @throws DomainError `forged-webhook`, `no-online-payment`
 */
export declare function handleWebhook(
  database: Database,
  institution: Institution,
  told: { organisationId: number; body: Buffer; signature: string },
  settings: OnlinePaymentSettings,
  now: Date,
): Promise<string>;
