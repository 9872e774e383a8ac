import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { addShop, type OpenedShop, openShopFor, Visitor } from '../../test/helpers/shop.ts';
import { unzip } from '../../test/helpers/unzip.ts';
import { Web } from '../../test/helpers/web.ts';
import { tellWhatHappened } from '../customers/customers.ts';
import { cancelLines, type Order, readOrder, sellLines } from '../sales/sales.ts';

let web: Web;
let mail: MailServer;
let shop: OpenedShop;
let count = 0;
beforeAll(async () => {
  mail = await MailServer.listen();
  web = await Web.open({ SMTP_URL: mail.url, MAIL_FROM: 'shop@example.org' });
  shop = await openShopFor(web.venue, { capacities: [40, 1] });
});
afterAll(async () => {
  await web.close();
  await mail.close();
});
beforeEach(() => {
  count += 1;
});

const PASSWORD = 'une phrase assez longue';
const email = () => `visitor${count}@example.org`;
const visitor = (path = shop.path) => new Visitor(web.server, path);
const rows = <Row>(query: ReturnType<typeof sql<Row>>) => web.venue.rows(query);
const { id } = { id: () => web.venue.id };

/** The page that the last letter to an address leads to. */
async function linkTo(address: string): Promise<string> {
  await expect
    .poll(() => mail.received.some(({ to }) => to.includes(address)), { timeout: 15_000 })
    .toBe(true);
  const letter = mail.received.findLast(({ to }) => to.includes(address));
  return /https?:\/\/\S*?\/shop\/[^/]+(\/\S*)/.exec(letter?.body ?? '')?.[1] ?? '';
}

const asked = (values: Record<string, string> = {}) => ({
  firstName: 'Ada',
  lastName: 'Dupré',
  email: email(),
  password: PASSWORD,
  ...values,
});

/** Somebody with an account, signed in. */
async function signedIn(path = shop.path): Promise<Visitor> {
  const someone = visitor(path);
  await someone.open('/sign-up');
  await someone.send('/sign-up', asked());
  const link = await linkTo(email());
  await someone.open(link);
  await someone.send('/confirm', { token: someone.hidden('token'), password: PASSWORD });
  expect(someone.at).toBe('/account?said=welcome');
  return someone;
}

async function contactOf(address = email()): Promise<number> {
  const [account] = await rows(
    sql<{
      id: number;
    }>`select contact_id as id from customer_accounts where institution_id = ${id()} and email = ${address}`,
  );
  return account?.id as number;
}

/** Puts places into the basket of whoever visits. */
const choose = (someone: Visitor, quantity = 1, performance = shop.performanceIds[0]) =>
  someone.send(`/performances/${performance}`, { [`q${shop.priceCategoryIds[0]}`]: String(quantity) });

async function placed(someone: Visitor, how = 'reservation'): Promise<string> {
  await someone.open('/checkout');
  await someone.send('/checkout', { how, basket: someone.hidden('basket'), key: someone.hidden('key') });
  expect(someone.at).toMatch(/^\/orders\/[^?]+\?said=placed$/);
  return /^\/orders\/([^?]+)/.exec(someone.at)?.[1] as string;
}

