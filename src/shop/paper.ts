import type { Locale } from '../customers/customers.ts';
import type { DomainError } from '../errors.ts';
import { render, styleOf } from './templates.ts';
import type { Answer, Asked, Page, Shown, Trouble, Visit } from './visit.ts';
import { hasWords, say } from './words.ts';

interface Sheet {
  /** Below the shop's address, such as `/basket`. */
  route: string;
  /** As it was asked for. */
  url: string;
  /** What a form on it brings back. */
  csrf: string;
}

/** A page as HTML: what it says itself, and what stands around every page. */
export function paper(visit: Visit, sheet: Sheet, answer: Shown, onFailure: (error: Error) => void): string {
  const { shop, locale, place, customer, basketId } = visit;
  const [path = '', query] = sheet.url.split('?');
  const asked = new URLSearchParams(query);
  const said = answer.said ?? asked.get('said');
  asked.delete('said');
  const other: Locale = locale === 'fr' ? 'en' : 'fr';
  asked.set('lang', other);
  const data = {
    ...answer.data,
    shop: {
      name: shop.name,
      organisation: shop.organisation,
      institution: shop.institution.name,
      policyAddress: shop.policyAddress,
      texts: shop.texts[locale] ?? shop.texts[other] ?? {},
      optionDays: shop.optionDays,
    },
    style: `${place.path}/style.css?v=${styleOf(shop).version}`,
    path: place.path,
    page: sheet.route,
    locale,
    other: { locale: other, href: `${path}?${asked}` },
    me: customer === undefined ? null : { name: customer.firstName ?? customer.email, email: customer.email },
    hasBasket: basketId !== undefined && answer.kept?.basket !== null,
    said: said !== null && hasWords(locale, `said.${said}`) ? said : null,
    csrf: sheet.csrf,
  };
  return render(shop, locale, answer.page, data, onFailure);
}

/** A page that says why there is none. */
export const refused = ({ code }: DomainError, status: number): Shown => ({
  page: 'message',
  status,
  data: { code },
});

/** The page of a form that was refused, with what is wrong and what was typed; passwords are typed again. */
export async function shownAgain(
  page: Page,
  visit: Visit,
  asked: Asked,
  { error, statusOf }: { error: DomainError; statusOf: (code: string) => number },
): Promise<Answer> {
  const { csrf: _csrf, password: _password, present: _present, ...typed } = asked.form;
  const trouble: Trouble = { code: error.code, fields: error.details, typed };
  const status = statusOf(error.code);
  const answer = await Promise.resolve(page.show(visit, asked, trouble)).catch(() => undefined);
  if (answer === undefined || !('page' in answer)) return refused(error, status);
  const words = hasWords(visit.locale, `errors.${error.code}`) ? `errors.${error.code}` : 'errors.other';
  const text = say(visit.locale, words);
  return { ...answer, status, data: { ...answer.data, trouble: { ...trouble, text } } };
}
