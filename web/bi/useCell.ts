import { usePageWords } from '../words/pages.ts';
import type { BiColumn, DomainRow, Grouping, Measure } from './queries.ts';

/** What a value of a domain looks like: days and money as the language writes them, codes in words. */
export function useCell() {
  const { page, say, format, language } = usePageWords();
  const codes: Record<string, string> = { ...say.kinds, ...say.sources, ...page.bi.codes };
  const coded = new Set(['kind', 'status', 'recency_source', 'source', 'state']);
  const text = (name: string, value: string): string => {
    if (/^\d{4}-\d{2}-\d{2}$/.test(value)) return format.shortDay(value);
    if (/^\d{4}-\d{2}-\d{2}T.*Z$/.test(value)) return format.shortInstant(value);
    return coded.has(name) || /^(marketing_|channel_|criteria:)/.test(name) ? (codes[value] ?? value) : value;
  };

  function cell(name: string, value: unknown, row: DomainRow): string {
    if (value === null || value === undefined) return '';
    if (typeof value === 'number') {
      const { currency } = row;
      return name === 'price_minor' && isCurrency(currency)
        ? format.money(value, currency)
        : format.number(value);
    }
    if (typeof value === 'string') return text(name, value);
    if (Array.isArray(value))
      return value.map((one) => (typeof one === 'object' ? balance(one) : String(one))).join(', ');
    return Object.entries(value)
      .map(([key, one]) => `${key}\u00a0: ${text('state', String(one))}`)
      .join(', ');
  }

  function balance(one: unknown): string {
    const { organisation, currency, amount_minor } = one as Record<string, string | number>;
    return `${organisation} ${format.money(Number(amount_minor), String(currency))}`;
  }

  /** What a group is called. */
  function group({ column, by }: Grouping, value: string | null): string {
    if (value === null) return page.bi.none;
    if (by === 'year') return value.slice(0, 4);
    return by === 'month' ? format.month(value) : text(column, value);
  }

  /** @param currency of the row, where what is counted is money */
  function measured(
    { column }: Measure,
    value: number | string | null,
    currency: string | undefined,
  ): string {
    if (value === null) return '';
    if (typeof value === 'string') return text('', value);
    return column === 'price_minor' && isCurrency(currency)
      ? format.money(value, currency)
      : format.number(value);
  }

  /** What a measure is called: “Sum of price”. */
  function named({ what, column }: Measure, columns: BiColumn[]): string {
    const label = columns.find(({ name }) => name === column)?.label[language];
    // what is shown is money, whatever it is kept in
    return page.bi.measure(what, label?.replace(/ \((unités mineures|minor units)\)$/, ''));
  }
  return { cell, group, measured, named };
}

const isCurrency = (text: unknown): text is string => typeof text === 'string' && /^[A-Z]{3}$/.test(text);
