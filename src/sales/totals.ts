import type { Money } from './shapes.ts';

/** A sum per currency, without those that come to nothing. */
export function totalsOf(amounts: Iterable<Money>): Money[] {
  const totals = new Map<string, number>();
  for (const { amountMinor, currency } of amounts) {
    totals.set(currency, (totals.get(currency) ?? 0) + amountMinor);
  }
  return [...totals]
    .filter(([, amountMinor]) => amountMinor !== 0)
    .map(([currency, amountMinor]) => ({ amountMinor, currency }));
}
