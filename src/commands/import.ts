import { stat } from 'node:fs/promises';
import { Argument, type Command } from 'commander';
import { type ImportResult, importFile, importKinds, type Kind } from '../import/import.ts';
import { progressBar, untilInterrupted } from './output.ts';
import { withInstitution } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('import')
    .description('import a CSV file: all of it, or nothing where a row is wrong')
    .addArgument(new Argument('<kind>', 'what the file holds').choices(importKinds))
    .argument('<file.csv>', 'UTF-8, comma or semicolon, its first line names the columns')
    .option('--institution <slug>')
    .option('--dry-run', 'check the whole file and write nothing')
    .action(
      async (
        kind: Kind,
        file: string,
        { institution: slug, dryRun = false }: { institution?: string; dryRun?: boolean },
      ) => {
        await withInstitution(slug, async ({ database, institution }) => {
          const size = (await stat(file).catch(() => undefined))?.size ?? 0;
          const progress = progressBar('bytes');
          const interrupted = untilInterrupted();
          const result = await importFile(database, institution, kind, file, {
            now: new Date(),
            dryRun,
            cancel: interrupted.signal,
            onProgress: (bytes) => progress.show(bytes, size),
          }).finally(() => {
            progress.stop();
            interrupted.done();
          });
          console.log(summary(kind, result, dryRun));
        });
      },
    );
}

function summary(
  kind: Kind,
  { rows, inserted, updated, unchanged, refused }: ImportResult,
  dryRun: boolean,
): string {
  const count = (number: number) => number.toLocaleString('en');
  const noun = (number: number) => (number === 1 ? '1 row' : `${count(number)} rows`);
  const lines = [
    `${kind}: ${noun(rows)}, ${count(inserted)} new, ${count(updated)} changed, ${count(unchanged)} unchanged` +
      (dryRun ? ' (dry run: nothing was written)' : ''),
  ];
  if (refused.count > 0) {
    const more = refused.count > refused.lines.length ? ', …' : '';
    const where = `${refused.count === 1 ? 'line' : 'lines'} ${refused.lines.join(', ')}${more}`;
    lines.push(`${noun(refused.count)} refused: their contact was erased (${where})`);
  }
  return lines.join('\n');
}
