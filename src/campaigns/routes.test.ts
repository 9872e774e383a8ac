import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { refreshContactSearch } from '../contacts/contacts.ts';
import { inInstitution } from '../database/database.ts';
import { prepareCampaign } from './campaigns.ts';

let web: Web;
let mail: MailServer;
let marketing: Asker;
let officer: Asker;
beforeAll(async () => {
  mail = await MailServer.listen();
  web = await Web.open({ SMTP_URL: mail.url, MAIL_FROM: 'rappel@example.org' });
  marketing = await web.as('marketing');
  officer = await web.as('data-protection-officer');
});
afterAll(async () => {
  await web.close();
  await mail.close();
});

const draft = {
  name: 'Saison',
  description: '',
  type: 'marketing',
  channel: 'email',
  performanceId: null,
  reason: null,
  organisationId: null,
  senderName: 'Le Théâtre',
  replyTo: null,
  defaultLanguage: 'fr',
  tracked: true,
  ratePerMinute: null,
  targets: [] as number[],
  leftOut: [],
};
const body = `<mjml><mj-body><mj-section><mj-column>
  <mj-text>Bonjour {{ contact.first_name }} <a href="https://example.org/saison">la saison</a></mj-text>
</mj-column></mj-section></mj-body></mjml>`;
const content = { subject: 'Saison {{ contact.last_name }}', preheader: '', body, textBody: null };

let count = 0;
/** A draft with a text, for individuals of these names. */
async function written(names: string[], wanted: Partial<typeof draft> = {}) {
  count += 1;
  const ids: number[] = [];
  for (const name of names) {
    const email = `${name}.${count}@example.org`;
    ids.push(await web.venue.contact({ first_name: name, last_name: `Dupré${count}`, email }));
  }
  // targets find a name by what the search finds it by
  await inInstitution(web.venue.database, web.venue.id, (tenant) =>
    refreshContactSearch(tenant, web.venue.id, { ids }),
  );
  const target = await marketing('/api/targets', {
    method: 'POST',
    body: {
      code: `T${count}`,
      name: `Target ${count}`,
      type: 'dynamic',
      description: '',
      query: {
        combinator: 'all',
        rules: [{ field: 'lastName', operator: '=', value: `Dupré${count}` }],
      },
    },
  });
  const created = await marketing('/api/campaigns', {
    method: 'POST',
    body: { ...draft, name: `Saison ${count}`, targets: [target.json().id], ...wanted },
  });
  expect(created.json()).toMatchObject({ state: 'draft' });
  const saved = await marketing(`/api/campaigns/${created.json().id}/contents/fr`, {
    method: 'PUT',
    body: { content, version: created.json().version },
  });
  return saved.json();
}
const codeOf = (answer: { json(): { type: string } }) => answer.json().type.replace('/problems/', '');

