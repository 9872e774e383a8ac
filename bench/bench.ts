import { cpus, totalmem } from 'node:os';
import { parseArgs } from 'node:util';
import { embeddedFigures } from './embedded.ts';
import { type Figure, keepsLimit, table } from './figures.ts';
import { embeddedHttpFigures } from './http.ts';
import { benchServer } from './server.ts';
import { serverSubjects } from './subjects.ts';

/** `npm run bench [-- --contacts 1000000] [--only <name>,<name>]`: every figure of "Speed and memory", as a Markdown table. */
const SUBJECTS = [
  'first-simulation',
  'second-simulation',
  'real-run',
  'growth',
  'memory',
  'finding',
  'embedded',
  'file',
  'redirect',
  'rush',
  'shop',
  'campaign',
  'target',
  'http',
  'http-embedded',
] as const;
type Subject = (typeof SUBJECTS)[number];

const { values } = parseArgs({
  options: {
    contacts: { type: 'string', default: '1000000' },
    only: { type: 'string' },
    pairs: { type: 'string', default: '3' },
  },
});
const contacts = Number(values.contacts);
const pairs = Number(values.pairs);
const only = values.only?.split(',') as Subject[] | undefined;
if (!Number.isSafeInteger(contacts) || contacts < 1000 || !Number.isSafeInteger(pairs) || pairs < 1) {
  usage('--contacts is a whole number from 1000 on, --pairs one from 1 on');
}
if (only !== undefined && !only.every((name) => SUBJECTS.includes(name))) {
  usage(`--only is one of ${SUBJECTS.join(', ')}, or several of them with commas between`);
}
const url = process.env.BENCH_DATABASE_URL;
if (url === undefined) usage('BENCH_DATABASE_URL is missing: start this with npm run bench');

const server = await benchServer(url);
const figures: Figure[] = [];
const stop = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => stop.abort(new Error(`stopped by ${signal}`)));
try {
  const subjects = serverSubjects(server, {
    contacts,
    pairs,
    now: new Date(),
    say: (text) => console.error(text),
  });
  const measure = async (subject: Subject): Promise<Figure[]> => {
    if (subject === 'embedded') return await embeddedFigures(pairs);
    if (subject === 'http-embedded') return await embeddedHttpFigures();
    return await subjects[subject]();
  };
  for (const subject of SUBJECTS.filter((name) => only === undefined || only.includes(name))) {
    stop.signal.throwIfAborted();
    console.error(`${subject} …`);
    figures.push(...(await measure(subject)));
  }
  const machine = `${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}, ${Math.round(totalmem() / 2 ** 30)} GB`;
  console.log(
    `${machine}; PostgreSQL ${await server.version()}; Node.js ${process.version}; ${contacts.toLocaleString('en')} contacts\n`,
  );
  console.log(table(figures));
  if (!figures.every(keepsLimit)) process.exitCode = 1;
} finally {
  await server.close();
}

function usage(text: string): never {
  console.error(`bench: ${text}`);
  process.exit(2);
}
