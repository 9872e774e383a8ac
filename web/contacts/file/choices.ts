import countryToCurrency from 'country-to-currency';

/** Languages that a venue's public speaks; another one that a file has is shown, too. */
const LANGUAGES = [
  'fr',
  'de',
  'it',
  'en',
  'rm',
  'es',
  'pt',
  'nl',
  'sq',
  'sr',
  'hr',
  'tr',
  'pl',
  'uk',
  'ru',
  'ar',
  'fa',
  'ta',
  'ti',
  'zh',
  'ja',
];

const named = (codes: string[], type: 'language' | 'region', language: string) => {
  const names = new Intl.DisplayNames(language, { type, fallback: 'code' });
  return codes
    .map((value) => ({ value, label: nameOf(names, value) }))
    .sort((one, other) => one.label.localeCompare(other.label, language));
};

/** A code that somebody made up is shown as it is. */
function nameOf(names: Intl.DisplayNames, code: string): string {
  try {
    return names.of(code) ?? code;
  } catch {
    return code;
  }
}

export const countries = (language: string, present: string) =>
  named([...new Set([...Object.keys(countryToCurrency), ...(present ? [present] : [])])], 'region', language);

export const languages = (language: string, present: string) =>
  named([...new Set([...LANGUAGES, ...(present ? [present] : [])])], 'language', language);

export const countryName = (code: string, language: string) =>
  nameOf(new Intl.DisplayNames(language, { type: 'region', fallback: 'code' }), code);

export const languageName = (code: string, language: string) =>
  nameOf(new Intl.DisplayNames(language, { type: 'language', fallback: 'code' }), code);
