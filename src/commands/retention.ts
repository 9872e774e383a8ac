import type { Command } from 'commander';
import type { Institution } from '../institutions/institutions.ts';
import {
  cancelRun,
  type JournalLine,
  type RunSummary,
  readJournal,
  runRetention,
  selectRun,
  selectRuns,
} from '../retention/retention.ts';
import { runNumber, wholeNumber } from './arguments.ts';
import { confirm, sealWarning } from './confirm.ts';
import { type Format, formatOption, printRows, progressBar, write } from './output.ts';
import { type Session, withInstitution } from './with-database.ts';

interface RunCommandOptions {
  months: number;
  prospectMonths?: number;
  real?: boolean;
  asOf?: string;
  yes?: boolean;
  format: Format;
  institution?: string;
}

/** The columns of the contract, with their widths in a table. */
const JOURNAL: Record<keyof JournalLine, number> = {
  contact_number: 14,
  kind: 10,
  outcome: 9,
  reason: 10,
  recency: 10,
  recency_source: 16,
  recency_organisation: 24,
};

export function register(program: Command): void {
  const retention = program
    .command('retention')
    .description('erase contacts that have been inactive for long');
  retention
    .command('run')
    .description('one run of the retention batch; a simulation unless --real')
    .option('--months <n>', 'calendar months of inactivity', wholeNumber, 36)
    .option(
      '--prospect-months <n>',
      'of prospects, where they have another; --months is then of customers',
      wholeNumber,
    )
    .option('--real', 'erase; finishes an interrupted real run first, with its own parameters')
    .option('--as-of <day>', 'day of the run, YYYY-MM-DD (default: today)')
    .option('--yes', 'do not ask for confirmation')
    .option('--institution <slug>')
    .addOption(formatOption())
    .action(async (options: RunCommandOptions) => {
      await withInstitution(options.institution, async (session) => await run(session, options));
    });
  retention
    .command('runs')
    .description('past runs, the newest first')
    .option('--institution <slug>')
    .addOption(formatOption())
    .action(async ({ institution: slug, format }: { institution?: string; format: Format }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        const runs = await selectRuns(database, institution);
        if (format === 'json') await write(`${JSON.stringify(runs.map(printable), null, 2)}\n`);
        else await printRows(format, RUNS, portion(runs.map(row)));
      });
    });
  retention
    .command('journal')
    .description('the journal of a run: internal order of the walk, never names')
    .argument('<run>', 'number of the run', runNumber)
    .option('--institution <slug>')
    .addOption(formatOption())
    .action(
      async (runId: number, { institution: slug, format }: { institution?: string; format: Format }) => {
        await withInstitution(slug, async ({ database, institution }) => {
          await selectRun(database, institution, runId);
          await printRows<JournalLine>(format, JOURNAL, readJournal(database, institution, runId));
        });
      },
    );
  retention
    .command('cancel')
    .description('stop a run after the range it is at; what was erased stays erased')
    .argument('<run>', 'number of the run', runNumber)
    .option('--institution <slug>')
    .action(async (runId: number, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        await cancelRun(database, institution, runId, { actor: 'command-line', now: new Date() });
        console.log(`run ${runId} is asked to stop`);
      });
    });
}

async function run(
  { config, database, institution }: Session & { institution: Institution },
  options: RunCommandOptions,
) {
  if (options.real && !options.yes) {
    const final = await sealWarning(database, institution);
    await confirm(
      `Inactive contacts of ${institution.slug} will be erased for good.${final}`,
      institution.slug,
    );
  }
  const bar = progressBar('contacts');
  const cancel = new AbortController();
  process.once('SIGINT', () => cancel.abort());
  try {
    const result = await runRetention(database, institution, {
      mode: options.real ? 'real' : 'simulation',
      months: options.months,
      prospectMonths: options.prospectMonths,
      asOf: options.asOf,
      now: new Date(),
      ledgerFile: config.ledgerFile,
      patienceSeconds: config.databasePatienceSeconds,
      cancel: cancel.signal,
      ...(process.stderr.isTTY ? { onProgress: ({ done, total }) => bar.show(done, total) } : {}),
    });
    bar.stop();
    if (result.months !== options.months || result.prospectMonths !== options.prospectMonths) {
      console.error(
        `Run ${result.run} had been interrupted: it was finished with its own parameters, ${durationsInWords(result)}.`,
      );
    }
    if (options.yes && result.mode === 'real' && !result.sealed) {
      console.error('No seal key is set: the erasure is final, support cannot recover anybody.');
    }
    if (options.format === 'json') await write(`${JSON.stringify(contractual(result))}\n`);
    else if (options.format === 'csv')
      await printRows<JournalLine>('csv', JOURNAL, readJournal(database, institution, result.run));
    else await write(inWords(result));
  } finally {
    bar.stop();
  }
}

