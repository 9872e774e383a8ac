import { findContacts } from '../src/contacts/contacts.ts';
import type { Database } from '../src/database/database.ts';
import { runRetention } from '../src/retention/retention.ts';
import type { Figure } from './figures.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

/** What clerks type: whole names, beginnings, words in any order, numbers, e-mails, telephone numbers, misspellings. */
const TYPED = [
  'favre',
  'rey claire',
  'hélène lausanne',
  'dup',
  'mull',
  'juliette roch',
  'helene.favre',
  '1234',
  '100500',
  '021 55',
  'genève martin',
  'lausane',
  'favrre pascal',
  'vuillumier',
  'gymnase lyon',
  'nobody of that name',
];
const AT_ONCE = 10;
const ROUNDS = 40;

const FILTERS = {
  everybody: {},
  town: { town: 'lausanne' },
  kind: { kind: 'relay' },
  customers: { bought: 'customer' },
  prospects: { bought: 'prospect' },
  'in debt': { balance: 'debt' },
  'without answer': { answer: 'none' },
  guides: { role: 'guide' },
  'old and allowed': { to: '2021-01-01', answer: 'yes' },
  structures: { kind: 'structure' }, // by name backwards these are the very last
  'in credit': { balance: 'credit' },
  abroad: { country: 'IT' },
  // an answer that structures do not have: nobody, and the whole order is walked to know it
  'structures that answered': { kind: 'structure', answer: 'yes' },
} as const;
const SORTS = ['name', 'number', 'recency', 'created'] as const;
const RIGHTS = { confidential: false, restricted: true };
const PAGE = 100;

/** Searching and listing as the back office does, under row level security, after a simulation has stored recencies. */
export async function findingFigures(server: Server, generated: Generated, now: Date): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'finding');
  const figures: Figure[] = [];
  await withOpen(server, copy, async (database) => {
    await runRetention(database, generated.institution, {
      mode: 'simulation',
      months: 36,
      now,
      ledgerFile: '/dev/null',
    });
    await settle(database);
    figures.push(await search(database, generated), await list(database, generated));
  });
  await server.drop(copy);
  return figures;
}

async function search(database: Database, { institution, contacts }: Generated): Promise<Figure> {
  const took: number[] = [];
  let next = 0;
  const clerk = async () => {
    while (next < TYPED.length * ROUNDS) {
      const q = TYPED[next++ % TYPED.length] as string;
      const start = performance.now();
      await findContacts(database, institution, { q, limit: PAGE }, RIGHTS);
      took.push(performance.now() - start);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, clerk));
  took.sort((a, b) => a - b);
  const at = (share: number) => took[Math.floor(share * (took.length - 1))] as number;
  return {
    what: `search among ${contacts.toLocaleString('en')} contacts, ${AT_ONCE} at once, 95th percentile`,
    value: at(0.95),
    unit: 'ms',
    limit: { atMost: 100 },
    from: `median ${at(0.5).toFixed(0)} ms, 99th percentile ${at(0.99).toFixed(0)} ms, of ${took.length}`,
  };
}

/** Each filter in each order, first page and second, one after the other. */
async function list(database: Database, { institution, contacts }: Generated): Promise<Figure> {
  const pages: { name: string; took: number }[] = [];
  for (const [name, filter] of Object.entries(FILTERS)) {
    for (const sort of SORTS) {
      for (const descending of [false, true]) {
        let cursor: string | undefined;
        for (let page = 0; page < 2; page++) {
          const start = performance.now();
          const query = { ...filter, sort, descending, cursor, limit: PAGE };
          const { next } = await findContacts(database, institution, query, RIGHTS);
          pages.push({
            name: `${name} by ${sort}${descending ? ', backwards' : ''}`,
            took: performance.now() - start,
          });
          if (next === null) break;
          cursor = next;
        }
      }
    }
  }
  pages.sort((a, b) => b.took - a.took);
  const [slowest] = pages as [(typeof pages)[number]];
  const median = pages[pages.length >> 1]?.took ?? 0;
  return {
    what: `list of ${contacts.toLocaleString('en')} contacts, slowest page of ${pages.length} (filter and order)`,
    value: slowest.took,
    unit: 'ms',
    limit: { atMost: 300 },
    from: `${slowest.name}; median ${median.toFixed(0)} ms`,
  };
}
