import { randomUUID } from 'node:crypto';
import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { addShop, type OpenedShop, openShopFor, Visitor } from '../../test/helpers/shop.ts';
import { Web } from '../../test/helpers/web.ts';
import { expireDue } from '../sales/sales.ts';

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
const id = () => web.venue.id;

async function linkTo(address: string): Promise<string> {
  await expect
    .poll(() => mail.received.some(({ to }) => to.includes(address)), { timeout: 15_000 })
    .toBe(true);
  const letter = mail.received.findLast(({ to }) => to.includes(address));
  return /https?:\/\/\S*?\/shop\/[^/]+(\/\S*)/.exec(letter?.body ?? '')?.[1] ?? '';
}

async function signedIn(path = shop.path): Promise<Visitor> {
  const someone = visitor(path);
  await someone.open('/sign-up');
  await someone.send('/sign-up', {
    firstName: 'Ada',
    lastName: 'Dupré',
    email: email(),
    password: PASSWORD,
  });
  await someone.open(await linkTo(email()));
  await someone.send('/confirm', { token: someone.hidden('token'), password: PASSWORD });
  return someone;
}

describe('what a shop does not let itself be talked into', () => {
  it('a link to another e-mail is good no more once the password was changed', async () => {
    const owner = await signedIn();
    const stranger = `stranger${count}@example.org`;
    await owner.open('/account/email');
    await owner.send('/account/email', { email: stranger, password: PASSWORD });
    await owner.open('/account/password');
    await owner.send('/account/password', { present: PASSWORD, password: 'une toute autre phrase longue' });
    const thief = visitor();
    await thief.open(await linkTo(stranger));
    expect(thief.html).not.toContain('name="token"');
    expect(
      await rows(
        sql`select email from customer_accounts where institution_id = ${id()} and email = ${stranger}`,
      ),
    ).toEqual([]);
  });

  it('what one visitor’s address says is shown to nobody else', async () => {
    await visitor().open('?said=paid&email=anna%40example.org');
    const other = visitor();
    await other.open('');
    expect(other.html).not.toContain('class="said"');
    expect(other.html).not.toContain('anna');
  });

  it('a basket of another shop is ordered there alone, by the ways that it has', async () => {
    const slug = `prepaid-${id()}`;
    const values = { pay_at_counter: false, option_days: 0, online_payment: false, state: 'open' };
    const prepaid = await addShop(web.venue, { slug, values });
    const someone = await signedIn();
    const there = visitor(`/shop/${slug}`);
    for (const [name, value] of someone.cookies) there.cookies.set(name, value);
    await there.send(`/performances/${shop.performanceIds[0]}`, { [`q${shop.priceCategoryIds[0]}`]: '3' });
    const [basket] = await rows(
      sql<{
        id: string;
      }>`select id from baskets where institution_id = ${id()} and point_of_sale_id = ${prepaid}`,
    );
    await someone.open('/friends'); // for the token of a form
    await someone.send('/checkout', {
      how: 'reservation',
      basket: basket?.id as string,
      key: randomUUID(),
    });
    expect(
      await rows(sql`select id from orders where institution_id = ${id()} and point_of_sale_id = ${prepaid}`),
    ).toEqual([]);
  });

  it('nobody takes more of a price than the page offers', async () => {
    const greedy = visitor();
    await greedy.send(`/performances/${shop.performanceIds[0]}`, { [`q${shop.priceCategoryIds[0]}`]: '50' });
    expect(greedy.at).not.toBe('/basket');
  });

  it('R1d nobody waits for what is not on sale, and is offered nothing of it', async () => {
    const product = await web.venue.insert('products', {
      organisation_id: await web.venue.organisation(),
      name: 'Secret gala',
      kind: 'event',
      state: 'draft',
    });
    const performance = await web.venue.insert('performances', {
      product_id: product,
      starts_at: new Date(Date.now() + 90 * 86_400_000).toISOString(),
    });
    const someone = await signedIn();
    await someone.send(`/performances/${performance}/waiting`, {
      quantity: '2',
      price: String(shop.priceCategoryIds[0]),
    });
    const entries = sql`select state from waiting_list_entries
                         where institution_id = ${id()} and performance_id = ${performance}`;
    expect(await rows(entries)).toEqual([]);
    // one that was taken down after somebody signed up
    await web.venue.insert('waiting_list_entries', {
      contact_id: await web.venue.contact(),
      organisation_id: await web.venue.organisation(),
      performance_id: performance,
      signed_up_on: '2026-01-01',
      state: 'open',
    });
    await web.venue.insert('quotas', {
      product_id: product,
      performance_id: performance,
      name: 'Salle',
      capacity: 10,
    });
    await expireDue(web.venue.database, new Date());
    expect(
      await rows(sql`select id from waiting_list_entries
                      where institution_id = ${id()} and performance_id = ${performance} and offer_expires_at is not null`),
    ).toEqual([]);
  });

  it('a ticket that costs nothing is had at once, also where only online payment is taken', async () => {
    await rows(sql`update points_of_sale set online_payment = true, pay_at_counter = false, option_days = 0
                    where institution_id = ${id()} and id = ${shop.pointOfSaleId} returning id`);
    await rows(sql`update prices set amount_minor = 0
                    where institution_id = ${id()} and product_id = ${shop.productId} returning id`);
    const someone = await signedIn();
    await someone.send(`/performances/${shop.performanceIds[0]}`, { [`q${shop.priceCategoryIds[0]}`]: '1' });
    await someone.open('/checkout');
    await someone.send('/checkout', {
      how: 'free',
      basket: someone.hidden('basket'),
      key: someone.hidden('key'),
    });
    expect(someone.at).toContain('?said=placed');
    expect(
      await rows(sql`select state, expires_at from order_lines
                      where institution_id = ${id()} and performance_id = ${shop.performanceIds[0]}`),
    ).toEqual([{ state: 'sold', expires_at: null }]);
  });
});
