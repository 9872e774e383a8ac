import type { FastifyRequest } from 'fastify';
import { z } from 'zod';
import { inInstitution } from '../database/database.ts';
import type { Context, Server } from '../http/context.ts';
import { problemResponse } from '../http/problems.ts';
import { askedContact, sessionOf } from '../http/session.ts';
import { openMail } from '../messages/messages.ts';
import { isPublicHost } from '../outside/outside.ts';
import {
  campaignStates,
  cancelCampaign,
  checkSaved,
  copyCampaign,
  countAudience,
  createCampaign,
  editCampaign,
  pauseCampaign,
  previewCampaign,
  resumeCampaign,
  saveContent,
  scheduleCampaign,
  selectCampaign,
  selectCampaigns,
  selectContents,
  selectFiltered,
  sendNow,
  sendTest,
  takeBack,
} from './campaigns.ts';
import { registerResults } from './result-routes.ts';
import {
  campaignShape,
  contentShape,
  contentsShape,
  languageShape,
  listedShape,
  messageShape,
  problemShape,
  settingsShape,
  shownCampaign,
  sizeShape,
  volumeShape,
} from './shapes.ts';

const tags = ['campaigns'];
const id = z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER);
const version = z.int().positive().max(2_147_483_647);
const ofCampaign = z.object({ campaign: id });
const inLanguage = ofCampaign.extend({ language: languageShape });
const previewed = z.object({
  language: languageShape.default('fr'),
  contact: z
    .string()
    .max(200)
    .optional()
    .describe('the number of who would read it; left out: somebody made up'),
});
/** A text of 400 kB, and the same again for its plain part. */
const bodyLimit = 2 * 1024 * 1024;

/**
 * The message alone, shown in a frame: it runs nothing, loads pictures and nothing else, and its links lead nowhere (the
 * frame is in a sandbox).
 */
const previewPolicy = (publicUrl: string) =>
  `default-src 'none'; style-src 'unsafe-inline'; img-src https: data: ${new URL(publicUrl).origin}; sandbox; frame-ancestors 'self'`;

const byOf = (request: FastifyRequest) => ({
  operatorId: sessionOf(request).operator.id,
  now: new Date(),
});

