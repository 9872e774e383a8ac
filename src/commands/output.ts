import { once } from 'node:events';
import cliProgress from 'cli-progress';
import { Option } from 'commander';
import { stringify } from 'csv-stringify/sync';

export type Format = 'table' | 'csv' | 'json';

export const formatOption = () =>
  new Option('--format <format>').choices(['table', 'csv', 'json']).default('table');

/** Writes rows as they come. A table has columns of fixed width, so that it can be streamed; longer values are cut. */
export async function printRows<Row extends object>(
  format: Format,
  columns: Readonly<Record<keyof Row & string, number>>,
  portions: AsyncIterable<Row[]>,
): Promise<void> {
  const names = Object.keys(columns) as (keyof Row & string)[];
  const widths = names.map((name) => columns[name]);
  const line = (cells: string[]) =>
    `${cells
      .map((cell, i) => padded(cell, widths[i] as number))
      .join('  ')
      .trimEnd()}\n`;
  if (format === 'csv') await write(stringify([names]));
  if (format === 'table') await write(line(names) + line(widths.map((width) => '─'.repeat(width))));
  let first = true;
  for await (const rows of portions) {
    if (format === 'csv') await write(stringify(rows, { columns: names, escape_formulas: true }));
    else if (format === 'table') {
      await write(rows.map((row) => line(names.map((name) => String(row[name] ?? '')))).join(''));
    } else {
      await write((first ? '[\n' : ',\n') + rows.map((row) => JSON.stringify(row)).join(',\n'));
      first = false;
    }
  }
  if (format === 'json') await write(first ? '[]\n' : '\n]\n');
}

function padded(cell: string, width: number): string {
  const text = cell.replaceAll(/\p{C}+/gu, ' ');
  return text.length > width ? `${text.slice(0, width - 1)}…` : text.padEnd(width);
}

/** Writes to standard output and waits where the reader is slow, so that nothing piles up in memory. */
export async function write(text: string): Promise<void> {
  if (!process.stdout.write(text)) await once(process.stdout, 'drain');
}

/** A progress bar on a terminal; in a pipe there is none. */
export function progressBar(noun: string): { show(done: number, total: number): void; stop(): void } {
  if (!process.stderr.isTTY) return { show() {}, stop() {} };
  const bar = new cliProgress.SingleBar(
    {
      format: `{bar} {percentage} %  {value} of {total} ${noun}  {eta_formatted} left`,
      stream: process.stderr,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  );
  let started = false;
  // Whatever ends the process, the terminal gets its cursor back.
  const giveBack = () => bar.stop();
  process.once('exit', giveBack);
  return {
    show(done, total) {
      if (!started) bar.start(total, done);
      else bar.update(done);
      started = true;
    },
    stop() {
      process.off('exit', giveBack);
      bar.stop();
    },
  };
}

/**
 * Ctrl-C, as a signal to stop at the next good moment; a second one ends the process at once.
 * @returns also what gives Ctrl-C back
 */
export function untilInterrupted(): { signal: AbortSignal; done(): void } {
  const stop = new AbortController();
  const interrupt = () => {
    if (stop.signal.aborted) process.exit(130);
    stop.abort();
  };
  process.on('SIGINT', interrupt);
  return { signal: stop.signal, done: () => process.off('SIGINT', interrupt) };
}
