import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Figure, median, seconds } from './figures.ts';

const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));

/** What `embedded-process.ts` prints: seconds, and memory in MB. */
interface Measured {
  lines: number;
  contacts: number;
  orders: number;
  simulation: number;
  inactive: number;
  idle: number;
  grownInImport: number;
  grownInAll: number;
}

/** @throws where the file of CDNOW is missing (`RAPPEL_CDNOW`) */
export async function embeddedFigures(repetitions: number): Promise<Figure[]> {
  const master = process.env.RAPPEL_CDNOW ?? path('../../shared/data/cdnow/CDNOW_master.txt');
  if (!existsSync(master)) throw new Error(`${master} is missing: set RAPPEL_CDNOW to CDNOW_master.txt`);
  const runs: Measured[] = [];
  for (let n = 0; n < repetitions; n++) {
    const { stdout } = await promisify(execFile)(process.execPath, [
      ...['--max-semi-space-size=8', '--max-old-space-size=512'], // as bin/rappel
      path('embedded-process.ts'),
      master,
    ]);
    runs.push(JSON.parse(stdout));
  }
  const all = (value: (run: Measured) => number) => runs.map(value);
  const [first] = runs as [Measured];
  const orders = all((run) => run.orders);
  const simulations = all((run) => run.simulation);
  const growth = all((run) => run.grownInAll);
  return [
    {
      what: `embedded: ${first.lines.toLocaleString('en')} CDNOW lines imported`,
      value: median(orders),
      unit: 's',
      limit: { atMost: 6 },
      from: `${seconds(orders)}; their contacts before: ${seconds(all((run) => run.contacts))}`,
    },
    {
      what: 'embedded: CDNOW simulated',
      value: median(simulations),
      unit: 's',
      limit: { atMost: 1.5 },
      from: `${seconds(simulations)}; ${first.inactive.toLocaleString('en')} inactive`,
    },
    {
      what: 'embedded: growth of resident memory over idle, import and run',
      value: Math.max(...growth),
      unit: 'MB',
      limit: { atMost: 100 },
      from: `idle ${first.idle.toFixed(0)} MB; after the import +${Math.max(...all((run) => run.grownInImport)).toFixed(0)} MB`,
    },
  ];
}