const contractual = ({
  run,
  mode,
  asOf,
  months,
  cutoff,
  prospectMonths,
  prospectCutoff,
  scope,
  counts,
  seconds,
}: RunSummary) => ({
  run,
  mode,
  asOf,
  months,
  cutoff,
  ...(prospectMonths === undefined ? {} : { prospectMonths, prospectCutoff }),
  counts: scope.kind === 'inactive' ? { ...counts, spare: ofInactive(counts.spare) } : counts,
  seconds,
});

/** Whoever has a ticket to come is active by it: only where activity is ignored is it a reason of its own. */
const ofInactive = ({ 'tickets-to-come': _, ...spare }: RunSummary['counts']['spare']) => spare;

const printable = ({ startedAt, endedAt, ...summary }: RunSummary) => ({
  ...summary,
  startedAt: startedAt.toISOString(),
  endedAt: endedAt?.toISOString() ?? null,
});

const durationsInWords = ({ scope, months, prospectMonths }: RunSummary) =>
  scope.kind === 'selection'
    ? `a selection of ${scope.contacts} contacts`
    : scope.kind === 'criterion'
      ? `the contacts with yes at “${scope.criterion.name}”`
      : prospectMonths === undefined
        ? `${months} months`
        : `${months} months for customers and ${prospectMonths} for prospects`;

function inWords(summary: RunSummary): string {
  const { counts } = summary;
  const n = (count: number) => count.toLocaleString('en').padStart(11);
  const prospects =
    summary.prospectCutoff === undefined ? '' : ` (customers) or ${summary.prospectCutoff} (prospects)`;
  const real = summary.mode === 'real';
  const spared = Object.entries(counts.spare)
    .filter(([, count]) => count > 0)
    .map(([reason, count]) => `${n(count)}  spared: ${reason}\n`);
  return [
    `Run ${summary.run}, ${real ? 'real' : 'simulation'}, ${summary.state}, as of ${summary.asOf}, ${durationsInWords(summary)}: `,
    summary.scope.kind === 'inactive'
      ? `inactive means no activity since before ${summary.cutoff}${prospects}\n`
      : 'activity is ignored\n',
    `${n(counts.contacts)}  individuals and relays (${counts.recomputed.toLocaleString('en')} recencies recomputed)\n`,
    `${n(counts.inactive)}  inactive\n`,
    `${n(counts.delete)}  ${real ? 'deleted' : 'would be deleted'} (prospects)\n`,
    `${n(counts.anonymise)}  ${real ? 'anonymised' : 'would be anonymised'} (customers)\n`,
    ...spared,
    `It took ${summary.seconds.toFixed(1)} s. Who and why: rappel retention journal ${summary.run}\n`,
  ].join('');
}

const RUNS = {
  run: 6,
  type: 9,
  mode: 10,
  state: 9,
  as_of: 10,
  months: 6,
  cutoff: 10,
  contacts: 10,
  inactive: 9,
  deleted: 9,
  anonymised: 10,
  spared: 7,
  started_at: 20,
};

const row = (summary: RunSummary) => ({
  run: summary.run,
  type: summary.type,
  mode: summary.mode,
  state: summary.state,
  as_of: summary.asOf,
  months: summary.months,
  cutoff: summary.cutoff,
  contacts: summary.counts.contacts,
  inactive: summary.counts.inactive,
  deleted: summary.counts.delete,
  anonymised: summary.counts.anonymise,
  spared: Object.values(summary.counts.spare).reduce((sum, count) => sum + count, 0),
  started_at: summary.startedAt.toISOString().slice(0, 19),
});

async function* portion<T>(rows: T[]): AsyncGenerator<T[]> {
  if (rows.length > 0) yield rows;
}
