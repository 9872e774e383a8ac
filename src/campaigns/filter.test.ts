import { sql } from 'kysely';
import { beforeEach, describe, expect, it } from 'vitest';
import { CampaignDesk } from '../../test/helpers/campaign.ts';
import type { Venue } from '../../test/helpers/venue.ts';
import { venuePerTest } from '../../test/helpers/venue-per-test.ts';
import { inInstitution } from '../database/database.ts';
import {
  type CampaignSettings,
  campaignTypes,
  channels,
  countAudience,
  type ExclusionReason,
  prepareCampaign,
  reasonAtLeaving,
  selectFiltered,
} from './campaigns.ts';

const NOW = new Date('2026-03-01T10:00:00Z');

let venue: Venue;
let desk: CampaignDesk;
venuePerTest((entered) => {
  venue = entered;
});
beforeEach(async () => {
  desk = await CampaignDesk.open(venue);
});

type Answer = 'yes' | 'no' | 'none';
const ANSWERS: Answer[] = ['yes', 'no', 'none'];

let count = 0;
/** Somebody who can be reached over every channel. */
async function person(values: Record<string, unknown> = {}, answers: Record<string, Answer> = {}) {
  count += 1;
  const contact_id = await venue.contact({
    email: `p${count}@example.org`,
    mobile: `+41 79 000 ${String(count).padStart(4, '0')}`,
    street: 'Rue du Rhône 1',
    postcode: '1204',
    town: 'Genève',
    ...values,
  });
  for (const [authorisation, value] of Object.entries(answers)) {
    await venue.insert('contact_authorisations', { contact_id, authorisation, value });
  }
  return contact_id;
}

/** Who is left out of a campaign to these contacts and why, as its volume, its recipients and the moment of leaving say it. */
async function judge(members: number[], settings: Partial<CampaignSettings> = {}) {
  const campaign = await desk.draft(members, NOW, settings);
  const volume = await inInstitution(venue.database, venue.id, async (tenant) =>
    countAudience(
      tenant,
      venue.institution,
      await selectFiltered(tenant, venue.institution, campaign.id),
      NOW,
    ),
  );
  // one that reaches nobody is refused; here its recipients are wanted
  await sql`update campaigns set state = 'preparing' where institution_id = ${venue.id} and id = ${campaign.id}`.execute(
    venue.database.owner,
  );
  await prepareCampaign(venue.database, venue.institution, campaign.id, {
    now: NOW,
    publicUrl: 'https://x.example.org',
    range: 3,
  });
  const reasons = await desk.reasons(campaign);
  const counted = new Map<string, number>();
  for (const reason of reasons.values())
    if (reason !== null) counted.set(reason, (counted.get(reason) ?? 0) + 1);
  expect(
    Object.fromEntries(volume.excluded.map(({ reason, count: many }) => [reason, many])),
    'the volume counts as the recipients do',
  ).toEqual(Object.fromEntries(counted));
  expect(volume.reached).toBe([...reasons.values()].filter((reason) => reason === null).length);
  return { campaign, reasons };
}

async function leaving(campaign: { id: number }): Promise<Map<number, ExclusionReason | null>> {
  return await inInstitution(venue.database, venue.id, async (tenant) => {
    const filtered = await selectFiltered(tenant, venue.institution, campaign.id);
    const { rows } = await sql<{ id: number; reason: ExclusionReason | null }>`
      select r.id, ${reasonAtLeaving(venue.institution, filtered, NOW)} as reason
        from campaign_recipients r
        left join contacts c on c.institution_id = ${venue.id} and c.id = r.contact_id
       where r.institution_id = ${venue.id} and r.campaign_id = ${campaign.id} and r.state = 'queued'
       order by r.id`.execute(tenant);
    return new Map(rows.map(({ id, reason }) => [id, reason]));
  });
}

/** R23-R25 in words: what the table of the source says. */
function expected(type: string, general: Answer, channel: Answer, filterUnanswered: boolean) {
  if (type === 'purchase-information') return null;
  if (general === 'no') return 'refused-marketing';
  if (channel === 'no') return 'refused-channel';
  return filterUnanswered && general === 'none' ? 'no-answer' : null;
}

