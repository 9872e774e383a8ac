import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { Liquid } from 'liquidjs';
import { type Locale, type Spoken, spokenDate, spokenMoney } from '../customers/customers.ts';
import type { Look } from './look.ts';
import { say } from './words.ts';

const folder = new URL('../../shop/', import.meta.url);
const defaults: Record<string, string> = Object.fromEntries(
  readdirSync(folder)
    .filter((name) => name.endsWith('.liquid') || name.endsWith('.css'))
    .map((name) => [name, readFileSync(new URL(name, folder), 'utf8')]),
);

/** A venue's template may not take longer, nor more memory: it is not ours. */
const LIMITS = { renderLimit: 1000, memoryLimit: 10_000_000, parseLimit: 1_000_000 };
/** So many shops, in two languages. */
const MOST_ENGINES = 200;

const engines = new Map<string, Liquid>();

/** Everything is escaped but what a template marks as `raw`; a template reaches values only, never code. */
function engineOf(shop: Look, locale: Locale, templates: Record<string, string>, key: string): Liquid {
  const found = engines.get(key);
  if (found !== undefined) return found;
  if (engines.size >= MOST_ENGINES) engines.clear();
  const engine = new Liquid({
    templates,
    extname: '.liquid',
    cache: true,
    ownPropertyOnly: true,
    outputEscape: 'escape',
    strictFilters: true,
    ...LIMITS,
  });
  const { institution } = shop;
  engine.registerFilter('t', (name: string, ...filled: [string, unknown][]) =>
    say(locale, name, Object.fromEntries(filled)),
  );
  engine.registerFilter('money', (money) => spokenMoney(locale, money));
  for (const as of ['moment', 'day', 'date', 'time', 'month', 'short'] as const satisfies Spoken[]) {
    engine.registerFilter(as, (at) => (at ? spokenDate(locale, institution, as, new Date(at)) : ''));
  }
  // a list of numbers as options: in a loop of the template they were half of what the page took
  engine.registerFilter('options', {
    raw: true,
    handler: (numbers: number[], chosen: unknown) =>
      numbers
        .map(
          (one) =>
            `<option${Number(chosen) === one && chosen !== '' ? ' selected' : ''}>${Number(one)}</option>`,
        )
        .join(''),
  });
  engine.registerFilter('iso', (at) => (at ? new Date(at).toISOString() : ''));
  engines.set(key, engine);
  return engine;
}

/**
 * Renders a page of a shop: with the venue's templates, and with the shop's own where those cannot be rendered.
 * @param page the name of a template, such as `basket`
 * @param onFailure is told that a template of the venue does not work
 */
export function render(
  shop: Look,
  locale: Locale,
  page: string,
  data: object,
  onFailure: (error: Error) => void = () => {},
): string {
  const own = Object.keys(shop.templates).length > 0;
  if (own) {
    try {
      const templates = { ...defaults, ...shop.templates };
      const key = `${shop.slug} ${locale} ${shop.version}`;
      return engineOf(shop, locale, templates, key).renderFileSync(page, data);
    } catch (error) {
      onFailure(error as Error);
    }
  }
  const { timeZone } = shop.institution;
  return engineOf(shop, locale, defaults, `${locale} ${timeZone}`).renderFileSync(page, data);
}

/** What a venue's colours become; by night the shop keeps its own but for the accent. */
const COLOURS: Record<string, (colour: string) => string> = {
  accent: (colour) =>
    `--accent: ${colour}; --on-accent: ${isLight(colour) ? '#16233a' : '#ffffff'}; --link: var(--ink);`,
  background: (colour) => `--paper: light-dark(${colour}, #10151d);`,
  text: (colour) => `--ink: light-dark(${colour}, #e8ebf1);`,
};

/** Whether dark letters are read better on it (relative luminance of WCAG 2.2). */
function isLight(colour: string): boolean {
  const [red, green, blue] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(colour.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  }) as [number, number, number];
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.36;
}

interface Style {
  css: string;
  /** Changes with it: browsers keep it for good. */
  version: string;
}

const styles = new WeakMap<Look, Style>();

/** The style sheet of a shop: the venue's own or ours, with the colours of its theme. */
export function styleOf(shop: Look): Style {
  const kept = styles.get(shop) ?? writeStyle(shop);
  styles.set(shop, kept);
  return kept;
}

function writeStyle(shop: Look): Style {
  const colours = Object.entries(COLOURS).flatMap(([name, write]) => {
    const colour = shop.theme[name] ?? '';
    return /^#[0-9a-f]{6}$/i.test(colour) ? [write(colour)] : [];
  });
  const theme = colours.length > 0 ? `\n:root { ${colours.join(' ')} }\n` : '';
  const css = (shop.templates['style.css'] ?? defaults['style.css'] ?? '') + theme;
  return { css, version: createHash('sha256').update(css).digest('base64url').slice(0, 12) };
}
