import { campaignFigures } from './campaign.ts';
import { type ErasureTimes, timeErasure } from './erasure.ts';
import { type Figure, median, seconds } from './figures.ts';
import { fileFigures } from './file.ts';
import { findingFigures } from './finding.ts';
import { type Generated, generate } from './generate.ts';
import { serverFigures } from './http.ts';
import { measurePeaks } from './memory.ts';
import { redirectFigures } from './redirect.ts';
import { rushFigures } from './rush.ts';
import type { Server } from './server.ts';
import { shopFigures } from './shop.ts';
import { type SimulationTimes, timeSimulations } from './simulation.ts';
import { targetFigures } from './target.ts';

export interface Settings {
  contacts: number;
  /** How often each pair of measurements is taken; the median counts. */
  pairs: number;
  now: Date;
  say: (text: string) => void;
}

type Subjects = Record<
  | 'first-simulation'
  | 'second-simulation'
  | 'real-run'
  | 'growth'
  | 'memory'
  | 'file'
  | 'finding'
  | 'rush'
  | 'redirect'
  | 'shop'
  | 'campaign'
  | 'target'
  | 'http',
  () => Promise<Figure[]>
>;

/** The figures on a server database. What several of them need is generated and measured once. */
export function serverSubjects(server: Server, { contacts, pairs, now, say }: Settings): Subjects {
  const generated = once(async (size: number) => {
    const made = await generate(server, size, now);
    const count = (value: number) => Math.round(value).toLocaleString('en');
    say(
      `  ${count(size)} contacts with ${count(made.activities)} activities generated in ${count(made.took)} s`,
    );
    return made;
  });
  const simulations = once(async (size: number) =>
    timeSimulations(server, await generated(size), now, pairs),
  );
  const erasures = once(async (size: number) => timeErasure(server, await generated(size), now, pairs));
  const small = Math.round(contacts / 10);
  return {
    file: async () => fileFigures(server, await generated(contacts), now),
    'first-simulation': async () => [firstSimulation(await simulations(contacts), await generated(contacts))],
    'second-simulation': async () => [secondSimulation(await simulations(contacts))],
    'real-run': async () => realRun(await erasures(contacts)),
    growth: async () => [
      growth(
        'simulation',
        contacts,
        median((await simulations(contacts)).first),
        median((await simulations(small)).first),
      ),
      growth(
        'real run',
        contacts,
        median((await erasures(contacts)).real),
        median((await erasures(small)).real),
      ),
    ],
    http: async () => serverFigures(server, await generated(contacts)),
    memory: async () => [
      ...(await memory(server, await generated(small))),
      ...(await memory(server, await generated(contacts))),
    ],
    rush: async () => await rushFigures(server, now),
    // A tenth of the contacts: a campaign to everybody is rare, and each message is a hand-over.
    campaign: async () => await campaignFigures(server, small, pairs, now),
    redirect: async () => await redirectFigures(server, now),
    shop: async () => await shopFigures(server, now),
    target: async () => await targetFigures(server, await generated(contacts), { pairs, now }),
    finding: async () => await findingFigures(server, await generated(contacts), now),
  };
}

function firstSimulation({ first, handWritten }: SimulationTimes, { contacts }: Generated): Figure {
  return {
    what: 'first simulation / hand-written statement',
    value: median(first.map((took, index) => took / (handWritten[index] as number))),
    unit: '',
    limit: { atMost: 1.25 },
    from: `${seconds(first)} / ${seconds(handWritten)}; ${Math.round(contacts / median(first)).toLocaleString('en')} contacts/s`,
  };
}

function secondSimulation({ first, second, inactiveShare }: SimulationTimes): Figure {
  return {
    what: 'second simulation, nothing changed / first',
    value: median(second.map((took, index) => took / (first[index] as number))),
    unit: '',
    limit: { atMost: 0.45 },
    from: `${seconds(second)} / ${seconds(first)}; ${(100 * inactiveShare).toFixed(0)} % inactive`,
  };
}

function realRun({ real, handWritten, erased }: ErasureTimes): Figure[] {
  const rates = real.map((took) => erased / took);
  return [
    {
      what: 'real run / hand-written statements, erased contacts per second',
      value: median(real.map((took, index) => (handWritten[index] as number) / took)),
      unit: '',
      limit: { atLeast: 0.5 },
      from: `${seconds(handWritten)} / ${seconds(real)}; ${erased.toLocaleString('en')} erased`,
    },
    {
      what: 'real run, sealed',
      value: median(rates),
      unit: 'contacts/s',
      limit: { atLeast: 5000 },
      from: rates.map((rate) => Math.round(rate).toLocaleString('en')).join('; '),
    },
  ];
}

function growth(what: string, contacts: number, large: number, small: number): Figure {
  const size = (value: number) => value.toLocaleString('en');
  return {
    what: `${what}, cost per contact at ${size(contacts)} / at ${size(Math.round(contacts / 10))}`,
    value: large / 10 / small,
    unit: '',
    limit: { atMost: 1.3 },
    from: `${large.toFixed(2)} s / ${small.toFixed(2)} s`,
  };
}

async function memory(server: Server, generated: Generated): Promise<Figure[]> {
  const peaks = await measurePeaks(server, generated);
  return Object.entries({
    simulation: peaks.simulation,
    'real run': peaks.real,
    'import of contacts': peaks.importContacts,
    'import of orders': peaks.importOrders,
  }).map(([what, value]) => ({
    what: `resident memory, ${what}, ${generated.contacts.toLocaleString('en')} contacts`,
    value,
    unit: 'MB',
    limit: { atMost: 300 },
    from: 'peak of the process',
  }));
}

/** Calls `work` once per size. */
function once<T>(work: (size: number) => Promise<T>): (size: number) => Promise<T> {
  const done = new Map<number, Promise<T>>();
  return (size) => {
    const known = done.get(size) ?? work(size);
    done.set(size, known);
    return known;
  };
}