describe('who gets a campaign', () => {
  it.each(campaignTypes.flatMap((type) => channels.map((channel) => ({ type, channel }))))(
    'R23 R24 R25 $type over $channel: every combination of general and channel, yes, no and none',
    async ({ type, channel }) => {
      const performance = await venue.performance('2026-04-01T18:00:00Z');
      const cases: { general: Answer; over: Answer; id: number }[] = [];
      for (const general of ANSWERS) {
        for (const over of ANSWERS) {
          const answers = {
            ...(general === 'none' ? {} : { institution: general }),
            ...(over === 'none' ? {} : { [channel]: over }),
          };
          const id = await person({}, answers);
          await venue.order(id, '2026-01-01', [
            { state: 'sold', sold_on: '2026-01-01', performance_id: performance },
          ]);
          cases.push({ general, over, id });
        }
      }
      const about =
        type === 'purchase-information' ? { performanceId: performance, reason: 'Postponed' } : {};
      for (const filterUnanswered of [false, true]) {
        await sql`update institutions set filter_unanswered = ${filterUnanswered} where id = ${venue.id}`.execute(
          venue.database.owner,
        );
        const { reasons } = await judge(
          cases.map(({ id }) => id),
          { type, channel, ...about, name: `${type} ${filterUnanswered}` },
        );
        expect(
          cases.map(({ general, over, id }) => [general, over, reasons.get(id)]),
          filterUnanswered ? 'with the setting of R25' : 'without it',
        ).toEqual(
          cases.map(({ general, over }) => [general, over, expected(type, general, over, filterUnanswered)]),
        );
      }
    },
  );

  it('R25 structures are asked for no answer', async () => {
    await sql`update institutions set filter_unanswered = true where id = ${venue.id}`.execute(
      venue.database.owner,
    );
    const structure = await person({ kind: 'structure' });
    const { reasons } = await judge([structure, await person()]);
    expect([...reasons.values()]).toEqual([null, 'no-answer']);
  });

  it('R23 who is restricted, valid no more, without address, or suppressed gets nothing, and why is said', async () => {
    const members = [
      await person({ restricted_on: '2026-01-01' }),
      await person({ valid_until: '2026-02-28' }),
      await person({ valid_until: '2026-03-01' }),
      await person({ email: null }),
      await person({ email: ' ' }),
      await person({ email: 'nobody at example.org' }),
      await person({ email: 'a@b@example.org' }),
      await person({ email: `${'x'.repeat(250)}@example.org` }),
      await person({ email: 'Gone@Example.org ' }),
      await person(),
    ];
    await suppress('gone@example.org', 'refused');
    const { reasons } = await judge(members);
    expect(members.map((id) => reasons.get(id))).toEqual([
      'restricted',
      'no-longer-valid',
      null,
      'no-address',
      'no-address',
      'invalid-address',
      'invalid-address',
      'invalid-address',
      'suppressed',
      null,
    ]);
  });

  it('R27 a channel asks for its own address', async () => {
    const nowhere = await person({ email: null, mobile: null, phone: null, street: null, town: null });
    const fixed = await person({ mobile: null, phone: '022 123 45 67' });
    const odd = await person({ mobile: 'call my sister' });
    const found = async (channel: CampaignSettings['channel']) => {
      const { reasons } = await judge([nowhere, fixed, odd], { channel, name: channel });
      return [nowhere, fixed, odd].map((id) => reasons.get(id));
    };
    expect(await found('sms')).toEqual(['no-address', 'no-address', 'invalid-number']);
    expect(await found('phone')).toEqual(['no-address', null, 'invalid-address']);
    expect(await found('post')).toEqual(['no-address', null, null]);
  });

  it('R23 a number is suppressed however it is written, and one that was hashed as it was typed stays so', async () => {
    await suppress('+41791234567', 'refused', 'sms');
    await suppress('079 123 45 60', 'refused', 'sms');
    const mobiles = ['079 123 45 67', '0041 (0)79 123 45 67', '079 123 45 60', '079 123 45 68'];
    const members = [];
    for (const mobile of mobiles) members.push(await person({ mobile }));
    const { reasons } = await judge(members, { channel: 'sms' });
    expect(members.map((id) => reasons.get(id))).toEqual(['suppressed', 'suppressed', 'suppressed', null]);
  });
});

async function suppress(address: string, reason: string, channel = 'email'): Promise<void> {
  await sql`
    insert into suppressions (institution_id, channel, address_hash, reason, suppressed_on)
    select id, ${channel}::text, address_hash(erased_number_key, ${address}), ${reason}, '2026-01-01'
      from institutions where id = ${venue.id}`.execute(venue.database.owner);
}

