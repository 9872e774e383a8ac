/** One figure of the benchmark: what was measured, and the limit it must keep. */
export interface Figure {
  what: string;
  value: number;
  unit: string;
  limit?: { atMost: number } | { atLeast: number };
  /** The measurements that the figure was made of, in words. */
  from: string;
}

/** A Markdown table, one line per figure. */
export function table(figures: Figure[]): string {
  const rows = figures.map((figure) => [
    figure.what,
    `${number(figure.value)}${figure.unit === '' ? '' : ` ${figure.unit}`}`,
    limitInWords(figure),
    keepsLimit(figure) ? (figure.limit === undefined ? '' : 'yes') : '**no**',
    figure.from,
  ]);
  const lines = [
    ['Figure', 'Measured', 'Limit', 'Kept', 'From'],
    ['---', '--:', '--:', '---', '---'],
    ...rows,
  ];
  return `${lines.map((cells) => `| ${cells.join(' | ')} |`).join('\n')}\n`;
}

export function keepsLimit({ value, limit }: Figure): boolean {
  if (limit === undefined) return true;
  return 'atMost' in limit ? value <= limit.atMost : value >= limit.atLeast;
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : (upper + (sorted[middle - 1] as number)) / 2;
}

export function seconds(values: number[]): string {
  return `${values.map((value) => value.toFixed(2)).join(', ')} s`;
}

/** @returns how long the work took, in seconds, and what it gave */
export async function timed<T>(work: () => Promise<T>): Promise<{ took: number; result: T }> {
  const start = performance.now();
  const result = await work();
  return { took: (performance.now() - start) / 1000, result };
}

function limitInWords({ limit, unit }: Figure): string {
  if (limit === undefined) return '';
  const [sign, bound] = 'atMost' in limit ? ['≤', limit.atMost] : ['≥', limit.atLeast];
  return `${sign} ${number(bound)}${unit === '' ? '' : ` ${unit}`}`;
}

function number(value: number): string {
  return value.toLocaleString('en', { maximumFractionDigits: value >= 100 ? 0 : 2 });
}
