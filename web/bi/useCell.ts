import { usePageWords } from '../words/pages.ts';
import type { DomainRow } from './queries.ts';

/** What a value of a domain looks like in a list: days and money as the language writes them, codes in words. */
export function useCell() {
  const { page, say, format } = usePageWords();
  const codes: Record<string, string> = { ...say.kinds, ...say.sources, ...page.bi.codes };
  const coded = new Set(['kind', 'status', 'recency_source', 'source', 'state']);
  const text = (name: string, value: string): string => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.shortDay(value);
    if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return format.instant(value);
    return coded.has(name) || /^(marketing|channel)_/.test(name) ? (codes[value] ?? value) : value;
  };
  return function cell(name: string, value: unknown, row: DomainRow): string {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') {
      const { currency } = row;
      return name === 'price_minor' && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
        ? format.money(value, currency)
        : format.number(value);
    }
    if (typeof value === 'string') return text(name, value);
    if (Array.isArray(value))
      return value.map((one) => (typeof one === 'object' ? balance(one) : String(one))).join(', ');
    return Object.entries(value)
      .map(([key, one]) => `${key}\u00a0: ${text('state', String(one))}`)
      .join(', ');
  };

  function balance(one: unknown): string {
    const { organisation, currency, amount_minor } = one as Record<string, string | number>;
    return `${organisation} ${format.money(Number(amount_minor), String(currency))}`;
  }
}