describe('R24 information about a purchase', () => {
  it('R24 reaches who has a line on its performance, restricted or refusing, and nobody else', async () => {
    const performance = await venue.performance('2026-04-01T18:00:00Z');
    const another = await venue.performance('2026-04-02T18:00:00Z');
    const refusals = { institution: 'no', email: 'no' } as const;
    const buyer = await person({ restricted_on: '2026-01-01', valid_until: '2020-01-01' }, refusals);
    const guest = await person({}, refusals);
    const cancelled = await person();
    const ranOut = await person();
    const elsewhere = await person();
    const on = (performance_id: number, state: string, cultural_contact_id?: number) => [
      { state, performance_id, ...(cultural_contact_id === undefined ? {} : { cultural_contact_id }) },
    ];
    await venue.order(buyer, '2026-01-01', on(performance, 'sold', guest));
    await venue.order(cancelled, '2026-01-01', on(performance, 'cancelled'));
    await venue.order(ranOut, '2026-01-01', on(performance, 'expired'));
    await venue.order(elsewhere, '2026-01-01', on(another, 'sold'));
    const members = [buyer, guest, cancelled, ranOut, elsewhere];
    const about = { type: 'purchase-information', performanceId: performance, reason: 'Postponed' } as const;
    const { reasons } = await judge(members, about);
    expect(members.map((id) => reasons.get(id))).toEqual([
      null,
      null,
      null,
      'not-on-performance',
      'not-on-performance',
    ]);
    const { reasons: withoutTarget } = await judge([], { ...about, name: 'without target' });
    expect([...withoutTarget.keys()].sort()).toEqual([buyer, guest, cancelled].sort());
  });

  it('R24 sends one message per address, none to a mailbox that does not exist, and one to who had refused and was forgotten', async () => {
    const performance = await venue.performance('2026-04-01T18:00:00Z');
    const members = [
      await person({ email: 'home@example.org' }, { institution: 'no' }),
      await person({ email: 'Home@example.org' }),
      await person({ email: 'gone@example.org' }),
      await person({ email: 'refused@example.org' }),
    ];
    for (const id of members)
      await venue.order(id, '2026-01-01', [{ state: 'sold', performance_id: performance }]);
    await suppress('gone@example.org', 'bounced');
    await suppress('refused@example.org', 'refused');
    const about = { type: 'purchase-information', performanceId: performance, reason: 'Postponed' } as const;
    const { reasons } = await judge(members, about);
    expect(members.map((id) => reasons.get(id))).toEqual([null, 'same-address', 'suppressed', null]);
  });

  it('R24 needs its performance and a reason', async () => {
    const performanceId = await venue.performance('2026-04-01T18:00:00Z');
    const about = { type: 'purchase-information' } as const;
    await expect(desk.draft([], NOW, about)).rejects.toMatchObject({ code: 'campaign-needs-performance' });
    await expect(desk.draft([], NOW, { ...about, performanceId, reason: ' ' })).rejects.toMatchObject({
      code: 'campaign-needs-reason',
    });
  });
});

describe('R26 one message per address', () => {
  it('R26 the first of the file gets it; if any of them refuses, also one who is in no target, none does', async () => {
    const members = [
      await person({ email: 'home@example.org' }),
      await person({ email: ' HOME@example.org' }),
      await person({ email: 'couple@example.org' }),
      await person({ email: 'office@example.org' }),
      await person({ email: 'office@example.org' }, { email: 'no' }),
    ];
    await person({ email: 'couple@example.org' }, { institution: 'no' });
    const { reasons } = await judge(members);
    expect(members.map((id) => reasons.get(id))).toEqual([
      null,
      'same-address',
      'address-refused',
      'address-refused',
      'refused-channel',
    ]);
  });

  it('R26 where the first is left out for a reason of its own, another gets it', async () => {
    const members = [
      await person({ email: 'home@example.org', restricted_on: '2026-01-01' }),
      await person({ email: 'home@example.org' }),
    ];
    const { reasons } = await judge(members);
    expect(members.map((id) => reasons.get(id))).toEqual(['restricted', null]);
  });
});

describe('R23 the moment of leaving', () => {
  it('R23 sees what changed since: refused, refused by another of the address, suppressed, an address twice, erased', async () => {
    const members: number[] = [];
    for (let n = 0; n < 6; n++) members.push(await person({ email: `leaving${n}@example.org` }));
    const { campaign } = await judge(members);
    expect([...(await leaving(campaign)).values()]).toEqual([null, null, null, null, null, null]);
    const [refusing, , , , second, erased] = members as [number, number, number, number, number, number];
    await venue.insert('contact_authorisations', {
      contact_id: refusing,
      authorisation: 'email',
      value: 'no',
    });
    await person({ email: 'leaving1@example.org' }, { institution: 'no' });
    await suppress('leaving2@example.org', 'bounced');
    await sql`update contacts set email = 'leaving3@example.org' where institution_id = ${venue.id} and id = ${second}`.execute(
      venue.database.owner,
    );
    await sql`update campaign_recipients set contact_id = null
               where institution_id = ${venue.id} and contact_id = ${erased}`.execute(venue.database.owner);
    expect([...(await leaving(campaign)).values()]).toEqual([
      'refused-channel',
      'address-refused',
      'suppressed',
      null,
      'same-address',
      'erased',
    ]);
  });
});
