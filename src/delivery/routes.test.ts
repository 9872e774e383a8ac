import { sql } from 'kysely';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { CampaignDesk } from '../../test/helpers/campaign.ts';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';

let web: Web;
let mail: MailServer;
let desk: CampaignDesk;
let marketing: Asker;
beforeAll(async () => {
  mail = await MailServer.listen();
  web = await Web.open({ SMTP_URL: mail.url, MAIL_FROM: 'venue@example.org' }, { sends: true });
  marketing = await web.as('marketing', 'm@example.org');
  desk = await CampaignDesk.open(web.venue);
});
afterAll(async () => {
  await web.close();
  await mail.close();
});

const stateOf = async (campaign: number) => (await marketing(`/api/campaigns/${campaign}`)).json().state;

it('R23 a campaign that an operator sends is prepared and sent by the worker, and what is in doubt is decided', async () => {
  const contacts = [];
  for (const name of ['ada', 'luc', 'eve'])
    contacts.push(await web.venue.contact({ email: `${name}@example.org`, first_name: name }));
  const { id, version } = await desk.draft(contacts, new Date());
  const sent = await marketing(`/api/campaigns/${id}/send`, {
    method: 'POST',
    body: { version, reached: 3 },
  });
  expect(sent.statusCode).toBeLessThan(300);
  await expect.poll(() => stateOf(id), { timeout: 30_000 }).toBe('sent');
  expect(mail.received.map(({ to }) => to[0]).sort()).toEqual([
    'ada@example.org',
    'eve@example.org',
    'luc@example.org',
  ]);

  await web.venue.rows(sql`
    update campaign_recipients set state = 'undecided', reason = 'interrupted'
     where institution_id = ${web.venue.id} and campaign_id = ${id} and contact_id = ${contacts[0]}`);
  const listed = await marketing(`/api/campaigns/${id}/recipients?state=undecided`);
  expect(listed.json().items).toMatchObject([{ name: 'ada', reason: 'interrupted' }]);
  const url = `/api/campaigns/${id}/undecided`;
  const decided = await marketing(url, { method: 'POST', body: { decision: 'send-again' } });
  expect(decided.json()).toEqual({ decided: 1 });
  await expect.poll(() => mail.received.length, { timeout: 30_000 }).toBe(4);
  await expect.poll(() => stateOf(id), { timeout: 30_000 }).toBe('sent');
});

it('R23 by post there is a list for the printer, by the same rules, which counts as sent and can be fetched again', async () => {
  const address = { street: 'Rue Basse 1', postcode: '1204', town: 'Genève' };
  const ada = await web.venue.contact({ first_name: 'Ada', last_name: '=1+1', ...address });
  const luc = await web.venue.contact({ first_name: 'Luc', ...address });
  const eve = await web.venue.contact({ first_name: 'Eve', ...address });
  const now = new Date();
  const star = await web.venue.contact({ first_name: 'Star', ...address, confidentiality: 'confidential' });
  const campaign = await desk.draft([ada, luc, eve, star], now, { channel: 'post' });
  const early = await marketing(`/api/campaigns/${campaign.id}/list`, { method: 'POST' });
  expect(early.statusCode).toBe(409);
  await desk.prepare(campaign, 4, now);
  const refuses = (contact_id: number) =>
    web.venue.insert('contact_authorisations', { contact_id, authorisation: 'post', value: 'no' });
  await refuses(luc);
  expect((await marketing(`/api/campaigns/${campaign.id}/list`, { method: 'POST' })).statusCode).toBe(204);
  expect(await stateOf(campaign.id)).toBe('sent');
  expect([...(await desk.reasons(campaign)).values()].sort()).toEqual([
    'refused-channel',
    'sent',
    'sent',
    'sent',
  ]);
  const fetched = await marketing(`/api/campaigns/${campaign.id}/list.csv`);
  expect(fetched.body.split('\n')[0]).toContain('number,title,first_name,last_name,company_name,street');
  expect(fetched.body).toContain("Ada,'=1+1");
  expect(fetched.body).toContain('Eve');
  expect(fetched.body).not.toContain('Luc');
  // whose file marketing may not open is on no list of marketing's
  expect(fetched.body).not.toContain('Star');
  await refuses(eve);
  expect((await marketing(`/api/campaigns/${campaign.id}/list.csv`)).body).not.toContain('Eve');
  const audited = await web.venue.rows<{ action: string }>(sql`
    select action from audit_log where institution_id = ${web.venue.id} and action like 'campaign.list%' order by id`);
  expect(audited.map(({ action }) => action)).toEqual([
    'campaign.list',
    'campaign.list.export',
    'campaign.list.export',
  ]);
});

it('an e-mail has no list', async () => {
  const campaign = await desk.draft([await web.venue.contact({ email: 'x@example.org' })], new Date());
  const answer = await marketing(`/api/campaigns/${campaign.id}/list`, { method: 'POST' });
  expect(answer.json().type).toBe('/problems/campaign-not-paper');
});
