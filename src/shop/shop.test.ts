import { sql } from 'kysely';
import { beforeAll, describe, expect, it } from 'vitest';
import { addShop, type OpenedShop } from '../../test/helpers/shop.ts';
import { shopFront } from '../../test/helpers/shop-front.ts';
import type { Web } from '../../test/helpers/web.ts';
import { tellWhatHappened } from '../customers/customers.ts';
import { cancelLines, readOrder } from '../sales/sales.ts';

let web: Web;
let shop: OpenedShop;
const { somebodyElse, visitor, rows, id, signedIn, contactOf, choose, placed } = shopFront((front) => {
  ({ web, shop } = front);
});

describe('the programme', () => {
  it('is the whole programme for everybody, whatever month somebody else asks for', async () => {
    await rows(sql`
      update performances set starts_at = starts_at + interval '2 months', ends_at = ends_at + interval '2 months'
       where institution_id = ${id()} and id = (select max(id) from performances where institution_id = ${id()})`);
    const english = { 'accept-language': 'en' };
    const someone = visitor();
    await someone.open('', english);
    const month = /[?]month=(\d{4}-\d\d)/.exec(someone.html)?.[1];
    expect(month).toBeDefined();
    await visitor().open(`?month=x&month=${month}`);
    await someone.open('');
    expect(someone.html).toMatch(/<nav class="months"[^>]*>\s*<a [^>]*aria-current="true"/);
  });

  it('is shown in the language of the browser, and in the other one when that is chosen', async () => {
    const someone = visitor();
    await someone.open('');
    expect(someone.html).toContain('<html lang="fr">');
    expect(someone.text).toContain('Le Misanthrope');
    expect(someone.text).toMatch(/dès 30,00.CHF/);
    await someone.open('?lang=en');
    expect(someone.html).toContain('<html lang="en">');
    await someone.open('/sign-in');
    expect(someone.text).toContain('Forgotten password?');
  });

  it('is the same page for everybody who is nobody, and says so to browsers', async () => {
    const someone = visitor();
    await someone.open('');
    const { etag } = someone.headers;
    expect(someone.headers).toMatchObject({ vary: 'cookie, accept-language' });
    await someone.open('', { 'if-none-match': String(etag) });
    expect(someone.status).toBe(304);
  });

  it('of a shop that is not there is not found', async () => {
    await visitor('/shop/nowhere').open('');
    const lost = await visitor('/shop/nowhere').open('');
    expect(lost.status).toBe(404);
    const noPage = await visitor().open('/performances/999999');
    expect(noPage.status).toBe(404);
    expect(noPage.text).toContain('Cette page n’existe pas');
  });
});

describe('a template of the venue', () => {
  const own = (path: string, source: string) =>
    web.venue.insert('shop_templates', { point_of_sale_id: themed, path, source });
  let themed: number;
  beforeAll(async () => {
    themed = await addShop(web.venue, {
      slug: 'themed',
      values: { theme: JSON.stringify({ accent: '#ffee00' }) },
    });
    await own(
      'sent.liquid',
      "{% layout 'layout' %}{% block main %}<h1>{{ shop.name }} & {{ shop.institution }}</h1>{{ '<script>' }}{% endblock %}",
    );
    await own('farewell.liquid', '{% unknown %}');
  });

  it('stands in place of ours, and can write nothing but text', async () => {
    const page = await visitor('/shop/themed').open('/sent');
    expect(page.html).toContain('<h1>Billetterie themed & theatre</h1>&lt;script&gt;');
  });

  it('that cannot be rendered gives way to ours', async () => {
    const page = await visitor('/shop/themed').open('/farewell');
    expect(page.status).toBe(200);
    expect(page.text).toContain('Votre compte est supprimé');
  });

  it('has the colours of its point of sale, with letters that can be read on them', async () => {
    const page = await visitor('/shop/themed').open('/sent');
    const style = await web.ask(/href="([^"]*style\.css[^"]*)"/.exec(page.html)?.[1] as string);
    expect(style.body).toContain('--accent: #ffee00; --on-accent: #16233a;');
    expect(style.headers['cache-control']).toContain('immutable');
  });
});

describe('a full performance', () => {
  it('R1d has a waiting list, and a place that comes free is offered, mailed and taken', async () => {
    const full = shop.performanceIds[1];
    const buyer = await signedIn();
    await buyer.open(`/performances/${full}`);
    await choose(buyer, 1, full);
    const number = await placed(buyer);
    somebodyElse();
    const waiter = await signedIn();
    await waiter.open(`/performances/${full}`);
    expect(waiter.text).toContain('C’est complet.');
    await waiter.send(`/performances/${full}/waiting`, {
      quantity: '1',
      price: String(shop.priceCategoryIds[0]),
    });
    expect(waiter.text).toContain('Vous êtes sur la liste d’attente');
    const order = await readOrder(web.venue.database, web.venue.institution, { number });
    await cancelLines(
      web.venue.database,
      web.venue.institution,
      { orderId: order?.id as number, cancelledBy: 'contact' },
      { now: new Date(), actor: 'customer' },
    );
    await tellWhatHappened(web.venue.database, new Date());
    const [message] = await rows(
      sql<{ subject: string }>`select subject from messages
                                where institution_id = ${id()} and contact_id = ${await contactOf()} and kind = 'place-free'`,
    );
    expect(message?.subject).toContain('Le Misanthrope');
    await waiter.open('/account');
    await waiter.send('/waiting/take', { entry: waiter.hidden('entry') });
    expect(waiter.at).toBe('/basket');
    await placed(waiter);
  });

  it('R1d who waits without an account is told of a free place, too, and how to take it', async () => {
    const full = shop.performanceIds[1];
    const waits = await web.venue.contact({ email: 'nobody-yet@example.org', language: 'en' });
    await web.venue.insert('waiting_list_entries', {
      ...{ contact_id: waits, performance_id: full, organisation_id: await web.venue.organisation() },
      ...{ signed_up_on: '2026-01-01', state: 'open', quantity: 1, quota_id: shop.quotaIds[1] },
      offered_at: new Date(),
      offer_expires_at: new Date(Date.now() + 3_600_000),
    });
    await tellWhatHappened(web.venue.database, new Date());
    const [message] = await rows(sql<{ subject: string; body: string; path: string }>`
      select subject, body, path from messages where institution_id = ${id()} and contact_id = ${waits}`);
    expect(message?.subject).toBe('A place has come free: Le Misanthrope – theatre');
    expect(message?.body).toContain('create an account with this e-mail address');
    expect(message?.path).toBe(`${shop.path}/sign-up?next=/account`);
  });
});
