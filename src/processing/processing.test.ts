import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openShopFor } from '../../test/helpers/shop.ts';
import { type Asker, Web } from '../../test/helpers/web.ts';
import { extractedColumns } from '../personal-data/personal-data.ts';

let web: Web;
let officer: Asker;
beforeAll(async () => {
  web = await Web.open({
    SMTP_URL: 'smtp://mail.example.org',
    MAIL_FROM: 'shop@example.org',
    SMPP_URL: 'smpps://user:password@sms.example.org',
    SMS_FROM: 'Opera',
  });
  officer = await web.as('data-protection-officer');
});
afterAll(() => web.close());

type Sheet = {
  title: string;
  intro: string[];
  sections: { title: string; paragraphs: string[]; facts: { label: string; text: string }[] }[];
};
const sheet = async (name: string, locale = 'fr'): Promise<Sheet> =>
  (await officer(`/api/processing/${name}?locale=${locale}`)).json();
const textOf = (one: Sheet) => JSON.stringify(one);

describe('art. 30 and 13 GDPR: what is said of the processing follows from the software and its settings', () => {
  it('names every column of the map that is in an extract, in both languages', async () => {
    for (const locale of ['fr', 'en'] as const) {
      const data = (await sheet('register', locale)).sections
        .flatMap(({ facts }) => facts)
        .filter(({ label }) => label === (locale === 'fr' ? 'Données' : 'Data'))
        .map(({ text }) => text)
        .join(', ');
      const accounts = ['customer_accounts', 'customer_sessions', 'customer_links', 'policy_approvals'];
      const labels = [...extractedColumns]
        .filter(([table]) => !accounts.includes(table)) // there is no shop yet
        .flatMap(([, columns]) => columns.map(({ label }) => label[locale]));
      expect(labels.filter((label) => !data.includes(label))).toEqual([]);
      expect(data).toContain(locale === 'fr' ? 'Prénom du bénéficiaire' : 'Beneficiary’s first name');
    }
  });

  it('R4 R12 says how long data are kept, as the batches and the seal are set up', async () => {
    expect(textOf(await sheet('register'))).toContain('Aucun batch d’effacement n’est réglé');
    await web.venue.insert('batches', {
      name: 'Chaque mois',
      type: 'retention',
      months: 30,
      mode: 'real',
      cron: '0 3 1 * *',
    });
    await web.venue.insert('batches', {
      name: 'Essai',
      type: 'retention',
      months: 24,
      prospect_months: 12,
      mode: 'simulation',
    });
    for (const name of ['register', 'information']) {
      const text = textOf(await sheet(name));
      expect(text).toContain(
        'Sans activité pendant 30\u00a0mois, un contact est effacé par le batch «\u00a0Chaque mois\u00a0».',
      );
      expect(text).toContain('24\u00a0mois (prospects\u00a0: 12\u00a0mois)');
      expect(text).toContain('en simulation');
      expect(text).toContain('aucune identité n’est scellée');
      expect(text).toContain('mail.example.org');
      expect(text).toContain('Le prestataire qui achemine les SMS (sms.example.org)');
      expect(text).not.toContain('Stripe');
    }
    await web.venue.rows(sql`update institutions set seal_recipient = 'age1' where id = ${web.venue.id}`);
    await web.venue.insert('payment_providers', {
      organisation_id: await web.venue.organisation(),
      provider: 'stripe',
      secret_key: Buffer.from('x'),
      webhook_secret: Buffer.from('x'),
    });
    await openShopFor(web.venue, { policy: 'https://example.org/policy' });
    const text = textOf(await sheet('information', 'en'));
    expect(text).toContain('stay sealed for 12 months');
    expect(text).toContain('Stripe');
    expect(text).toContain('https://example.org/policy');
    expect(textOf(await sheet('register'))).toContain('Comptes des billetteries en ligne');
  });

  it('comes as a page and as a tagged PDF, to who may read it', async () => {
    const page = await officer('/api/processing/information/page.html?locale=en');
    expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(page.payload).toContain('<html lang="en">');
    expect(page.payload).toContain('<h2>Your rights</h2>');
    const paper = await officer('/api/processing/register/paper.pdf?locale=fr');
    expect(paper.headers['content-type']).toBe('application/pdf');
    expect(paper.rawPayload.toString('latin1')).toContain('/StructTreeRoot');
    const clerk = await web.as('box-office');
    expect((await clerk('/api/processing/register')).statusCode).toBe(403);
  });
});
