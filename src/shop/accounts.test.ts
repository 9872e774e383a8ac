import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { MailServer } from '../../test/helpers/mail-server.ts';
import { addShop, type OpenedShop } from '../../test/helpers/shop.ts';
import { shopFront } from '../../test/helpers/shop-front.ts';
import type { Web } from '../../test/helpers/web.ts';

let web: Web;
let mail: MailServer;
let shop: OpenedShop;
const { PASSWORD, count, email, somebodyElse, visitor, rows, id, linkTo, asked, signedIn, contactOf } =
  shopFront((front) => {
    ({ web, mail, shop } = front);
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
    somebodyElse();
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

describe('a wording', () => {
  it('R22 is kept that was answered on the form of a sign-up, until the e-mail is confirmed', async () => {
    const administrator = await web.as('administrator', `wordings${count()}@example.org`);
    const wording = await web.venue.insert('consent_wordings', {
      authorisation: 'institution',
      version: count(),
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
