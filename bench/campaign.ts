import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import {
  createCampaign,
  openRenderer,
  prepareCampaign,
  saveContent,
  sendNow,
} from '../src/campaigns/campaigns.ts';
import { type Database, migrate } from '../src/database/database.ts';
import { createInstitution, type Institution } from '../src/institutions/institutions.ts';
import { createOperator } from '../src/operators/operators.ts';
import { messageAddresses, openTokens } from '../src/tracking/tracking.ts';
import { type Figure, median } from './figures.ts';
import { type Server, settle, withOpen } from './server.ts';

const PUBLIC_URL = 'https://tickets.example.org';
const CONNECTIONS = 5;
/** As bin/rappel starts Node.js. */
const FLAGS = ['--max-semi-space-size=8', '--max-old-space-size=512'];

const BODY = `<mjml><mj-body><mj-section><mj-column>
  <mj-text>Bonjour {{ contact.first_name }},</mj-text>
  <mj-text>La saison commence : concerts, théâtre et danse, du 12 septembre au 30 juin.</mj-text>
  <mj-button href="https://example.org/season">La saison</mj-button>
  <mj-text>Retrouvez-nous sur <a href="https://example.org/">notre site</a>.</mj-text>
</mj-column></mj-section></mj-body></mjml>`;

interface Sent {
  seconds: number;
  /** Peak of the process, in MB. */
  memory: number;
}

/**
 * A campaign into a mail server that only counts, beside nodemailer alone that sends the same messages from a loop over as many
 * connections; each in a process of its own, one after the other.
 */
export async function campaignFigures(
  server: Server,
  recipients: number,
  pairs: number,
  now: Date,
): Promise<Figure[]> {
  const name = await server.create('campaign');
  const sink = await startSink();
  const bare: Sent[] = [];
  const campaigns: Sent[] = [];
  const shared: Sent[] = [];
  try {
    await withOpen(server, name, async (database) => {
      const { institution, operatorId, target } = await prepareVenue(database, recipients, now);
      for (let pair = 0; pair < pairs; pair += 1) {
        const campaign = await prepareOne(
          database,
          institution,
          { operatorId, target, pair, recipients },
          now,
        );
        await settle(database);
        const letter = await sample(database, institution, campaign);
        const job = { smtpUrl: sink.url, connections: CONNECTIONS, publicUrl: PUBLIC_URL };
        bare.push(await measured('bare-nodemailer.ts', { ...job, letter, recipients }));
        await sink.expect(recipients);
        campaigns.push(await measured('send-campaign.ts', { ...job, url: server.url(name), campaign }));
        await sink.expect(recipients);
        const another = await prepareOne(
          database,
          institution,
          { operatorId, target, pair: pair + pairs, recipients },
          now,
        );
        await settle(database);
        const one = () => measured('send-campaign.ts', { ...job, url: server.url(name), campaign: another });
        shared.push(...(await Promise.all([one(), one()])));
        await sink.expect(recipients);
      }
    });
  } finally {
    sink.stop();
    await server.drop(name);
  }
  return figures(recipients, bare, campaigns, shared);
}

function figures(recipients: number, bare: Sent[], campaigns: Sent[], shared: Sent[]): Figure[] {
  const rates = (sent: Sent[]) => sent.map(({ seconds }) => recipients / seconds);
  const words = (values: number[]) =>
    values.map((value) => Math.round(value).toLocaleString('en')).join(', ');
  const size = recipients.toLocaleString('en');
  return [
    {
      what: `campaign to ${size} recipients / nodemailer alone sending the same messages, per process`,
      value: median(campaigns.map(({ seconds }, index) => (bare[index] as Sent).seconds / seconds)),
      unit: '',
      limit: { atLeast: 0.8 },
      from: `${words(rates(campaigns))} / ${words(rates(bare))} messages a second`,
    },
    {
      what: `the same campaign by two processes at once / by one`,
      value: median(campaigns.map(({ seconds }) => seconds)) / median(shared.map(({ seconds }) => seconds)),
      unit: '',
      limit: { atLeast: 1 },
      from: `${words(rates(shared))} messages a second, on as many processors as there are`,
    },
    {
      what: `resident memory, campaign to ${size} recipients`,
      value: Math.max(...campaigns.map(({ memory }) => memory)),
      unit: 'MB',
      limit: { atMost: 300 },
      from: `peak of the process; nodemailer alone ${words(bare.map(({ memory }) => memory))} MB`,
    },
  ];
}

