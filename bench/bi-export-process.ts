import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { columnsOf, type ExportFormat, exportDomain } from '../src/bi/bi.ts';
import { connect } from '../src/database/database.ts';
import { selectInstitution } from '../src/institutions/institutions.ts';
import type { BiDomain } from '../src/personal-data/personal-data.ts';
import { timed } from './figures.ts';

// One export in a process of its own (bi-export.ts), so that its memory is what is measured.
const [url = '', domain, format] = process.argv.slice(2) as [string, BiDomain, ExportFormat];
const database = await connect({ url, connections: 2 });
try {
  const institution = await selectInstitution(database, undefined);
  let bytes = 0;
  const nowhere = new Writable({
    write(chunk: Buffer, _encoding, done) {
      bytes += chunk.length;
      done();
    },
  });
  const columns = columnsOf(domain).map(({ name }) => name);
  const by = { actor: 'system', clock: () => new Date() };
  const { took } = await timed(async () =>
    pipeline(await exportDomain(database, institution, { domain }, columns, format, by), nowhere),
  );
  console.log(JSON.stringify({ took, bytes, peak: process.resourceUsage().maxRSS / 1024 }));
} finally {
  await database.close();
}