describe('the programme', () => {
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

describe('an account', () => {
  it('makes no contact before the e-mail is confirmed, and answers the same for an address that has one', async () => {
    const someone = visitor();
    await someone.open('/sign-up');
    await someone.send('/sign-up', asked());
    const first = someone.html;
    expect(someone.at).toBe('/sent');
    expect(await contactOf()).toBeUndefined();
    await someone.open(await linkTo(email()));
    await someone.send('/confirm', { token: someone.hidden('token'), password: 'not the one chosen' });
    expect(someone.text).toContain('ne convient pas');
    expect(await contactOf()).toBeUndefined();
    await someone.send('/confirm', { token: someone.hidden('token'), password: PASSWORD });
    expect(await contactOf()).toBeDefined();

    const another = visitor();
    await another.open('/sign-up');
    const began = performance.now();
    await another.send('/sign-up', asked({ password: 'another long sentence' }));
    expect(performance.now() - began).toBeGreaterThan(390);
    expect(another.html.replaceAll(/value="[^"]*"/g, '')).toBe(first.replaceAll(/value="[^"]*"/g, ''));
    await expect
      .poll(() => mail.received.findLast(({ to }) => to.includes(email()))?.headers.get('subject'), {
        timeout: 15_000,
      })
      .toContain('déjà un compte');
  });

  it('of a robot that fills in what nobody sees is not made, and the robot is told nothing', async () => {
    const robot = visitor();
    await robot.open('/sign-up');
    await robot.send('/sign-up', asked({ website: 'https://example.org' }));
    expect(robot.at).toBe('/sent');
    const found = await rows(
      sql`select from customer_sign_ups where institution_id = ${id()} and email = ${email()}`,
    );
    expect(found).toEqual([]);
  });

  it('is joined to the one contact that has the e-mail and the name, and never to a namesake of the address', async () => {
    const known = await web.venue.contact({ email: email(), first_name: 'ADA', last_name: 'Dupre' });
    await signedIn();
    expect(await contactOf()).toBe(known);
    count += 100;
    const other = await web.venue.contact({ email: email(), first_name: 'Jean', last_name: 'Dupré' });
    await signedIn();
    expect(await contactOf()).not.toBe(other);
  });

  it('takes no form from another site, nor one without the token of the browser', async () => {
    const someone = visitor();
    await someone.open('/sign-in');
    const form = { email: email(), password: PASSWORD };
    await someone.send('/sign-in', { ...form, csrf: 'forged' });
    expect(someone.text).toContain('restée ouverte trop longtemps');
    const answer = await web.server.inject({
      method: 'POST',
      url: `${shop.path}/performances/${shop.performanceIds[0]}`,
      headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'cross-site' },
      payload: `q${shop.priceCategoryIds[0]}=1`,
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.cookies.map(({ name }) => name)).not.toContain(`rappel_basket_${shop.pointOfSaleId}`);
  });

  it('is locked after five wrong passwords, known or not', async () => {
    const someone = visitor();
    await someone.open('/sign-in');
    for (let attempt = 0; attempt < 6; attempt++) {
      await someone.send('/sign-in', { email: email(), password: 'wrong wrong wrong' });
    }
    expect(someone.status).toBe(429);
    expect(someone.text).toContain('Trop d’essais');
  });

  it('gets a new password by a link that is good once, and every session ends', async () => {
    const someone = await signedIn();
    const other = visitor();
    await other.open('/forgotten');
    await other.send('/forgotten', { email: email() });
    expect(other.at).toBe('/sent');
    await expect.poll(() => linkTo(email()), { timeout: 15_000 }).toContain('/password');
    const link = await linkTo(email());
    await other.open(link);
    await other.send('/password', { token: other.hidden('token'), password: 'encore une autre phrase' });
    expect(other.at).toBe('/account?said=password');
    await someone.open('/account');
    expect(someone.at).toContain('/sign-in');
    await someone.open(link);
    expect(someone.text).toContain('Ce lien a déjà servi');
  });

  it('changes its e-mail by a link to the new one, and the old one is told', async () => {
    const someone = await signedIn();
    await someone.open('/account/email');
    await someone.send('/account/email', { email: `new-${email()}`, password: PASSWORD });
    expect(await contactOf()).toBeDefined();
    await someone.open(await linkTo(`new-${email()}`));
    await someone.send('/email', { token: someone.hidden('token') });
    const contact = await contactOf(`new-${email()}`);
    const [row] = await rows(
      sql<{ email: string }>`select email from contacts where institution_id = ${id()} and id = ${contact}`,
    );
    expect(row?.email).toBe(`new-${email()}`);
    await expect
      .poll(() => mail.received.findLast(({ to }) => to.includes(email()))?.headers.get('subject'), {
        timeout: 15_000,
      })
      .toContain('a changé');
  });
});

describe('a robot that sends forms without end', () => {
  it('is told to wait, on a page that a person could read', async () => {
    const answers = [];
    for (let attempt = 0; attempt < 31; attempt++) {
      const url = `${shop.path}/confirm`;
      answers.push(await web.server.inject({ method: 'POST', url, remoteAddress: '10.9.9.9' }));
    }
    expect(answers.at(-2)?.statusCode).toBe(422);
    expect(answers.at(-1)?.statusCode).toBe(429);
    expect(answers.at(-1)?.body).toContain('<h1>Trop de demandes');
  });
});

describe('the policy', () => {
  it('R18 is not asked where the point of sale has no address (R17)', async () => {
    await visitor().open('/sign-up');
    const someone = await visitor().open('/sign-up');
    expect(someone.html).not.toContain('name="approve"');
    await signedIn();
    expect(
      await rows(
        sql`select from policy_approvals where institution_id = ${id()} and contact_id = ${await contactOf()}`,
      ),
    ).toEqual([]);
  });

  it('R17 R18 has to be approved where there is an address, and the approval names moment, address and text', async () => {
    const address = 'https://example.org/policy';
    const other = await withPolicy(address);
    const someone = visitor(other.path);
    await someone.open('/sign-up');
    expect(someone.html).toContain(`href="${address}"`);
    await someone.send('/sign-up', asked());
    expect(someone.status).toBe(422);
    expect(someone.text).toContain('approuvez la politique');
    await someone.send('/sign-up', {
      ...asked(),
      approve: 'yes',
      policyAddress: someone.hidden('policyAddress'),
      policyVersion: '999',
    });
    expect(someone.text).toContain('vient de changer');
    await someone.send('/sign-up', {
      ...asked(),
      approve: 'yes',
      policyAddress: someone.hidden('policyAddress'),
      policyVersion: someone.hidden('policyVersion'),
    });
    expect(someone.at).toBe('/sent');
    await someone.open(await linkTo(email()));
    await someone.send('/confirm', { token: someone.hidden('token'), password: PASSWORD });
    const [approval] = await rows(
      sql<{ address: string; approved_at: Date; policy_version_id: number }>`
        select address, approved_at, policy_version_id from policy_approvals
         where institution_id = ${id()} and contact_id = ${await contactOf()}`,
    );
    expect(approval).toMatchObject({ address, policy_version_id: expect.any(Number) });
    for (const page of ['/sign-up', '/account/identity']) {
      await someone.open(page);
      expect(someone.html, page).toContain(`href="${address}"`);
    }
    await someone.open('/account/data');
    expect(someone.text).toContain(address);
  });
});

/** The shop of the other tests has the same prices and organisation: only the point of sale is another. */
async function withPolicy(address: string): Promise<OpenedShop> {
  const slug = 'with-policy';
  const point_of_sale_id = await addShop(web.venue, { slug, policy: address });
  const version = await web.venue.insert('policy_versions', {
    point_of_sale_id,
    address,
    sha256: Buffer.alloc(32, 7),
    content: Buffer.from('we keep little'),
    content_type: 'text/plain',
    first_read_at: new Date(),
    last_read_at: new Date(),
  });
  await sql`update points_of_sale set policy_version_id = ${version}
             where institution_id = ${id()} and id = ${point_of_sale_id}`.execute(web.venue.database.owner);
  return { ...shop, slug, path: `/shop/${slug}`, pointOfSaleId: point_of_sale_id };
}

describe('an order', () => {
  it('is a reservation of the buyer, confirmed by mail, and its line is for the buyer (R9)', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    expect(someone.at).toBe('/basket');
    await someone.open('/names');
    const line = /name="who(\d+)"/.exec(someone.html)?.[1];
    await someone.send('/names', { [`who${line}`]: 'me' });
    const number = await placed(someone);
    const order = await readOrder(web.venue.database, web.venue.institution, { number });
    expect(order?.lines).toMatchObject([{ state: 'reserved', attendee: { kind: 'self' } }]);
    await expect
      .poll(() => mail.received.findLast(({ to }) => to.includes(email()))?.headers.get('subject'), {
        timeout: 15_000,
      })
      .toContain(`Votre commande ${number}`);
    await tellWhatHappened(web.venue.database, new Date());
    const told = await rows(
      sql`select from messages where institution_id = ${id()} and contact_id = ${await contactOf()} and kind = 'order-placed'`,
    );
    expect(told).toHaveLength(1);
  });

  it('that is sent twice is one, and the browser that goes back finds it', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    await someone.open('/checkout');
    const form = { how: 'reservation', basket: someone.hidden('basket'), key: someone.hidden('key') };
    const csrf = someone.hidden('csrf');
    await someone.send('/checkout', { ...form, csrf });
    const first = someone.at;
    await someone.send('/checkout', { ...form, csrf });
    expect(someone.at).toBe(first);
    const orders = await rows(
      sql`select from orders where institution_id = ${id()} and purchase_contact_id = ${await contactOf()}`,
    );
    expect(orders).toHaveLength(1);
  });

  it('loses nothing where the session ends in the middle of it', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone, 2);
    await someone.open('/checkout');
    const form = { how: 'reservation', basket: someone.hidden('basket'), key: someone.hidden('key') };
    await sql`delete from customer_sessions where institution_id = ${id()}`.execute(web.venue.database.owner);
    await someone.send('/checkout', form);
    expect(someone.at).toBe('/sign-in?next=%2Fcheckout');
    await someone.send('/sign-in', { email: email(), password: PASSWORD, next: someone.hidden('next') });
    expect(someone.at).toBe('/checkout');
    expect(someone.text.match(/Le Misanthrope/g)).toHaveLength(2);
    await placed(someone);
  });

  it('stands where the mail cannot be sent, and the mail is tried again', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    mail.refusal = 451;
    const number = await placed(someone);
    const message = async () =>
      (
        await rows(
          sql<{ state: string; attempts: number; failure: string | null; body: string }>`
            select state, attempts, failure, body from messages
             where institution_id = ${id()} and contact_id = ${await contactOf()} and kind = 'order-placed'`,
        )
      )[0];
    await expect.poll(message, { timeout: 15_000 }).toMatchObject({ state: 'queued', failure: 'smtp-451' });
    mail.refusal = undefined;
    expect((await readOrder(web.venue.database, web.venue.institution, { number }))?.lines).toHaveLength(1);
    // what the queue does a minute later
    const { deliverMessage, openMail, selectQueued } = await import('../messages/messages.ts');
    const config = { smtpUrl: mail.url, mailFrom: 'shop@example.org', publicUrl: 'http://localhost' };
    for (const one of await selectQueued(web.venue.database, web.venue.institution)) {
      await deliverMessage(web.venue.database, web.venue.institution, one, {
        mail: openMail(config),
        publicUrl: config.publicUrl,
        now: new Date(),
      });
    }
    // what was said is gone once it is sent
    expect(await message()).toMatchObject({ state: 'sent', attempts: 2, body: '' });
  });

  it('is of its buyer alone', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    const number = await placed(someone);
    count += 100;
    const other = await signedIn();
    await other.open(`/orders/${number}`);
    expect(other.status).toBe(404);
    await other.open(`/orders/${number}/tickets.pdf`);
    expect(other.status).toBe(404);
  });

  it('R1a R1b as an option is confirmed by a step of its own', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    const number = await placed(someone, 'option');
    expect(someone.text).toContain('Option à confirmer avant');
    await someone.send(`/orders/${number}/confirm`, {});
    expect(someone.at).toBe(`/orders/${number}?said=confirmed`);
    const order = await readOrder(web.venue.database, web.venue.institution, { number });
    expect(order?.lines[0]?.optionConfirmedOn).not.toBeNull();
    expect(someone.text).toContain('Réservation à régler');
    await someone.send(`/orders/${number}/give-up`, {});
    expect(someone.text).toContain('Vous avez renoncé');
  });

  it('R19 for a friend takes the notice to inform the person, and makes a contact', async () => {
    const someone = await signedIn();
    await someone.open('/friends');
    const friend = { firstName: 'Grace', lastName: 'Hopper' };
    await someone.send('/friends', friend);
    expect(someone.status).toBe(422);
    expect(someone.text).toContain('Confirmez que vous informez');
    await someone.send('/friends', { ...friend, notice: 'yes' });
    expect(someone.at).toBe('/friends?said=saved');
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone, 2);
    await someone.open('/names');
    const lines = [...someone.html.matchAll(/name="who(\d+)" value="me"/g)].map(([, line]) => line);
    const friendValue = /value="(friend-\d+)"/.exec(someone.html)?.[1] as string;
    await someone.send('/names', {
      [`who${lines[0]}`]: friendValue,
      [`who${lines[1]}`]: 'name',
      [`first${lines[1]}`]: 'Łucja',
      [`last${lines[1]}`]: 'Żak',
    });
    expect(someone.at).toBe('/checkout');
    const number = await placed(someone);
    const order = await readOrder(web.venue.database, web.venue.institution, { number });
    expect(order?.lines.map(({ attendee }) => attendee.kind).sort()).toEqual(['beneficiary', 'contact']);
  });

  it('names nobody by a number but oneself and one’s own friends', async () => {
    const someone = await signedIn();
    const stranger = await web.venue.contact({ last_name: 'Stranger' });
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    await someone.open('/names');
    const line = /name="who(\d+)"/.exec(someone.html)?.[1];
    await someone.send('/names', { [`who${line}`]: `friend-${stranger}` });
    expect(someone.text).toContain('n’est plus dans votre liste');
  });
});

