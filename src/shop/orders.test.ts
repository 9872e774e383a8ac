import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { MailServer } from '../../test/helpers/mail-server.ts';
import type { OpenedShop } from '../../test/helpers/shop.ts';
import { shopFront } from '../../test/helpers/shop-front.ts';
import type { Web } from '../../test/helpers/web.ts';
import { tellWhatHappened } from '../customers/customers.ts';
import { type Order, readOrder, sellLines } from '../sales/sales.ts';

let web: Web;
let mail: MailServer;
let shop: OpenedShop;
const { PASSWORD, email, somebodyElse, rows, id, signedIn, contactOf, choose, placed } = shopFront(
  (front) => {
    ({ web, mail, shop } = front);
  },
);

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
    somebodyElse();
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
