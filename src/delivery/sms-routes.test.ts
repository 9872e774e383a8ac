import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CampaignDesk } from '../../test/helpers/campaign.ts';
import { SmsCentre } from '../../test/helpers/sms-centre.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { saveContent } from '../campaigns/campaigns.ts';

const PUBLIC = 'http://tickets.example.org';
let web: Web;
let centre: SmsCentre;
let desk: CampaignDesk;
let marketing: Asker;
beforeAll(async () => {
  centre = await SmsCentre.listen();
  web = await Web.open({ PUBLIC_URL: PUBLIC, SMPP_URL: centre.url, SMS_FROM: 'Opera', SMS_STOP: '36111' });
  await web.venue.rows(sql`update institutions set country = 'FR' where id = ${web.venue.id}`);
  marketing = await web.as('marketing', 'm@example.org');
  desk = await CampaignDesk.open(web.venue);
});
afterAll(async () => {
  await web.close();
  await centre.close();
});

const test = (campaign: number, number: string) =>
  marketing(`/api/campaigns/${campaign}/test-sms`, { method: 'POST', body: { language: 'fr', number } });

it('R31 the preview says what a text takes, and how one refuses', async () => {
  const { id } = await desk.draft([], new Date(), { channel: 'sms', name: 'Preview' });
  const { message, size, sms } = (await marketing(`/api/campaigns/${id}/preview?language=fr`)).json();
  expect(message.text).toBe('Bonjour\nSTOP au 36111');
  expect(size).toEqual({ encoding: 'gsm', characters: 21, messages: 1, perMessage: 160, forcing: [] });
  expect(sms).toEqual({ isSetUp: true, stopNumber: '36111' });
  const draft = await desk.draft([], new Date(), { channel: 'sms', name: 'Link' });
  const content = { subject: '', preheader: '', body: 'https://example.org/a', textBody: null };
  await saveContent(web.venue.database, web.venue.institution, draft, 'fr', content, desk.by(new Date()));
  const linked = (await marketing(`/api/campaigns/${draft.id}/preview?language=fr`)).json();
  expect(linked.message.text).toContain('https://example.org/a');
  expect(linked.size.characters, 'as long as the tracked link will be').toBe(
    `${PUBLIC}/l/${'x'.repeat(28)}\nSTOP au 36111`.length,
  );
});

it('a test goes to the number that is typed, which is kept nowhere, and not more often than somebody needs', async () => {
  const { id } = await desk.draft([], new Date(), { channel: 'sms', name: 'Test' });
  const mail = await desk.draft([], new Date(), { name: 'Mail' });
  expect((await test(id, 'ma sœur')).json().type).toBe('/problems/wrong-number');
  expect((await test(mail.id, '06 12 34 56 78')).json().type).toBe('/problems/campaign-not-sms');
  expect((await test(id, '06 12 34 56 78')).json()).toEqual({ sentTo: '+33612345678' });
  expect(centre.received).toMatchObject([
    { to: '33612345678', from: 'Opera', text: 'Bonjour\nSTOP au 36111', receipt: false },
  ]);
  const kept = await web.venue.rows(sql`
    select details from audit_log where institution_id = ${web.venue.id} and action = 'campaign.test-sms'`);
  expect(kept).toEqual([{ details: { language: 'fr' } }]);
  centre.answerTo = async () => 0x0b;
  expect((await test(id, '06 12 34 56 78')).statusCode).toBe(503);
  centre.answerTo = async () => 0;
  for (let count = 2; count < 10; count += 1) expect((await test(id, '0612345678')).statusCode).toBe(200);
  expect((await test(id, '0612345678')).statusCode).toBe(429);
});
