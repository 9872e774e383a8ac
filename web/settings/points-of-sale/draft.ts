import type { PointOfSale } from './queries.ts';

export const LOCALES = ['fr', 'en'] as const;
export const TEXTS = ['title', 'welcome', 'contact', 'footer'] as const;
export const COLOURS = ['accent', 'background', 'text'] as const;

/** A point of sale as the form has it. */
export interface Draft {
  name: string;
  slug: string;
  state: PointOfSale['state'];
  policyAddress: string;
  texts: PointOfSale['texts'];
  theme: PointOfSale['theme'];
  onlinePayment: boolean;
  payAtCounter: boolean;
  optionDays: number | string;
  reservationDays: number | string;
}

export const NEW: Draft = {
  name: '',
  slug: '',
  state: 'open',
  policyAddress: '',
  texts: {},
  theme: {},
  onlinePayment: false,
  payAtCounter: true,
  optionDays: 7,
  reservationDays: 14,
};

export const draftOf = (point: PointOfSale): Draft => ({
  name: point.name,
  slug: point.slug ?? '',
  state: point.state,
  policyAddress: point.policy?.address ?? '',
  texts: point.texts,
  theme: point.theme,
  onlinePayment: point.onlinePayment,
  payAtCounter: point.payAtCounter,
  optionDays: point.optionDays,
  reservationDays: point.reservationDays,
});

/** As the API wants it; what is empty is left out. */
export function wantedOf(draft: Draft, kind: PointOfSale['kind']) {
  const texts: PointOfSale['texts'] = {};
  for (const locale of LOCALES) {
    const filled = Object.fromEntries(
      Object.entries(draft.texts[locale] ?? {}).filter(([, text]) => text?.trim()),
    );
    if (Object.keys(filled).length > 0) texts[locale] = filled;
  }
  return {
    name: draft.name,
    slug: kind === 'shop' ? draft.slug : null,
    state: draft.state,
    policyAddress: draft.policyAddress.trim() || null,
    texts,
    theme: Object.fromEntries(
      Object.entries(draft.theme).filter(([, colour]) => isColour(colour)),
    ) as Draft['theme'],
    onlinePayment: draft.onlinePayment,
    payAtCounter: draft.payAtCounter,
    optionDays: Number(draft.optionDays) || 0,
    reservationDays: Math.max(1, Number(draft.reservationDays) || 1),
  };
}

/** Whether it is a whole colour, and not one that is being typed. */
export const isColour = (text: string | undefined): text is string =>
  text !== undefined && /^#[0-9a-f]{6}$/i.test(text);

/** The tab on which something is still missing. */
export function missingOn(draft: Draft, kind: PointOfSale['kind']): 'general' | 'internet' | undefined {
  if (draft.name.trim() === '') return 'general';
  return kind === 'shop' && draft.slug.trim() === '' ? 'internet' : undefined;
}

/** A field on a tab out of sight cannot say that it is required: the tab is shown first. */
export function showMissing(form: HTMLFormElement, showTab: () => void): void {
  showTab();
  setTimeout(() => form.reportValidity(), 50);
}

/** Contrast of two colours by WCAG 2, from 1 to 21. @param one #rrggbb */
export function contrast(one: string, other: string): number {
  const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a) as [number, number];
  return (light + 0.05) / (dark + 0.05);
}

function luminance(colour: string): number {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
