/** The digits that a currency has after the point. */
export const digitsOf = (currency: string): number =>
  new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;

/** @returns minor units of what was typed, with a point or a comma; undefined where it is no amount */
export function readAmount(typed: string, currency: string): number | undefined {
  const found = /^(\d{1,9})(?:[.,](\d*))?$/.exec(typed.replaceAll(/[\s’']/g, ''));
  if (found === null) return undefined;
  const digits = digitsOf(currency);
  const fraction = found[2] ?? '';
  if (fraction.length > digits) return undefined;
  return Number(found[1]) * 10 ** digits + Number(fraction.padEnd(digits, '0') || 0);
}

/** As a field holds it. */
export const writeAmount = (minor: number, currency: string): string =>
  (minor / 10 ** digitsOf(currency)).toFixed(digitsOf(currency));
