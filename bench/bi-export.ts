import { execFile } from 'node:child_process';
import { Writable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { to } from 'pg-copy-streams';
import { columnsOf, exportFormats } from '../src/bi/bi.ts';
import type { Database } from '../src/database/database.ts';
import { type BiDomain, viewOf } from '../src/personal-data/personal-data.ts';
import { type Figure, median, seconds, timed } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, withOpen } from './server.ts';

const program = fileURLToPath(new URL('bi-export-process.ts', import.meta.url));
/** Of the speed of `COPY`, at least. */
const SHARE = { csv: 0.5, xlsx: 0.1, parquet: 0.1 };
const DOMAINS = ['contact-base', 'contact-profile'] as const;

interface Exported {
  took: number;
  bytes: number;
  peak: number;
}

/** Whole domains as files, beside `COPY` of the same view with the same columns over the same wire. */
export async function biExportFigures(
  server: Server,
  generated: Generated,
  pairs: number,
): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'bi_export');
  const figures: Figure[] = [];
  await withOpen(server, copy, async (database) => {
    await database.pool.query('update institutions set bi_export_rows = 100000000');
    for (const domain of DOMAINS) {
      const exports = { csv: [] as Exported[], xlsx: [] as Exported[], parquet: [] as Exported[] };
      const copies: number[] = [];
      for (let pair = 0; pair < pairs; pair++) {
        copies.push(await timeCopy(database, generated, domain));
        for (const format of exportFormats) {
          const done = await promisify(execFile)(process.execPath, [
            ...['--max-semi-space-size=8', '--max-old-space-size=512'], // as bin/rappel
            ...[program, server.url(copy), domain, format],
          ]);
          exports[format].push(JSON.parse(done.stdout));
        }
      }
      for (const format of exportFormats) {
        const took = exports[format].map((one) => one.took);
        const what = `${domain} of ${generated.contacts.toLocaleString('en')} contacts as ${format}`;
        figures.push(
          {
            what: `${what}, speed of COPY`,
            value: median(took.map((one, at) => (copies[at] as number) / one)),
            unit: '',
            limit: { atLeast: SHARE[format] },
            from: `${seconds(copies)} / ${seconds(took)}; ${Math.round((exports[format][0]?.bytes ?? 0) / 1e6)} MB`,
          },
          {
            what: `${what}, resident memory`,
            value: Math.max(...exports[format].map(({ peak }) => peak)),
            unit: 'MB',
            limit: { atMost: 300 },
            from: 'peak of the process',
          },
        );
      }
    }
  });
  await server.drop(copy);
  return figures;
}

async function timeCopy(database: Database, { institution }: Generated, domain: BiDomain): Promise<number> {
  const client = await database.pool.connect();
  try {
    await client.query('begin');
    await client.query('set local role rappel_app; set local jit = off');
    await client.query(`set local rappel.institution_id = '${institution.id}'`);
    const columns = columnsOf(domain).map(({ name }) => name);
    const statement = `copy (select ${columns.join(', ')} from ${viewOf(domain)}) to stdout with (format csv, header)`;
    const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
    const { took } = await timed(() => pipeline(client.query(to(statement)), nowhere));
    await client.query('rollback');
    return took;
  } finally {
    client.release();
  }
}
