import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { migrate } from '../src/database/database.ts';
import { demoInstitution } from '../src/demo/demo.ts';
import { writeContacts, writeOrders } from './files.ts';
import type { Generated } from './generate.ts';
import type { Server } from './server.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** Peaks of resident memory of `rappel` processes on a server database, in MB. */
export interface Peaks {
  simulation: number;
  real: number;
  importContacts: number;
  importOrders: number;
}

/** Measures each command in a process of its own. */
export async function measurePeaks(server: Server, generated: Generated): Promise<Peaks> {
  const folder = await mkdtemp(join(tmpdir(), 'rappel-bench-'));
  const copy = await server.copy(generated.name, 'memory');
  const empty = await server.create('import');
  try {
    const simulation = await peak(server.url(copy), folder, ['retention', 'run', '--format', 'json']);
    const real = await peak(server.url(copy), folder, [
      'retention',
      'run',
      '--real',
      '--yes',
      '--format',
      'json',
    ]);
    const database = await server.open(empty);
    await migrate(database);
    await demoInstitution(database, undefined);
    await database.close();
    const contacts = await writeContacts(join(folder, 'contacts.csv'), generated.contacts);
    const orders = await writeOrders(join(folder, 'orders.csv'), generated.contacts);
    const importContacts = await peak(server.url(empty), folder, ['import', 'contacts', contacts]);
    const importOrders = await peak(server.url(empty), folder, ['import', 'orders', orders]);
    return { simulation, real, importContacts, importOrders };
  } finally {
    await server.drop(copy);
    await server.drop(empty);
    await rm(folder, { recursive: true, force: true });
  }
}

async function peak(url: string, folder: string, command: string[]): Promise<number> {
  const report = join(folder, 'peak');
  // By the launcher, because its flags for Node.js are part of what is measured.
  const child = spawn(path('../bin/rappel'), command, {
    env: {
      ...process.env,
      NODE_OPTIONS: `--import ${new URL('report-memory.ts', import.meta.url).href}`,
      DATABASE_URL: url,
      RAPPEL_DATA: folder,
      BENCH_MEMORY_FILE: report,
    },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [code] = await once(child, 'exit');
  if (code !== 0) throw new Error(`rappel ${command.join(' ')} ended with ${code}`);
  return Number(await readFile(report, 'utf8')) / 1024;
}
