import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { tellPaid } from '../customers/customers.ts';
import { DomainError } from '../errors.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { actorOf, sessionOf } from '../http/session.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import { selectOrganisations } from '../organisations/organisations.ts';
import { handleWebhook, savePaymentProvider, selectPaidOnline } from '../sales/sales.ts';

const tags = ['sales'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const by = (request: FastifyRequest) => ({ now: new Date(), actor: actorOf(request) });

/** How organisations are paid online, and what the provider tells. */
export function register(server: Server, { database, config, jobs }: Context): void {
  const ofOrganisation = z.object({ organisation: id });
  const secret = config.secret;

  server.get('/api/payment-providers', {
    config: { access: 'organisations.edit' },
    schema: {
      tags,
      summary: 'Which organisations are paid online, and where their provider is to send its news',
      response: {
        200: z.object({
          items: z.array(z.object({ organisation: z.int(), on: z.boolean(), webhook: z.url() })),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const [all, paid] = await Promise.all([
        selectOrganisations(database, institution),
        selectPaidOnline(database, institution),
      ]);
      return {
        items: all.map(({ id: organisation }) => ({
          organisation,
          on: paid.includes(organisation),
          webhook: `${config.publicUrl}/webhooks/stripe/${institution.slug}/${organisation}`,
        })),
      };
    },
  });

  server.put('/api/payment-providers/:organisation', {
    config: { access: 'organisations.edit' },
    schema: {
      tags,
      summary: 'Have an organisation paid online by Stripe; the keys are shown to nobody again',
      params: ofOrganisation,
      body: z.object({ secretKey: z.string().max(300), webhookSecret: z.string().max(300) }),
      response: { 204: z.null().describe('saved'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { organisation } = request.params;
      await savePaymentProvider(database, institution, organisation, request.body, secret, by(request));
      return reply.code(204).send(null);
    },
  });

  server.delete('/api/payment-providers/:organisation', {
    config: { access: 'organisations.edit' },
    schema: {
      tags,
      summary: 'Have an organisation not paid online any more',
      params: ofOrganisation,
      response: { 204: z.null().describe('removed'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      await savePaymentProvider(
        database,
        institution,
        request.params.organisation,
        null,
        secret,
        by(request),
      );
      return reply.code(204).send(null);
    },
  });

  // A scope of its own: here a body is the bytes that were signed.
  void server.register((scope: Server, _options, done) => {
    scope.removeAllContentTypeParsers();
    scope.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, body, done) => done(null, body));
    scope.post('/webhooks/stripe/:institution/:organisation', {
      schema: {
        hide: true,
        params: z.object({ institution: z.string().max(63), organisation: id }),
      },
      handler: async (request, reply) => {
        const { institution: slug, organisation } = request.params;
        const institution = (await selectInstitutions(database)).find((one) => one.slug === slug);
        if (institution === undefined) throw new DomainError('no-online-payment', 'nobody is paid here');
        const body = Buffer.isBuffer(request.body) ? request.body : Buffer.alloc(0);
        const told = {
          organisationId: organisation,
          body,
          signature: String(request.headers['stripe-signature']),
        };
        await handleWebhook(database, institution, told, { secret, api: config.stripeApi }, new Date());
        await tellPaid(database, institution, new Date());
        // operators may have been told of something, too
        await jobs.deliver(institution);
        return reply.code(204).send(null);
      },
    });
    done();
  });
}