async function prepareVenue(database: Database, recipients: number, now: Date) {
  await migrate(database);
  const wanted = { slug: 'bench', name: 'Bench', locale: 'fr', timeZone: 'Europe/Zurich', country: 'CH' };
  const institution = await createInstitution(database, wanted);
  const sender = { name: 'B', email: 'b@example.org', password: 'a phrase that is long enough' };
  const by = { now, actor: 'command-line' };
  const operator = await createOperator(
    database,
    institution,
    { ...sender, profile: 'administrator', locale: 'fr' },
    by,
  );
  const { rows } = await sql<{ id: number }>`
    with made as (
      insert into contacts (institution_id, number, kind, first_name, last_name, email, created_on)
      select ${institution.id}, 'B' || n, 'individual', 'First' || n, 'Last', n || '@example.org', '2020-01-01'
        from generate_series(1, ${recipients}::integer) n returning id
    ), target as (
      insert into targets (institution_id, code, name, type, query, frozen_at, created_at)
      values (${institution.id}, 'T', 'T', 'static', '{}', ${now}, ${now}) returning id
    ), members as (
      insert into target_members (institution_id, target_id, contact_id)
      select ${institution.id}, target.id, made.id from target, made
    )
    select id from target`.execute(database.owner);
  return { institution, operatorId: operator.id, target: (rows[0] as { id: number }).id };
}

async function prepareOne(
  database: Database,
  institution: Institution,
  { operatorId, target, pair, recipients }: Record<'operatorId' | 'target' | 'pair' | 'recipients', number>,
  now: Date,
): Promise<number> {
  const by = { operatorId, now };
  const nothing = {
    performanceId: null,
    reason: null,
    organisationId: null,
    senderName: null,
    replyTo: null,
  };
  const draft = await createCampaign(
    database,
    institution,
    {
      ...nothing,
      name: `Season ${pair}`,
      description: '',
      type: 'marketing',
      channel: 'email',
      defaultLanguage: 'fr',
      tracked: true,
      ratePerMinute: null,
      targets: [target],
      leftOut: [],
    },
    by,
  );
  const content = { subject: 'La saison', preheader: '', body: BODY, textBody: null };
  const written = await saveContent(database, institution, draft, 'fr', content, by);
  await sendNow(database, institution, { id: written.id, version: written.version, reached: recipients }, by);
  await prepareCampaign(database, institution, written.id, { now, publicUrl: PUBLIC_URL });
  return written.id;
}

/** What the campaign says to somebody: the other side of the comparison sends this. */
async function sample(database: Database, institution: Institution, campaign: number) {
  const addresses = messageAddresses(PUBLIC_URL, openTokens('a secret of the benchmark, long enough'));
  const { render } = await openRenderer(database, institution, campaign, addresses);
  const addressee = { title: null, firstName: 'First1', lastName: 'Last', companyName: null };
  return render({ id: 1, language: 'fr', trackingRefused: false, ...addressee });
}

async function measured(script: string, job: object): Promise<Sent> {
  const child = start(script, JSON.stringify(job));
  const [said, [code]] = await Promise.all([
    text(child.stdout as NodeJS.ReadableStream),
    once(child, 'exit'),
  ]);
  if (code !== 0) throw new Error(`${script} ended with ${code}`);
  return JSON.parse(said) as Sent;
}

function start(script: string, ...rest: string[]): ChildProcess {
  const path = fileURLToPath(new URL(script, import.meta.url));
  return spawn(process.execPath, [...FLAGS, path, ...rest], { stdio: ['pipe', 'pipe', 'inherit'] });
}

/** The mail server that only counts, in a process of its own. */
async function startSink() {
  const child = start('smtp-sink.ts');
  const lines = createInterface({ input: child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  const next = async () => String((await lines.next()).value);
  const url = await next();
  return {
    url,
    /** @throws Error where it did not get so many since it was last asked */
    async expect(count: number) {
      child.stdin?.write('\n');
      const got = Number(await next());
      if (got !== count) throw new Error(`the mail server got ${got} messages, not ${count}`);
    },
    stop: () => child.kill(),
  };
}
