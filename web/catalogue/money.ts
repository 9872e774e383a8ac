/** How many digits a currency has after the point: 2 of CHF, 0 of JPY. */
export function digitsOf(currency: string): number {
  return (
    new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2
  );
}

/** @param typed in the currency's own unit; empty: no price @returns in minor units */
export function minorOf(typed: string | number, currency: string): number | undefined {
  if (typed === '') return undefined;
  const amount = Number(typed);
  return Number.isFinite(amount) ? Math.round(amount * 10 ** digitsOf(currency)) : undefined;
}

/** @returns what a field shows of an amount in minor units */
export function majorOf(amountMinor: number, currency: string): number {
  return amountMinor / 10 ** digitsOf(currency);
}
