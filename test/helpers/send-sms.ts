import { type ConnectionSettings, connect } from '../../src/database/database.ts';
import { readOutgoing, SmsGateway, sendCampaign, takeIncoming } from '../../src/delivery/delivery.ts';
import { selectInstitution } from '../../src/institutions/institutions.ts';
import { PUBLIC_URL } from './campaign.ts';

// A process of its own that sends a campaign by SMS, to be killed by a test.
const [settings, smppUrl, campaign] = process.argv.slice(2) as [string, string, string];
const database = await connect(JSON.parse(settings) as ConnectionSettings);
const institution = await selectInstitution(database, undefined);
const gateway = new SmsGateway({ smppUrl, from: 'Opera', perSecond: 1000, window: 5 }, (pdu) =>
  takeIncoming(database, pdu),
);
const outgoing = readOutgoing(
  {
    publicUrl: PUBLIC_URL,
    smtpUrl: undefined,
    mailFrom: 'venue@example.org',
    bouncesTo: undefined,
    smtpConnections: 5,
    smtpPerDomain: undefined,
    dkim: undefined,
  },
  'a secret of at least thirty-two characters',
);
const end = await sendCampaign(
  database,
  institution,
  Number(campaign),
  { ...outgoing, sms: gateway },
  { signal: new AbortController().signal, patienceSeconds: 20 },
);
console.log(end);
await gateway.close();
await database.close();
