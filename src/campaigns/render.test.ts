import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk, MJML, PUBLIC_URL } from '../../test/helpers/campaign.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import { messageAddresses, openTokens } from '../tracking/tracking.ts';
import {
  type CampaignSettings,
  type Content,
  checkContent,
  openRenderer,
  type Recipient,
  type Rendered,
  recipientColumns,
  saveContent,
} from './campaigns.ts';

const NOW = new Date('2026-03-01T10:00:00Z');
const tokens = openTokens('a secret that is long enough to be one');
const addresses = messageAddresses(PUBLIC_URL, tokens);

let venue: Venue;
let desk: CampaignDesk;
venuePerTest((entered) => {
  venue = entered;
});
beforeEach(async () => {
  desk = await CampaignDesk.open(venue);
});

const text = (body: string): Content => ({
  subject: 'Saison',
  preheader: '',
  body: MJML(body),
  textBody: null,
});

/** The message that one contact gets of a campaign with this text. */
async function written(
  contact: Record<string, unknown>,
  content: Partial<Content>,
  settings: Partial<CampaignSettings> = {},
): Promise<Rendered & { recipient: Recipient }> {
  const id = await venue.contact({ email: 'reader@example.org', ...contact });
  const draft = await desk.draft([id], NOW, settings);
  const whole = { ...text('Bonjour'), ...content };
  const campaign = await saveContent(venue.database, venue.institution, draft, 'fr', whole, desk.by(NOW));
  await desk.prepare(campaign, 1, NOW);
  const renderer = await openRenderer(venue.database, venue.institution, campaign.id, addresses);
  const [recipient] = await inInstitution(venue.database, venue.id, async (tenant) => {
    const { rows } = await sql<Recipient>`
      select ${recipientColumns} from campaign_recipients r
        join contacts c on c.institution_id = ${venue.id} and c.id = r.contact_id
       where r.institution_id = ${venue.id} and r.campaign_id = ${campaign.id}`.execute(tenant);
    return rows;
  });
  return { ...renderer.render(recipient as Recipient), recipient: recipient as Recipient };
}

const linksIn = (body: string) => [...body.matchAll(/\/l\/([\w-]+)/g)].map((found) => found[1] as string);