describe('campaigns over the API', () => {
  it('R23 R27 a campaign is written, looked at, sent, and says what became of it', async () => {
    const campaign = await written(['zoe', 'max', 'ida']);
    const [refusing] = await web.venue.rows(
      sql<{ id: number; number: string }>`
        select id, number from contacts where institution_id = ${web.venue.id} and first_name = 'max'`,
    );
    await web.venue.insert('contact_authorisations', {
      contact_id: refusing?.id,
      authorisation: 'institution',
      value: 'no',
    });
    const at = `/api/campaigns/${campaign.id}`;
    expect((await officer(`${at}/volume`)).json()).toEqual({
      members: 3,
      reached: 2,
      excluded: [{ reason: 'refused-marketing', count: 1 }],
      unanswered: 2,
    });
    expect((await officer(`${at}/check`)).json()).toEqual({
      problems: [],
      // what whoever installed it has still to do
      setUp: { mail: true, sms: false, localAddress: expect.stringMatching(/^http:\/\/localhost/) },
    });
    expect(
      (await officer(`${at}/send`, { method: 'POST', body: { version: campaign.version, reached: 2 } }))
        .statusCode,
    ).toBe(403);
    const send = () =>
      marketing(`${at}/send`, { method: 'POST', body: { version: campaign.version, reached: 2 } });
    expect((await send()).statusCode).toBe(200);
    expect(codeOf(await send())).toBe('campaign-on-its-way');
    const preparing = { now: new Date(), publicUrl: 'https://x.example.org' };
    await prepareCampaign(web.venue.database, web.venue.institution, campaign.id, preparing);
    const results = (await officer(`${at}/results`)).json();
    expect(results.excluded).toEqual([{ reason: 'refused-marketing', count: 1 }]);
    expect(results.states.excluded).toBe(1);
    expect(results.links).toContainEqual({ url: 'https://example.org/saison', clicks: 0, contacts: 0 });
    const { items } = (await officer(`${at}/recipients?state=excluded&reason=refused-marketing`)).json();
    expect(items).toMatchObject([{ number: refusing?.number, reason: 'refused-marketing' }]);
    const file = (await marketing(`/api/contacts/${refusing?.number}/campaigns`)).json();
    expect(file.items).toMatchObject([
      { campaign: campaign.id, state: 'excluded', reason: 'refused-marketing' },
    ]);
    const list = (await marketing('/api/campaigns?limit=1')).json();
    expect(list.items).toMatchObject([{ id: campaign.id, excluded: 1, recipients: 2 }]);
  });

  it('is begun again as a draft with what it says and to whom, under a name that is free, and is sent to nobody', async () => {
    const campaign = await written(['lea']);
    const at = `/api/campaigns/${campaign.id}`;
    await marketing(`${at}/send`, { method: 'POST', body: { version: campaign.version, reached: 1 } });
    const copy = async () =>
      (
        await marketing(`${at}/copies`, { method: 'POST', body: { name: `${campaign.name} (copie)` } })
      ).json();
    const [first, second] = [await copy(), await copy()];
    const { name, type, targets, senderName, tracked } = campaign;
    expect(first).toMatchObject({
      name: `${name} (copie)`,
      state: 'draft',
      type,
      targets,
      senderName,
      tracked,
    });
    expect(first).toMatchObject({ version: 1, startedAt: null, scheduledAt: null });
    expect(second.name).toBe(`${name} (copie) 2`);
    expect((await marketing(`/api/campaigns/${second.id}/contents`)).json()).toEqual({ fr: content });
    const audited = await web.venue.rows(sql<{ details: object }>`
      select details from audit_log where institution_id = ${web.venue.id} and subject = ${`campaign:${first.id}`}`);
    expect(audited).toEqual([{ details: { type: 'marketing', copyOf: campaign.id } }]);
    await marketing(`/api/targets/${targets[0]}/archived`, {
      method: 'PUT',
      body: { archived: true, version: 1 },
    });
    expect((await copy()).targets).toEqual([]);
    const none = { method: 'POST', body: { name: 'x' } } as const;
    expect(codeOf(await marketing('/api/campaigns/999999/copies', none))).toBe('unknown-campaign');
  });

  it('a preview is a page that runs nothing, and may stand in a frame of the back office', async () => {
    const campaign = await written(['<b>zoe</b>']);
    const [contact] = await web.venue.rows(
      sql<{
        number: string;
      }>`select number from contacts where institution_id = ${web.venue.id} and first_name = '<b>zoe</b>'`,
    );
    const page = await officer(`/api/campaigns/${campaign.id}/preview.html?contact=${contact?.number}`);
    expect(page.headers['content-security-policy']).toMatch(
      /default-src 'none'.*sandbox; frame-ancestors 'self'/,
    );
    expect(page.headers['x-frame-options']).toBe('SAMEORIGIN');
    expect(page.headers['content-type']).toContain('text/html');
    expect(page.body).toContain('&lt;b&gt;zoe&lt;/b&gt;');
    const preview = (await officer(`/api/campaigns/${campaign.id}/preview`)).json();
    expect(preview).toMatchObject({
      senderName: 'Le Théâtre',
      message: { subject: 'Saison Exemple' },
      problems: [],
    });
    expect((await officer(`/api/campaigns/${campaign.id}/preview?contact=nobody`)).statusCode).toBe(404);
    await web.venue.contact({ number: 'secret', confidentiality: 'confidential' });
    expect((await marketing(`/api/campaigns/${campaign.id}/preview?contact=secret`)).statusCode).toBe(404);
  });

  it('a text with a mistake has no preview, and says where the mistake is', async () => {
    const campaign = await written(['zoe']);
    const wrong = { ...content, body: body.replace('first_name', 'fist_name') };
    const at = `/api/campaigns/${campaign.id}`;
    const saved = await marketing(`${at}/contents/fr`, {
      method: 'PUT',
      body: { content: wrong, version: campaign.version },
    });
    expect((await officer(`${at}/preview`)).json()).toMatchObject({
      message: null,
      problems: [{ code: 'unknown-variable', part: 'body', line: 2, column: 23 }],
    });
    const sent = await marketing(`${at}/send`, {
      method: 'POST',
      body: { version: saved.json().version, reached: 1 },
    });
    expect(sent.json()).toMatchObject({
      type: '/problems/campaign-not-ready',
      errors: [{ code: 'unknown-variable', line: 2, about: { language: 'fr', part: 'body' } }],
    });
  });

  it('a test message goes to the operator’s own address, with both parts', async () => {
    const campaign = await written(['zoe']);
    const answer = await marketing(`/api/campaigns/${campaign.id}/test`, {
      method: 'POST',
      body: { language: 'fr' },
    });
    expect(answer.json()).toEqual({ sentTo: 'marketing@example.org' });
    const letter = mail.received.at(-1);
    expect(letter?.to).toEqual(['marketing@example.org']);
    expect(letter?.headers.get('subject')).toBe('[Test] Saison Exemple');
    expect(letter?.headers.get('content-type')).toContain('multipart/alternative');
  });

  it('R27 names of confidential contacts are not for everybody', async () => {
    const campaign = await written(['hidden']);
    await sql`update contacts set confidentiality = 'confidential', email = null
               where institution_id = ${web.venue.id} and first_name = 'hidden'`.execute(
      web.venue.database.owner,
    );
    await sql`update campaigns set state = 'preparing' where institution_id = ${web.venue.id} and id = ${campaign.id}`.execute(
      web.venue.database.owner,
    );
    const { prepareCampaign } = await import('./campaigns.ts');
    const preparing = { now: new Date(), publicUrl: 'https://x.example.org' };
    await prepareCampaign(web.venue.database, web.venue.institution, campaign.id, preparing);
    const namesFor = async (ask: Asker) =>
      (await ask(`/api/campaigns/${campaign.id}/recipients`))
        .json()
        .items.map(({ name }: { name: string }) => name);
    expect(await namesFor(marketing)).toEqual([null]);
    expect(await namesFor(officer)).toEqual([`hidden Dupré${count}`]);
  });
});
