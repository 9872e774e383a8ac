import { sql } from 'kysely';
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { MailServer } from './mail-server.ts';
import { type OpenedShop, openShopFor, Visitor } from './shop.ts';
import { Web } from './web.ts';

const PASSWORD = 'une phrase assez longue';

/** What the tests of a file about a shop have: a server, a mail server, and a shop with two performances. */
export interface ShopFront {
  web: Web;
  mail: MailServer;
  shop: OpenedShop;
}

/**
 * Opens a shop for the tests of a file, with mails that arrive; each test has visitors of its own.
 * @param enter is given what is open before the first test
 */
export function shopFront(enter: (front: ShopFront) => void) {
  let front: ShopFront;
  let count = 0;
  beforeAll(async () => {
    const mail = await MailServer.listen();
    const web = await Web.open({ SMTP_URL: mail.url, MAIL_FROM: 'shop@example.org' });
    front = { web, mail, shop: await openShopFor(web.venue, { capacities: [40, 1] }) };
    enter(front);
  });
  afterAll(async () => {
    await front.web.close();
    await front.mail.close();
  });
  beforeEach(() => {
    count += 1;
  });

  const email = () => `visitor${count}@example.org`;
  const visitor = (path = front.shop.path) => new Visitor(front.web.server, path);
  const rows = <Row>(query: ReturnType<typeof sql<Row>>) => front.web.venue.rows(query);
  const id = () => front.web.venue.id;

  /** The page that the last letter to an address leads to. */
  async function linkTo(address: string): Promise<string> {
    const { mail } = front;
    await expect
      .poll(() => mail.received.some(({ to }) => to.includes(address)), { timeout: 15_000 })
      .toBe(true);
    const letter = mail.received.findLast(({ to }) => to.includes(address));
    return /https?:\/\/\S*?\/shop\/[^/]+(\/\S*)/.exec(letter?.body ?? '')?.[1] ?? '';
  }

  /** What is typed in for an account. */
  const asked = (values: Record<string, string> = {}) => ({
    ...{ firstName: 'Ada', lastName: 'Dupré', email: email(), password: PASSWORD },
    ...values,
  });

  /** Somebody with an account, signed in. */
  async function signedIn(path = front.shop.path): Promise<Visitor> {
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
    const [account] = await rows(sql<{ id: number }>`
      select contact_id as id from customer_accounts where institution_id = ${id()} and email = ${address}`);
    return account?.id as number;
  }

  /** Puts places into the basket of whoever visits. */
  const choose = (someone: Visitor, quantity = 1, performance = front.shop.performanceIds[0]) =>
    someone.send(`/performances/${performance}`, {
      [`q${front.shop.priceCategoryIds[0]}`]: String(quantity),
    });

  /** Orders what is in the basket of whoever visits. @returns the number of the order */
  async function placed(someone: Visitor, how = 'reservation'): Promise<string> {
    await someone.open('/checkout');
    await someone.send('/checkout', { how, basket: someone.hidden('basket'), key: someone.hidden('key') });
    expect(someone.at).toMatch(/^\/orders\/[^?]+\?said=placed$/);
    return /^\/orders\/([^?]+)/.exec(someone.at)?.[1] as string;
  }

  return {
    PASSWORD,
    /** Of the visitor whom this test is about. */
    email,
    /** From now on it is about somebody else. */
    somebodyElse: () => {
      count += 100;
    },
    /** Another for each test. */
    count: () => count,
    ...{ visitor, rows, id, linkTo, asked, signedIn, contactOf, choose, placed },
  };
}
