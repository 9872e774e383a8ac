import type { Stripe } from 'stripe';
import { DomainError } from '../errors.ts';
import type { PaymentProvider, ProviderEvent } from './provider.ts';
import type { OnlinePaymentSettings } from './shapes.ts';

/** Seconds that a signature is good for, and that the provider is waited for. */
const TOLERANCE = 300;
const PATIENCE = 10_000;

/**
 * Stripe, by its Checkout: the browser goes to Stripe's page and comes back, so that no card number and no script of
 * somebody else comes near the shop, and it works without JavaScript (decision 21). The library is loaded when somebody
 * pays.
 */
export async function openStripe(
  keys: { secretKey: string; webhookSecret: string },
  api: OnlinePaymentSettings['api'],
): Promise<PaymentProvider> {
  const { default: StripeClient } = await import('stripe');
  const stripe = new StripeClient(keys.secretKey, {
    ...(api === undefined ? {} : hostOf(new URL(api))),
    timeout: PATIENCE,
    maxNetworkRetries: 1,
    telemetry: false,
  });
  return {
    async begin({ key, amountMinor, currency, orderNumber, locale, successUrl, cancelUrl, expiresAt }) {
      try {
        const session = await stripe.checkout.sessions.create(
          {
            mode: 'payment',
            line_items: [
              {
                quantity: 1,
                price_data: {
                  currency: currency.toLowerCase(),
                  unit_amount: amountMinor,
                  product_data: { name: orderNumber },
                },
              },
            ],
            client_reference_id: orderNumber,
            locale: locale === 'fr' ? 'fr' : 'en',
            success_url: successUrl,
            cancel_url: cancelUrl,
            ...(expiresAt ? { expires_at: Math.floor(expiresAt.getTime() / 1000) } : {}),
          },
          { idempotencyKey: key },
        );
        if (session.url === null) throw new Error('no address');
        return { reference: session.id, address: session.url };
      } catch {
        // what the provider says may name the payer: it is neither told nor logged
        throw new DomainError('provider-unavailable', 'the payment provider does not answer, or refuses');
      }
    },
    async refund({ reference, amountMinor, key }) {
      const refused = () =>
        new DomainError('refund-refused', 'the payment provider does not pay back, or does not answer');
      const { payment_intent: intent } = await stripe.checkout.sessions.retrieve(reference).catch(() => {
        throw refused();
      });
      if (intent === null) throw refused();
      const wanted = { payment_intent: typeof intent === 'string' ? intent : intent.id, amount: amountMinor };
      await stripe.refunds.create(wanted, { idempotencyKey: key }).catch((error: { statusCode?: number }) => {
        const { statusCode = 500 } = error;
        if (statusCode < 500) throw refused();
        throw new DomainError('refund-unanswered', 'whether the payment provider paid back is not known');
      });
    },
    async read(body, signature, now) {
      let event: Stripe.Event;
      try {
        event = stripe.webhooks.constructEvent(
          body,
          signature,
          keys.webhookSecret,
          TOLERANCE,
          undefined,
          now.getTime(),
        );
      } catch {
        throw new DomainError('forged-webhook', 'this was not signed by the payment provider');
      }
      return eventOf(event);
    },
  };
}

const hostOf = ({ protocol, hostname, port }: URL) => {
  const secure = protocol === 'https:';
  return {
    host: hostname,
    port: port || (secure ? '443' : '80'),
    protocol: secure ? 'https' : 'http',
  } as const;
};

function eventOf(event: Stripe.Event): ProviderEvent {
  const other = {
    id: event.id,
    kind: 'other',
    reference: '',
    amount: { amountMinor: 0, currency: '' },
  } as const;
  switch (event.type) {
    case 'checkout.session.completed':
    case 'checkout.session.async_payment_succeeded':
    case 'checkout.session.async_payment_failed':
    case 'checkout.session.expired': {
      const { id, amount_total, currency, payment_status } = event.data.object;
      const ended = event.type.endsWith('failed') || event.type.endsWith('expired');
      return {
        id: event.id,
        // a transfer is only promised when the session completes
        kind: ended ? 'failed' : payment_status === 'paid' ? 'paid' : 'other',
        reference: id,
        amount: { amountMinor: amount_total ?? 0, currency: (currency ?? '').toUpperCase() },
      };
    }
    default:
      return other;
  }
}
