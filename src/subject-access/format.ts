import { aboutWords } from './about-words.ts';
import { type Language, meanings } from './words.ts';

const LOCALES = { fr: 'fr', en: 'en-GB' };

/** A performance, as the extract has it. */
interface Performance {
  product: string;
  startsAt: string | null;
  endsAt: string | null;
  venue: string | null;
}

const isPerformance = (value: unknown): value is Performance =>
  typeof value === 'object' && value !== null && 'product' in value && 'startsAt' in value;

/** What values look like for a person, in a language and time zone. Formatters are slow to make: one set an extract. */
export function createFormat(language: Language, timeZone: string) {
  const locale = LOCALES[language];
  const dayFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeZone: 'UTC' });
  const momentFormat = new Intl.DateTimeFormat(locale, { dateStyle: 'long', timeStyle: 'short', timeZone });
  const countries = new Intl.DisplayNames(locale, { type: 'region' });
  const numberFormat = new Intl.NumberFormat(locale);
  const moneyFormats = new Map<string, Intl.NumberFormat>();
  /** French writes the first of a month 1er; Intl does not. */
  const first = (text: string) => (language === 'fr' ? text.replace(/^1(?=\s)/, '1er') : text);
  // ten thousand orders have few days and prices, and to format one takes longer than to remember it
  const moment = remembered((value: number) => first(momentFormat.format(value)));
  const day = remembered((value: string) => first(dayFormat.format(new Date(`${value}T12:00:00Z`))));

  const money = remembered((amount: string): string => {
    const [minor, currency = ''] = amount.split(' ');
    let format = moneyFormats.get(currency);
    if (format === undefined) {
      format = new Intl.NumberFormat(locale, { style: 'currency', currency });
      moneyFormats.set(currency, format);
    }
    return format.format(Number(minor) / 10 ** (format.resolvedOptions().maximumFractionDigits ?? 2));
  });

  /** @param column as `table.column`; @param currency of the row, where it has one */
  function value(value: unknown, column: string, currency: unknown): string {
    if (value === null || value === '') return '';
    if (typeof value === 'boolean') return aboutWords[language][value ? 'yes' : 'no'];
    if (typeof value === 'number') {
      return column.endsWith('_minor') && typeof currency === 'string' && /^[A-Z]{3}$/.test(currency)
        ? money(`${value} ${currency}`)
        : numberFormat.format(value);
    }
    if (value instanceof Date) return moment(value.getTime());
    if (isPerformance(value)) {
      const at = value.startsAt ?? value.endsAt;
      return [value.product, at === null ? null : moment(Date.parse(at)), value.venue]
        .filter((part) => part !== null)
        .join(', ');
    }
    const text = String(value);
    if (column === 'contacts.country' && /^[A-Z]{2}$/.test(text)) return countries.of(text) ?? text;
    const meaning = meanings[column];
    if (meaning !== undefined)
      return Object.hasOwn(meaning, text) ? (meaning[text]?.[language] ?? text) : text;
    return /^\d{4}-\d{2}-\d{2}$/.test(text) && /_(on|date|until)$|\.recency$/.test(column) ? day(text) : text;
  }

  return { moment: (when: Date) => moment(when.getTime()), value };
}

function remembered<Value>(write: (value: Value) => string): (value: Value) => string {
  const known = new Map<Value, string>();
  return (value) => {
    let text = known.get(value);
    if (text === undefined) {
      text = write(value);
      known.set(value, text);
    }
    return text;
  };
}