describe('a message', () => {
  it('says what is known of its reader, in its parts', async () => {
    const {
      subject,
      html,
      text: plain,
    } = await written(
      { title: 'Mme', first_name: 'Zoé', last_name: 'Dupré' },
      {
        subject: '{{ contact.first_name }}, la saison',
        preheader: 'Pour {{ contact.salutation }}',
        body: MJML(
          'Bonjour {{ contact.salutation }}{% if contact.company_name %} ({{ contact.company_name }}){% endif %}',
        ),
      },
    );
    expect(subject).toBe('Zoé, la saison');
    expect(html).toContain('Bonjour Mme Dupré<');
    expect(html).toContain('Pour Mme Dupré');
    expect(html).toContain('lang="fr"');
    expect(plain).toContain('Bonjour Mme Dupré');
  });

  it('a name with markup, a quote or a line break in it stays a name', async () => {
    const name = '<img src=x onerror=alert(1)>"\r\nBcc: everybody@example.org\r\n\r\n{{ contact.title }}';
    const {
      subject,
      html,
      text: plain,
    } = await written(
      { first_name: name },
      {
        subject: 'Bonjour {{ contact.first_name }}',
        preheader: '{{ contact.first_name }}',
        body: MJML(
          '<a href="https://example.org" title="{{ contact.first_name }}">{{ contact.first_name }}</a>',
        ),
      },
    );
    expect(subject).not.toMatch(/[\r\n]/);
    expect(subject).toContain('Bcc: everybody@example.org');
    expect(html).not.toContain('<img');
    expect(html).toContain('&lt;img src=x onerror=alert(1)&gt;&#34;');
    expect(plain).toContain('{{ contact.title }}');
  });

  it('R32 its addresses are tracked ones of its reader, the same in both parts, and one is not seen', async () => {
    const {
      html,
      text: plain,
      recipient,
    } = await written({}, { body: MJML('<a href="https://example.org/a?x=1&amp;y=2">a</a>') });
    expect(html).not.toContain('href="https://example.org');
    const [link = '', decoy = ''] = linksIn(html);
    expect(linksIn(plain)).toEqual([link]);
    const read = [link, decoy].map((token) => tokens.read('link', token));
    expect(read.map((ticket) => ticket?.recipient)).toEqual([recipient.id, recipient.id]);
    const rows = await venue.rows(sql<{ kind: string; url: string }>`
      select kind, url from campaign_links
       where institution_id = ${venue.id} and id = any(${read.map((ticket) => ticket?.link ?? 0)}::bigint[]) order by id`);
    expect(rows).toEqual([
      { kind: 'link', url: 'https://example.org/a?x=1&y=2' },
      { kind: 'decoy', url: PUBLIC_URL },
    ]);
    expect(html).toContain(`style="display:none" aria-hidden="true" tabindex="-1"`);
  });

  it.each([
    ['who refuses to be tracked', { tracking_refused_on: '2026-01-01' }, {}],
    ['who gets a campaign that is not tracked', {}, { tracked: false }],
  ])('R30 %s gets plain links, and no other', async (_, contact, settings) => {
    const { html, text: plain } = await written(
      contact,
      { body: MJML('<a href="https://example.org/a">a</a> <a href="{{ renewal_link }}">r</a>') },
      settings,
    );
    expect(html).toContain('href="https://example.org/a"');
    expect(plain).toContain('https://example.org/a');
    expect(html).toContain(`href="${PUBLIC_URL}/renewal/`);
    expect(linksIn(html + plain)).toEqual([]);
  });

  it('R29 the link to renew is tracked', async () => {
    const { html } = await written(
      {},
      { body: MJML('<a href="{{ renewal_link }}">r</a>') },
      { type: 'consent-renewal' },
    );
    const [link = ''] = linksIn(html);
    const [row] = await venue.rows(sql<{ url: string }>`
      select url from campaign_links where institution_id = ${venue.id} and id = ${tokens.read('link', link)?.link ?? 0}`);
    expect(row?.url).toBe('rappel:renewal');
  });

  it('R31 marketing always has a way out, once', async () => {
    const without = await written({ email: 'a@example.org' }, {});
    expect(without.unsubscribe).toContain(`${PUBLIC_URL}/unsubscribe/`);
    expect(without.html.split(without.unsubscribe as string)).toHaveLength(2);
    expect(without.text.split(without.unsubscribe as string)).toHaveLength(2);
    const own = await written(
      { email: 'b@example.org' },
      { body: MJML('<a href="{{ unsubscribe_link }}">Stop</a>') },
      { name: 'own' },
    );
    expect(own.html.split(own.unsubscribe as string)).toHaveLength(2);
    expect(own.html).not.toContain('Mes préférences');
    const hidden = await written(
      { email: 'c@example.org' },
      { body: MJML('{% if contact.title %}<a href="{{ unsubscribe_link }}">Stop</a>{% endif %}') },
      { name: 'hidden' },
    );
    expect(hidden.html, 'one that this reader does not see does not count').toContain('Mes préférences');
    const sms = await written(
      { mobile: '+41 79 000 00 00' },
      { body: 'Ce soir' },
      { name: 'sms', channel: 'sms' },
    );
    expect(sms).toMatchObject({ html: '', subject: '' });
    expect(sms.text).toContain(`Ce soir\nSe désinscrire : ${PUBLIC_URL}/unsubscribe/`);
  });

  it('R24 what must be said about a purchase names its performance', async () => {
    const performanceId = await venue.performance('2026-04-01T18:00:00Z');
    const id = await venue.contact({ email: 'buyer@example.org' });
    await venue.order(id, '2026-01-01', [{ state: 'sold', performance_id: performanceId }]);
    const draft = await desk.draft([id], NOW, {
      type: 'purchase-information',
      performanceId,
      reason: 'Postponed',
    });
    const content = text('{{ performance.name }} le {{ performance.date }} à {{ performance.time }}');
    const campaign = await saveContent(venue.database, venue.institution, draft, 'fr', content, desk.by(NOW));
    await desk.prepare(campaign, 1, NOW);
    const renderer = await openRenderer(venue.database, venue.institution, campaign.id, addresses);
    const { html, unsubscribe } = renderer.render({
      id: 1,
      language: 'fr',
      title: null,
      firstName: null,
      lastName: null,
      companyName: null,
      trackingRefused: false,
    });
    expect(html).toMatch(/Play \d+ le mercredi 1 avril 2026 à 20:00/);
    expect(unsubscribe).toBeNull();
    expect(html).not.toContain('unsubscribe');
  });
});