describe('tickets', () => {
  it('are a page each, drawn when they are asked for, whatever letters a name has', async () => {
    const someone = await signedIn();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone, 2);
    await someone.open('/names');
    const line = /name="who(\d+)"/.exec(someone.html)?.[1];
    await someone.send('/names', {
      [`who${line}`]: 'name',
      [`first${line}`]: 'Łucja',
      [`last${line}`]: 'Żak',
    });
    const number = await placed(someone);
    await someone.open(`/orders/${number}/tickets.pdf`);
    expect(someone.at, 'there are none before they are paid').toBe(`/orders/${number}`);
    const { database, institution } = web.venue;
    const { id: orderId, toPay } = (await readOrder(database, institution, { number })) as Order;
    const payments = toPay.map((money) => ({ ...money, method: 'cash' as const }));
    await sellLines(database, institution, { orderId, payments }, { now: new Date(), actor: 'operator:1' });
    await someone.open(`/orders/${number}`);
    expect(someone.text).toContain('Télécharger les 2\u00a0billets'.replace('\u00a0', ' '));
    await someone.open(`/orders/${number}/tickets.pdf`);
    expect(someone.headers['content-type']).toBe('application/pdf');
    const pdf = Buffer.from(someone.body).toString('latin1');
    expect(pdf.slice(0, 5)).toBe('%PDF-');
    expect(pdf.match(/\/Type \/Page\b/g)).toHaveLength(2);
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
    count += 100;
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

describe('my account', () => {
  it('R22 keeps a wording that was answered on the form of a sign-up until the e-mail is confirmed', async () => {
    const administrator = await web.as('administrator', `wordings${count}@example.org`);
    const wording = await web.venue.insert('consent_wordings', {
      authorisation: 'institution',
      version: count,
      text_fr: 'Oui\u202f?',
      text_en: 'Yes?',
      valid_from: '2020-01-01',
      created_at: '2020-01-01T10:00:00Z',
    });
    const someone = visitor();
    await someone.open('/sign-up');
    const answered = { 'answer.institution': 'yes', 'wording.institution': String(wording) };
    await someone.send('/sign-up', asked(answered));
    const link = await linkTo(email());
    const { items } = (await administrator('/api/consent/wordings')).json();
    expect(items.find((one: { id: number }) => one.id === wording).used).toBe(true);
    const removed = await administrator(`/api/consent/wordings/${wording}`, { method: 'DELETE' });
    expect(removed.json().type).toBe('/problems/wording-used');
    await someone.open(link);
    await someone.send('/confirm', { token: someone.hidden('token'), password: PASSWORD });
    expect(someone.at).toBe('/account?said=welcome');
    const proof = await rows(
      sql`select authorisation, value_after, wording_id as wording from authorisation_changes
           where institution_id = ${id()} and contact_id = ${await contactOf()}`,
    );
    expect(proof).toEqual([{ authorisation: 'institution', value_after: 'yes', wording }]);
  });

  it('R22 R1g records what is answered as said by the contact, with the wording that stood there', async () => {
    const wording = await web.venue.insert('consent_wordings', {
      authorisation: 'email',
      version: count,
      text_fr: 'Nous vous écrivons.',
      text_en: 'We write to you.',
      valid_from: '2020-01-01',
      created_at: '2020-01-01T10:00:00Z',
    });
    const someone = await signedIn();
    await someone.open('/account');
    expect(someone.text).toContain('Nous aimerions connaître votre avis'); // R25
    await someone.open('/account/choices');
    expect(someone.text).toContain('Nous vous écrivons.');
    await someone.send('/account/choices', {
      'answer.email': 'yes',
      'wording.email': someone.hidden('wording.email'),
      'answer.sms': 'no',
    });
    expect(someone.at).toBe('/account?said=saved');
    const changes = await rows(
      sql`select authorisation, value_after, changed_by, requested, way, place, place_id, wording_id, wording_language
            from authorisation_changes where institution_id = ${id()} and contact_id = ${await contactOf()}
           order by authorisation`,
    );
    const by = {
      changed_by: 'contact',
      requested: true,
      way: 'form',
      place: 'point-of-sale',
      place_id: shop.pointOfSaleId,
    };
    expect(changes).toEqual([
      { authorisation: 'email', value_after: 'yes', ...by, wording_id: wording, wording_language: 'fr' },
      { authorisation: 'sms', value_after: 'no', ...by, wording_id: null, wording_language: null },
    ]);
  });

  it('R1f edits the criteria that a contact may edit, and no others', async () => {
    const open = await web.venue.insert('criteria', {
      name: `Jazz ${count}`,
      type: 'yes-no',
      editable_by_contact: true,
    });
    const closed = await web.venue.insert('criteria', { name: `Mécène ${count}`, type: 'yes-no' });
    const someone = await signedIn();
    await someone.open('/account/choices');
    expect(someone.text).toContain(`Jazz ${count}`);
    expect(someone.text).not.toContain(`Mécène ${count}`);
    await someone.send('/account/choices', {
      [`asked.${open}`]: '1',
      [`criterion.${open}`]: 'yes',
      [`asked.${closed}`]: '1',
      [`criterion.${closed}`]: 'yes',
    });
    const values = await rows(
      sql`select criterion_id, value from contact_criteria where institution_id = ${id()} and contact_id = ${await contactOf()}`,
    );
    expect(values).toEqual([{ criterion_id: open, value: 'yes' }]);
  });

  it('R3 shows the rope with the day on which one would be forgotten', async () => {
    const someone = await signedIn();
    await someone.open('/account/data');
    expect(someone.text).toContain('Sans nouvelles de votre part, nous vous oublions le');
    expect(someone.text).toContain('Contact créé');
  });

  it('R21 gives everything that is known of oneself, without asking anybody', async () => {
    const someone = await signedIn();
    await someone.open('/account/data');
    expect(someone.html).toContain('/account/data.zip');
    await someone.open('/account/data.zip');
    expect(someone.headers).toMatchObject({
      'content-type': 'application/zip',
      'content-disposition': expect.stringContaining('attachment; filename="mes-donnees-'),
    });
    const files = await unzip(Buffer.from(someone.body));
    const page = files.get('vos-donnees.html') ?? Buffer.from('');
    const { rows: own } = await sql<{ email: string }>`
      select email from contacts where institution_id = ${id()} and id = ${await contactOf()}`.execute(
      web.venue.database.owner,
    );
    expect(page.toString()).toContain(own[0]?.email);
    const nobody = visitor();
    await nobody.open('/account/data.zip');
    expect(nobody.at).toContain('/sign-in');
  });

  it('R13 is deleted with all that hangs on it, and blocked by tickets to come', async () => {
    const someone = await signedIn();
    const contact = await contactOf();
    await someone.open(`/performances/${shop.performanceIds[0]}`);
    await choose(someone);
    const number = await placed(someone);
    await someone.open('/account/delete');
    expect(someone.text).toContain('vous avez des billets ou des réservations');
    await someone.open(`/orders/${number}`);
    await someone.send(`/orders/${number}/give-up`, {});
    await someone.open('/account/delete');
    await someone.send('/account/delete', { password: 'not this one at all', sure: 'yes' });
    expect(someone.text).toContain('n’est pas le bon');
    await someone.send('/account/delete', { password: PASSWORD, sure: 'yes' });
    expect(someone.at).toBe('/farewell');
    expect(await web.venue.exists(contact)).toBe(false);
    const left = await rows(
      sql`select from messages where institution_id = ${id()} and contact_id = ${contact}`,
    );
    expect(left).toEqual([]);
    await someone.open('/account');
    expect(someone.at).toContain('/sign-in');
  });
});
