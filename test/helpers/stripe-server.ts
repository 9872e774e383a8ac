import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import Stripe from 'stripe';

export const SECRET_KEY = 'sk_test_0123456789abcdef';
export const WEBHOOK_SECRET = 'whsec_0123456789abcdef';

/**
 * Speaks as much of Stripe's protocol as Rappel asks for: Checkout sessions, with idempotency keys, and signed events.
 * Who comes to the page of a session may pay or go back; that it was paid is told by whoever tests.
 */
export class StripeServer {
  readonly api: string;
  /** What was asked, in order; the same idempotency key counts once. */
  readonly sessions: {
    id: string;
    amount: number;
    currency: string;
    order: string;
    expiresAt: string | null;
    address: string;
    successUrl: string;
    cancelUrl: string;
  }[] = [];
  /** What was paid back; the same idempotency key counts once. */
  readonly refunds: { key: string; amount: number }[] = [];
  broken = false;
  /** It does what it is asked to pay back, and the answer is lost. */
  silent = false;
  readonly #server;
  readonly #byKey = new Map<string, string>();
  #events = 0;

  private constructor(server: ReturnType<typeof createServer>) {
    this.#server = server;
    this.api = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  static async open(): Promise<StripeServer> {
    const server = createServer(async (request, response) => {
      const paid = opened.sessions.find(({ id }) => request.url === `/pay/${id}`);
      if (paid !== undefined) {
        response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
        response.end(payPage(paid));
        return;
      }
      const { status, body } = await opened.#answer(request, new URLSearchParams(await text(request)));
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const opened = new StripeServer(server);
    return opened;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, form: URLSearchParams): Promise<{ status: number; body: object }> {
    const refuse = (status: number, message: string) => ({
      status,
      body: { error: { type: 'invalid_request_error', message } },
    });
    if (this.broken) return refuse(400, 'broken');
    if (request.headers.authorization !== `Bearer ${SECRET_KEY}`) return refuse(401, 'Invalid API Key');
    const session = /^\/v1\/checkout\/sessions\/(\w+)$/.exec(request.url ?? '')?.[1];
    if (request.method === 'GET' && session !== undefined) {
      return {
        status: 200,
        body: { id: session, object: 'checkout.session', payment_intent: `pi_${session}` },
      };
    }
    if (request.method === 'POST' && request.url === '/v1/refunds') {
      const refund = { key: String(request.headers['idempotency-key']), amount: Number(form.get('amount')) };
      if (!this.refunds.some(({ key }) => key === refund.key)) this.refunds.push(refund);
      if (this.silent) return refuse(500, 'lost');
      return { status: 200, body: { id: 're_1', object: 'refund', status: 'succeeded' } };
    }
    if (request.method !== 'POST' || request.url !== '/v1/checkout/sessions') return refuse(404, 'unknown');
    const key = String(request.headers['idempotency-key']);
    const known = this.#byKey.get(key);
    const id = known ?? `cs_test_${this.sessions.length + 1}`;
    if (known === undefined) {
      this.#byKey.set(key, id);
      this.sessions.push({
        id,
        amount: Number(form.get('line_items[0][price_data][unit_amount]')),
        currency: String(form.get('line_items[0][price_data][currency]')),
        order: String(form.get('client_reference_id')),
        expiresAt: form.get('expires_at'),
        address: `${this.api}/pay/${id}`,
        successUrl: String(form.get('success_url')),
        cancelUrl: String(form.get('cancel_url')),
      });
    }
    return {
      status: 200,
      body: { id, object: 'checkout.session', url: `${this.api}/pay/${id}` },
    };
  }

  /** What Stripe would send when a session ends, with its signature. */
  event(
    session: { id: string; amount: number; currency: string },
    {
      type = 'checkout.session.completed',
      at,
      status = 'paid',
      secret = WEBHOOK_SECRET,
      id = undefined,
    }: { type?: string; at: Date; status?: string; secret?: string; id?: string | undefined },
  ): { body: Buffer; signature: string } {
    this.#events += 1;
    const payload = JSON.stringify({
      id: id ?? `evt_${this.#events}`,
      object: 'event',
      type,
      data: {
        object: {
          id: session.id,
          object: 'checkout.session',
          amount_total: session.amount,
          currency: session.currency,
          payment_status: status,
        },
      },
    });
    const timestamp = Math.floor(at.getTime() / 1000);
    const signature = Stripe.webhooks.generateTestHeaderString({ payload, secret, timestamp });
    return { body: Buffer.from(payload), signature };
  }
}

const payPage = ({ amount, successUrl, cancelUrl }: StripeServer['sessions'][number]): string =>
  `<!doctype html><title>Stripe</title><h1>${amount / 100}</h1>
   <a href="${successUrl}">Pay</a> <a href="${cancelUrl}">Back</a>`;

async function text(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}