describe('mistakes in a text are found before it is sent', () => {
  const problems = async (body: string, rest: Partial<Content> = {}) =>
    (await checkContent('email', { ...text(''), body, ...rest }, 'fr')).map(
      ({ part, code, line, column }) => `${part} ${code} ${line}:${column}`,
    );

  it.each([
    ['a variable that nobody has', MJML('\n {{ contact.birth_date }}'), 'body unknown-variable 2:5'],
    [
      'one in a branch that nobody may take',
      MJML('{% if contact.title == "x" %}{{ secret }}{% endif %}'),
      'body unknown-variable 1:80',
    ],
    [
      'a filter that would let a name be markup',
      MJML('{{ contact.title | raw }}'),
      'body liquid-syntax 1:48',
    ],
    ['a tag that reads files', MJML('{% render "x" %}'), 'body liquid-syntax 1:48'],
    ['one that is not closed', MJML('a\n{% if contact.title %}'), 'body liquid-syntax 2:1'],
    [
      'Liquid where MJML drops it',
      `${MJML('a').replace('<mj-text>', '\n{% if contact.title %}{% endif %}<mj-text>')}`,
      'body unused-liquid 2:1',
    ],
    [
      'an element that does not exist',
      MJML('a').replace('<mj-text>', '\n <mj-foo/><mj-text>'),
      'body mjml 2:2',
    ],
    ['no MJML', 'Bonjour', 'body mjml-not-read null:null'],
    ['nothing', ' ', 'body empty null:null'],
    ['a script', MJML('\n<a href="javascript:alert(1)">a</a>'), 'body script 2:4'],
    ['an address that was only begun', MJML('\n<a href="https://">a</a>'), 'body address 2:10'],
    [
      'a picture without words',
      MJML('a').replace('<mj-text>', '\n <mj-image src="https://example.org/a.png"/><mj-text>'),
      'body no-alternative 2:2',
    ],
    [
      'a file of the server',
      MJML('a').replace('<mj-body>', '<mj-body><mj-include path="/etc/passwd"/>'),
      'body script 1:16',
    ],
  ])('%s', async (_, body, expected) => {
    expect(await problems(body)).toContain(expected);
  });

  it('styles with more selectors than can be looked for in so many elements', async () => {
    const style = `<mj-head><mj-style inline="inline">${'p,'.repeat(20_000)}p{color:red}</mj-style></mj-head>`;
    const body = MJML('<p>a</p>'.repeat(2000)).replace('<mj-body>', `${style}<mj-body>`);
    expect(await problems(body)).toContain('body mjml-not-read null:null');
  });

  it('a text message that would take more than ten, whatever is filled in', async () => {
    const codes = async (body: string) =>
      (await checkContent('sms', { ...text(''), body }, 'fr')).map(({ code }) => code);
    expect(await codes('a'.repeat(153 * 10))).toEqual([]);
    expect(await codes(`${'a'.repeat(153 * 10)}{{ contact.first_name }}`)).toEqual([]);
    expect(await codes('a'.repeat(153 * 10 + 1))).toEqual(['text-too-long']);
    // one sign that telephones do not have halves what fits
    expect(await codes(`ê${'a'.repeat(67 * 10)}`)).toEqual(['text-too-long']);
  });

  // Each took 15 to 80 seconds, in which the server answered nobody.
  it.each([
    '{{',
    '<!--',
    '<a ',
    '<img ',
    '<img "',
    '{{ contact.title }}',
    '{{ nobody }}',
    '<b>',
    '<a href="x">',
  ])(
    'a text made of nothing but %s stops nobody',
    async (part) => {
      const body = MJML(part.repeat(390_000 / part.length));
      expect(await problems(body)).toBeInstanceOf(Array);
    },
    20_000,
  );

  it('in the subject and the plain part too', async () => {
    expect(await problems(MJML('a'), { subject: '{{ x }}', textBody: '{{ y' })).toEqual([
      'subject unknown-variable 1:4',
      'textBody liquid-syntax 1:1',
    ]);
  });

  it('a picture is looked for where it is shown, not in what all have in common or in a comment', async () => {
    const body = MJML('a')
      .replace(
        '<mj-body>',
        '<mj-head><mj-attributes><mj-image padding="0"/></mj-attributes></mj-head><mj-body>',
      )
      .replace('<mj-text>', '<!-- <mj-image src="https://example.org/a.png"/> --><mj-text>');
    expect(await problems(body)).toEqual([]);
    const social =
      '<mj-social><mj-social-element name="web" href="https://example.org">x</mj-social-element></mj-social>';
    expect(await problems(MJML('a').replace('<mj-text>', `${social}<mj-text>`))).toEqual([]);
  });

  it('an ornament needs no words, once the text says that it is one', async () => {
    const ornament = MJML('a').replace(
      '<mj-text>',
      '<mj-image alt="" src="https://example.org/a.png"/><mj-text>',
    );
    expect(await problems(ornament)).toEqual([]);
  });

  it('a text without mistakes has none', async () => {
    const whole = MJML(
      'Bonjour {% if contact.title %}{{ contact.title | capitalize }}{% else %}vous{% endif %} <a href="{{ unsubscribe_link }}">x</a>',
    );
    expect(await problems(whole)).toEqual([]);
  });
});
