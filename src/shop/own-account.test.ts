import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import type { OpenedShop } from '../../test/helpers/shop.ts';
import { shopFront } from '../../test/helpers/shop-front.ts';
import { unzip } from '../../test/helpers/unzip.ts';
import type { Web } from '../../test/helpers/web.ts';

let web: Web;
let shop: OpenedShop;
const { PASSWORD, count, visitor, rows, id, signedIn, contactOf, choose, placed } = shopFront((front) => {
  ({ web, shop } = front);
});

describe('my account', () => {
  it('R22 R1g records what is answered as said by the contact, with the wording that stood there', async () => {
    const wording = await web.venue.insert('consent_wordings', {
      authorisation: 'email',
      version: count(),
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
      name: `Jazz ${count()}`,
      type: 'yes-no',
      editable_by_contact: true,
    });
    const closed = await web.venue.insert('criteria', { name: `Mécène ${count()}`, type: 'yes-no' });
    const someone = await signedIn();
    await someone.open('/account/choices');
    expect(someone.text).toContain(`Jazz ${count()}`);
    expect(someone.text).not.toContain(`Mécène ${count()}`);
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