/** Campaigns (R23-R27): what they say and to whom, and what became of them. */
export function register(server: Server, { database, config, jobs }: Context): void {
  const contactOf = (request: FastifyRequest, number: string | undefined) =>
    number === undefined || number === '' ? undefined : askedContact(request, number);

  server.get('/api/campaigns', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'Campaigns, the newest first',
      querystring: z.object({
        state: z.enum(campaignStates).optional(),
        cursor: id.optional(),
        limit: z.coerce.number().int().min(1).max(100).default(50),
      }),
      response: {
        200: z.object({ items: z.array(listedShape), next: z.string().nullable() }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { state, cursor, limit } = request.query;
      const page = { state, before: cursor, limit };
      const found = await selectCampaigns(database, sessionOf(request).institution, page);
      return {
        items: found.map((one) => ({
          ...one,
          scheduledAt: one.scheduledAt?.toISOString() ?? null,
          startedAt: one.startedAt?.toISOString() ?? null,
          endedAt: one.endedAt?.toISOString() ?? null,
        })),
        next: found.length === limit ? String(found.at(-1)?.id) : null,
      };
    },
  });

  server.post('/api/campaigns', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags,
      summary: 'Begin a campaign, as a draft',
      body: settingsShape,
      response: { 201: campaignShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const created = await createCampaign(database, institution, request.body, byOf(request));
      return reply.code(201).send(shownCampaign(created));
    },
  });

  server.get('/api/campaigns/:campaign', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'A campaign',
      params: ofCampaign,
      response: { 200: campaignShape, ...problemResponse },
    },
    handler: async (request) =>
      shownCampaign(await selectCampaign(database, sessionOf(request).institution, request.params.campaign)),
  });

  server.put('/api/campaigns/:campaign', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags,
      summary: 'Change a draft; refused as stale where somebody else changed it since it was read',
      params: ofCampaign,
      body: settingsShape.extend({ version }),
      response: { 200: campaignShape, ...problemResponse },
    },
    handler: async (request) => {
      const { version: readVersion, ...settings } = request.body;
      const read = { id: request.params.campaign, version: readVersion };
      const { institution } = sessionOf(request);
      return shownCampaign(await editCampaign(database, institution, read, settings, byOf(request)));
    },
  });

  server.post('/api/campaigns/:campaign/copies', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags,
      summary: 'Begin a draft with what another campaign is and says',
      params: ofCampaign,
      body: z.object({
        name: z.string().trim().min(1).max(200).describe('where it is taken, a number is put behind it'),
      }),
      response: { 201: campaignShape, ...problemResponse },
    },
    handler: async (request, reply) => {
      const { institution } = sessionOf(request);
      const { campaign } = request.params;
      const copy = await copyCampaign(database, institution, campaign, request.body.name, byOf(request));
      return reply.code(201).send(shownCampaign(copy));
    },
  });

  server.get('/api/campaigns/:campaign/contents', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'What a campaign says, in each language it is written in',
      params: ofCampaign,
      response: { 200: contentsShape, ...problemResponse },
    },
    handler: async (request) =>
      await selectContents(database, sessionOf(request).institution, request.params.campaign),
  });

  server.put('/api/campaigns/:campaign/contents/:language', {
    config: { access: 'campaigns.edit' },
    bodyLimit,
    schema: {
      tags,
      summary:
        'Write the text of a draft in a language, or take it away; mistakes are kept and said by the check',
      params: inLanguage,
      body: z.object({ content: contentShape.nullable(), version }),
      response: { 200: campaignShape, ...problemResponse },
    },
    handler: async (request) => {
      const { campaign, language } = request.params;
      const { content, version: readVersion } = request.body;
      const read = { id: campaign, version: readVersion };
      const { institution } = sessionOf(request);
      return shownCampaign(await saveContent(database, institution, read, language, content, byOf(request)));
    },
  });

  server.get('/api/campaigns/:campaign/check', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'What is wrong with its texts, with language, line and column; nothing: it may be sent',
      params: ofCampaign,
      response: {
        200: z.object({
          problems: z.array(problemShape),
          setUp: z.object({
            mail: z.boolean().describe('there is a mail server'),
            sms: z.boolean().describe('there is a provider of text messages'),
            localAddress: z
              .string()
              .nullable()
              .describe('with what the links of messages begin, where nobody outside can open them'),
          }),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => ({
      problems: await checkSaved(database, sessionOf(request).institution, request.params.campaign),
      setUp: {
        mail: config.smtpUrl !== undefined,
        sms: config.sms !== undefined,
        localAddress: isPublicHost(new URL(config.publicUrl).hostname) ? null : config.publicUrl,
      },
    }),
  });

  server.get('/api/campaigns/:campaign/volume', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'How many it would reach now, and how many of its targets it leaves out, by reason (R23, R27)',
      params: ofCampaign,
      response: { 200: volumeShape, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      return await inInstitution(database, institution.id, async (tenant) => {
        const campaign = await selectFiltered(tenant, institution, request.params.campaign);
        return await countAudience(tenant, institution, campaign, new Date());
      });
    },
  });

  server.get('/api/campaigns/:campaign/preview', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'The saved text as a contact would read it, and what is wrong with it',
      params: ofCampaign,
      querystring: previewed,
      response: {
        200: z.object({
          senderName: z.string(),
          message: messageShape
            .nullable()
            .describe('null: it cannot be read, or is not written in this language'),
          problems: z.array(problemShape),
          size: sizeShape.nullable(),
          sms: z
            .object({ isSetUp: z.boolean(), stopNumber: z.string().nullable() })
            .describe('whether there is a provider of text messages, and where people send STOP'),
        }),
        ...problemResponse,
      },
    },
    handler: async (request) => {
      const { language, contact } = request.query;
      const preview = await previewCampaign(
        database,
        sessionOf(request).institution,
        request.params.campaign,
        {
          language,
          contact: contactOf(request, contact),
          stopNumber: config.sms?.stopNumber,
          publicUrl: config.publicUrl,
        },
      );
      const sms = { isSetUp: config.sms !== undefined, stopNumber: config.sms?.stopNumber ?? null };
      return { ...preview, sms };
    },
  });

  server.get('/api/campaigns/:campaign/preview.html', {
    config: { access: 'campaigns.read' },
    schema: {
      tags,
      summary: 'The same, as a page for a frame of the back office',
      params: ofCampaign,
      querystring: previewed,
      response: { 200: z.string().describe('HTML'), ...problemResponse },
    },
    handler: async (request, reply) => {
      const { language, contact } = request.query;
      const { institution } = sessionOf(request);
      const wanted = { language, contact: contactOf(request, contact) };
      const { message } = await previewCampaign(database, institution, request.params.campaign, wanted);
      return reply
        .headers({
          'content-security-policy': previewPolicy(config.publicUrl),
          'x-frame-options': 'SAMEORIGIN',
        })
        .type('text/html; charset=utf-8')
        .send(message?.html ?? '');
    },
  });

  server.post('/api/campaigns/:campaign/test', {
    config: { access: 'campaigns.edit' },
    schema: {
      tags,
      summary: 'Send the saved text to the address of one’s own account',
      params: ofCampaign,
      body: previewed,
      response: { 200: z.object({ sentTo: z.string() }), ...problemResponse },
    },
    handler: async (request) => {
      const { language, contact } = request.body;
      const { institution } = sessionOf(request);
      const wanted = { language, contact: contactOf(request, contact), mail: openMail(config) };
      return {
        sentTo: await sendTest(database, institution, request.params.campaign, wanted, byOf(request)),
      };
    },
  });

  server.post('/api/campaigns/:campaign/send', {
    config: { access: 'campaigns.send' },
    schema: {
      tags,
      summary:
        'Send it now; of two who press one wins, and another number than was shown is told before it leaves',
      params: ofCampaign,
      body: z.object({ version, reached: z.int().min(0).describe('how many the page said it would reach') }),
      response: { 200: campaignShape, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const read = { id: request.params.campaign, ...request.body };
      const sent = await sendNow(database, institution, read, byOf(request));
      await jobs.sendCampaign(institution, sent.id);
      return shownCampaign(sent);
    },
  });

  server.put('/api/campaigns/:campaign/schedule', {
    config: { access: 'campaigns.send' },
    schema: {
      tags,
      summary: 'Send it at a moment to come, to whoever is in its targets then; null: make it a draft again',
      params: ofCampaign,
      body: z.object({ version, at: z.iso.datetime({ offset: true }).nullable() }),
      response: { 200: campaignShape, ...problemResponse },
    },
    handler: async (request) => {
      const { institution } = sessionOf(request);
      const { version: readVersion, at } = request.body;
      const { campaign } = request.params;
      const by = byOf(request);
      if (at === null) return shownCampaign(await takeBack(database, institution, campaign, by));
      const read = { id: campaign, version: readVersion };
      return shownCampaign(await scheduleCampaign(database, institution, read, new Date(at), by));
    },
  });

  const acts = { pause: pauseCampaign, resume: resumeCampaign, cancel: cancelCampaign } as const;
  const summaries = {
    pause: 'Nothing more leaves until it goes on',
    resume: 'Go on with a paused campaign',
    cancel: 'End it for good: who has not got it yet gets nothing',
  } as const;
  for (const act of ['pause', 'resume', 'cancel'] as const) {
    server.post(`/api/campaigns/:campaign/${act}`, {
      config: { access: 'campaigns.send' },
      schema: {
        tags,
        summary: summaries[act],
        params: ofCampaign,
        response: { 200: campaignShape, ...problemResponse },
      },
      handler: async (request) => {
        const { institution } = sessionOf(request);
        const { campaign } = request.params as z.infer<typeof ofCampaign>;
        const moved = await acts[act](database, institution, campaign, byOf(request));
        if (act === 'resume') await jobs.sendCampaign(institution, campaign);
        return shownCampaign(moved);
      },
    });
  }

  registerResults(server, database);
}
