import { readFileSync } from 'node:fs';
import { type Locale, locales } from '../customers/customers.ts';

type Words = { [key: string]: string | Words };

const folder = new URL('../../shop/locales/', import.meta.url);
const all = Object.fromEntries(
  locales.map((locale) => [
    locale,
    JSON.parse(readFileSync(new URL(`${locale}.json`, folder), 'utf8')) as Words,
  ]),
) as Record<Locale, Words>;

/**
 * A sentence of the shop. `{name}` is filled in; where there is a `count`, the words for one are `one`, the others
 * `other`, as the language counts.
 * @param key such as `basket.title`; one that is not there is given back as it is
 */
export function say(locale: Locale, key: string, filled: Record<string, unknown> = {}): string {
  let found: string | Words | undefined = all[locale];
  for (const part of key.split('.')) {
    found = typeof found === 'object' && Object.hasOwn(found, part) ? found[part] : undefined;
  }
  if (typeof found === 'object') {
    const form = new Intl.PluralRules(locale).select(Number(filled.count));
    found = (found[form] ?? found.other) as string | undefined;
  }
  if (typeof found !== 'string') return key;
  return found.replaceAll(/\{(\w+)\}/g, (_, name: string) => String(filled[name] ?? ''));
}

/** @returns whether the shop has words for it */
export const hasWords = (locale: Locale, key: string): boolean => say(locale, key) !== key;

/** The first language that the browser asks for and the shop speaks (RFC 9110, 12.5.4). */
export function preferred(header: string | undefined, otherwise: Locale): Locale {
  const asked = (header ?? '')
    .split(',')
    .map((part, place) => {
      const [tag = '', ...parameters] = part.trim().toLowerCase().split(';');
      const weight = parameters
        .find((one) => one.trim().startsWith('q='))
        ?.trim()
        .slice(2);
      return { language: tag.split('-')[0], weight: weight === undefined ? 1 : Number(weight), place };
    })
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || one.place - other.place);
  const found = asked.find(({ language }) => locales.some((locale) => locale === language));
  return (found?.language as Locale | undefined) ?? otherwise;
}

export const asLocale = (text: string | undefined): Locale | undefined =>
  locales.find((locale) => locale === text);
