import { connect } from '../src/database/database.ts';
import { readOutgoing, sendCampaign } from '../src/delivery/delivery.ts';
import { selectInstitution } from '../src/institutions/institutions.ts';

interface Job {
  url: string;
  smtpUrl: string;
  connections: number;
  publicUrl: string;
  campaign: number;
}

// Sends a campaign, and says how long it took.
const { url, smtpUrl, connections, publicUrl, campaign } = JSON.parse(process.argv[2] as string) as Job;
const database = await connect({ url });
const institution = await selectInstitution(database, undefined);
const nothing = { bouncesTo: undefined, smtpPerDomain: undefined, dkim: undefined };
const settings = {
  publicUrl,
  smtpUrl,
  mailFrom: 'venue@example.org',
  smtpConnections: connections,
  ...nothing,
};
const outgoing = readOutgoing(settings, 'a secret of the benchmark, long enough');
const start = performance.now();
const end = await sendCampaign(database, institution, campaign, outgoing, {
  signal: new AbortController().signal,
  patienceSeconds: 5,
});
const seconds = (performance.now() - start) / 1000;
await database.close();
// of two that share a campaign the first to end leaves it to the other one
if (end !== 'sent' && end !== 'waiting' && end !== 'stopped') throw new Error(`the campaign ended as ${end}`);
console.log(JSON.stringify({ seconds, memory: process.resourceUsage().maxRSS / 1024 }));
