import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../src/database/database.ts';
import { embeddedTemplate } from '../src/database/template.ts';
import { importFile } from '../src/import/import.ts';
import { createInstitution } from '../src/institutions/institutions.ts';
import { runRetention } from '../src/retention/retention.ts';
import { timed } from './figures.ts';
import { convertCdnow } from './files.ts';

// CDNOW on the embedded database, in a process of its own (embedded.ts), so that its memory is what is measured.
const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
const [contactsFile, ordersFile] = [join(folder, 'contacts.csv'), join(folder, 'orders.csv')];
const { lines } = await convertCdnow(process.argv[2] as string, contactsFile, ordersFile);
const database = await connect({ folder, template: await embeddedTemplate() });
try {
  const institution = await createInstitution(database, {
    slug: 'cdnow',
    name: 'CDNOW',
    locale: 'en',
    timeZone: 'America/New_York',
    country: 'US',
  });
  await new Promise((resolve) => setTimeout(resolve, 1000));
  const idle = process.memoryUsage.rss();
  let peak = idle;
  const watch = setInterval(() => {
    peak = Math.max(peak, process.memoryUsage.rss());
  }, 10);
  const now = new Date();
  const contacts = await timed(() => importFile(database, institution, 'contacts', contactsFile, { now }));
  const orders = await timed(() => importFile(database, institution, 'orders', ordersFile, { now }));
  const peakOfImport = peak;
  const simulation = await timed(() =>
    runRetention(database, institution, {
      mode: 'simulation',
      months: 6,
      asOf: '1998-07-01',
      now,
      ledgerFile: join(folder, 'erasures.ledger'),
    }),
  );
  clearInterval(watch);
  const grown = (bytes: number) => (bytes - idle) / 1_048_576;
  console.log(
    JSON.stringify({
      lines,
      contacts: contacts.took,
      orders: orders.took,
      simulation: simulation.took,
      inactive: simulation.result.counts.inactive,
      idle: idle / 1_048_576,
      grownInImport: grown(peakOfImport),
      grownInAll: grown(Math.max(peak, process.memoryUsage.rss())),
    }),
  );
} finally {
  await database.close();
  await rm(folder, { recursive: true, force: true });
}
