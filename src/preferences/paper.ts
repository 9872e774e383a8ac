import { createHash } from 'node:crypto';
import type { Locale } from '../customers/customers.ts';
import { type Look, render, styleOf } from '../shop/shop.ts';

/** A page of a message, ready to be sent. */
export interface Sheet {
  status: number;
  html: string;
  /** What the browser may load and do on it (Content Security Policy): its own style, and its own form. */
  policy: string;
}

/** @param page the name of a template, such as `renewal` */
export function sheet(look: Look, locale: Locale, page: string, data: object, status = 200): Sheet {
  const other: Locale = locale === 'fr' ? 'en' : 'fr';
  const { css } = styleOf(look);
  const around = {
    institution: look.institution.name,
    texts: look.texts[locale] ?? look.texts[other] ?? {},
    policyAddress: look.policyAddress,
    locale,
    other,
    css,
  };
  const style = createHash('sha256').update(css).digest('base64');
  return {
    status,
    html: render(look, locale, page, { ...around, ...data }),
    policy: `default-src 'none'; style-src 'sha256-${style}'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'`,
  };
}
