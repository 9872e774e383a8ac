import { type ConnectionSettings, connect } from '../../src/database/database.ts';
import { selectInstitution } from '../../src/institutions/institutions.ts';
import { runRetention } from '../../src/retention/retention.ts';

// A process of its own that does a real run in small ranges and says a line after each, to be killed by a test.
const [settings, ledgerFile, asOf] = process.argv.slice(2) as [string, string, string];
const database = await connect(JSON.parse(settings) as ConnectionSettings);
const institution = await selectInstitution(database, undefined);
const run = await runRetention(database, institution, {
  mode: 'real',
  asOf,
  now: new Date(`${asOf}T10:00:00Z`),
  ledgerFile,
  rangeSize: 10,
  patienceSeconds: 20,
  onProgress: ({ done }) => console.log(`done ${done}`),
});
console.log(JSON.stringify(run));
await database.close();
