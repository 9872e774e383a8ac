import { MOST_PROBLEMS, type TemplateProblem } from './liquid.ts';

/** The text of a campaign in one language. */
export interface Content {
  /** Liquid. */
  subject: string;
  /** Liquid: what a mail program shows beside the subject. */
  preheader: string;
  /** E-mail: MJML with Liquid; other channels: text with Liquid. */
  body: string;
  /** The plain part, Liquid; null: made from the body. */
  textBody: string | null;
}

/** A text made ready once, to be filled in for each recipient: Liquid, whose tracked addresses are `{{ l0 }}`, `{{ l1 }}` … */
export interface Compiled {
  html: string;
  text: string;
  /** The addresses in it; `l0` is the first. */
  urls: string[];
  problems: TemplateProblem[];
}

// Each of these takes a time that grows with the text and no faster: what is not closed goes on to the end (as in HTML), and
// an element ends before the next one begins.
const LIQUID = /\{\{[\s\S]*?(?:\}\}|$)|\{%[\s\S]*?(?:%\}|$)/g;
/** In compiled HTML an address that no Liquid stands in. */
const HREF = /(<a\b[^<>]*?\shref=")(https?:\/\/[^"{}]+)(")/gi;
const ANY_HREF = /<a\b[^<>]*?\shref="([^"]*)"/gi;
const TEXT_URL = /https?:\/\/[^\s<>"{}]*[^\s<>"{}.,;:!?)\]]/g;
/** With its quoted values, in which a `>` may stand. */
const PICTURE = /<(?:mj-image|mj-carousel-image|img)\b(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>/gi;
const COMMENTS = /<!--[\s\S]*?(?:-->|$)/g;
const DEFAULTS = /<mj-attributes>[\s\S]*?(?:<\/mj-attributes>|$)/g;
const SCRIPT =
  /\b(?:href|src)\s*=\s*(?:["']\s*)?(?:javascript|data|vbscript):|<script\b|\son[a-z]+\s*=\s*["']|<mj-include\b/gi;
/** A long message has a thousand; what reads them takes longer the more of them stand inside of each other. */
const MOST_ELEMENTS = 20_000;
/** Each selector of a style is looked for in each element. */
const STYLES = /<mj-style\b[\s\S]*?(?:<\/mj-style>|$)/gi;
const MOST_COMPARISONS = 500_000;
/** Of those inside of each other; more would take more than the stack of calls has. */
const DEEPEST = 500;

/**
 * Compiles MJML, with the Liquid in it left as it is: once per campaign and language, because it takes 5-30 ms. Nothing is
 * fetched or read for it, and no font from elsewhere is named, which would tell its host who reads.
 */
export async function compileMail(
  { body, preheader, textBody }: Content,
  language: string,
): Promise<Compiled> {
  const elements = body.split('<').length;
  if (elements > MOST_ELEMENTS) return unread(`more than ${MOST_ELEMENTS} elements`);
  if (elements * selectorsIn(body) > MOST_COMPARISONS)
    return unread('so many selectors in mj-style for so many elements');
  // Loaded when there is something to compile: half a second of every start otherwise.
  const { default: mjml2html } = await import('mjml');
  const problems = forbiddenIn(body);
  let html: string;
  try {
    const compiled = await mjml2html(body, {
      validationLevel: 'soft',
      keepComments: false,
      beautify: false,
      minify: false,
      fonts: {},
    });
    html = compiled.html;
    problems.push(...compiled.errors.map((error) => mjmlProblem(body, error)));
  } catch (error) {
    return unread((error as Error).message, problems);
  }
  problems.push(...lostLiquid(body, html), ...wrongAddresses(body, html), ...unspokenPictures(body));
  const urls = new Addresses();
  const linked = withPreheader(html.replaceAll('lang="und"', `lang="${language}"`), preheader).replace(
    HREF,
    (_, before, url, after) => `${before}{{ ${urls.name(url.replaceAll('&amp;', '&'))} }}${after}`,
  );
  const text =
    textBody === null ? await textOf(linked) : textBody.replace(TEXT_URL, (url) => `{{ ${urls.name(url)} }}`);
  return { html: linked, text, urls: urls.all, problems };
}

const selectorsIn = (body: string): number =>
  [...body.matchAll(STYLES)].reduce((count, [style]) => count + style.split(/[{,]/).length - 1, 0);

const unread = (about: string, problems: TemplateProblem[] = []): Compiled => ({
  html: '',
  text: '',
  urls: [],
  problems: [...problems, { code: 'mjml-not-read', line: null, column: null, about }],
});

/** For a channel without markup. */
export function compileText({ body }: Content): Compiled {
  const urls = new Addresses();
  const text = body.replace(TEXT_URL, (url) => `{{ ${urls.name(url)} }}`);
  return { html: '', text, urls: urls.all, problems: [] };
}

class Addresses {
  readonly all: string[] = [];

  name(url: string): string {
    const at = this.all.indexOf(url);
    return `l${at >= 0 ? at : this.all.push(url) - 1}`;
  }
}

function withPreheader(html: string, preheader: string): string {
  if (preheader.trim() === '') return html;
  const hidden =
    'display:none;max-height:0;max-width:0;opacity:0;overflow:hidden;font-size:1px;line-height:1px';
  return html.replace(
    /<body[^>]*>/,
    (body) => `${body}<div style="${hidden}">${escapeStatic(preheader)}</div>`,
  );
}

/** What a text says to everybody. */
export const withoutLiquid = (source: string): string => source.replaceAll(LIQUID, '');

/** The letters of a Liquid text that is put into HTML; what Liquid puts in is escaped by its engine. */
function escapeStatic(source: string): string {
  let last = 0;
  let escaped = '';
  for (const { 0: liquid, index } of source.matchAll(LIQUID)) {
    escaped += escapeHtml(source.slice(last, index)) + liquid;
    last = index + liquid.length;
  }
  return escaped + escapeHtml(source.slice(last));
}

export const escapeHtml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');

/** The plain part, with the address behind each link; Liquid stands in it as in the body. */
async function textOf(html: string): Promise<string> {
  const { convert } = await import('html-to-text');
  return convert(html, {
    wordwrap: false,
    limits: { maxDepth: DEEPEST },
    selectors: [
      { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['<', '>'] } },
      { selector: 'img', format: 'skip' },
      ...['h1', 'h2', 'h3'].map((selector) => ({ selector, options: { uppercase: false } })),
    ],
  });
}

function mjmlProblem(
  body: string,
  { line, message, tagName }: { line: number; message: string; tagName: string },
): TemplateProblem {
  const at = body.split('\n')[line - 1]?.indexOf(`<${tagName}`) ?? -1;
  return { code: 'mjml', line, column: at < 0 ? null : at + 1, about: `${tagName}: ${message}` };
}

/** MJML drops what stands between its elements: Liquid there would do nothing, in silence. */
function lostLiquid(body: string, html: string): TemplateProblem[] {
  const flat = (text: string) => text.replace(/\s+/g, ' ');
  const kept = new Map<string, number>();
  for (const [liquid] of html.matchAll(LIQUID)) kept.set(flat(liquid), (kept.get(flat(liquid)) ?? 0) + 1);
  const seen = new Map<string, number>();
  const lost: TemplateProblem[] = [];
  const searched = blanked(body, COMMENTS);
  for (const { 0: liquid, index } of searched.matchAll(LIQUID)) {
    if (lost.length === MOST_PROBLEMS) break;
    const count = (seen.get(flat(liquid)) ?? 0) + 1;
    seen.set(flat(liquid), count);
    if (count > (kept.get(flat(liquid)) ?? 0))
      lost.push({ code: 'unused-liquid', ...placeOf(body, index), about: liquid });
  }
  return lost;
}

/** A link that leads nowhere: an address that was begun, or a word where one should stand. */
function wrongAddresses(body: string, html: string): TemplateProblem[] {
  const found = new Set(Array.from(html.matchAll(ANY_HREF), ([, address = '']) => address));
  const wrong = [...found].filter(isWrong).slice(0, MOST_PROBLEMS);
  return wrong.map((address) => {
    const at = body.indexOf(`"${address}"`);
    return {
      code: 'address',
      ...(at < 0 ? { line: null, column: null } : placeOf(body, at + 1)),
      about: address,
    };
  });
}

function isWrong(address: string): boolean {
  const plain = address.replaceAll('&amp;', '&');
  if (/[{}]/.test(plain) || plain.startsWith('#')) return false;
  if (!/^(?:https?|mailto|tel):/i.test(plain)) return true;
  return !URL.canParse(plain) || (/^https?:/i.test(plain) && !new URL(plain).hostname.includes('.'));
}

/** A picture without words, for who does not see it; `alt=""` says that it is an ornament (WCAG 2.2, 1.1.1). */
function unspokenPictures(body: string): TemplateProblem[] {
  // what all pictures have in common is none
  const searched = blanked(blanked(body, COMMENTS), DEFAULTS);
  return [...searched.matchAll(PICTURE)]
    .filter(([tag]) => !/\salt\s*=/i.test(tag))
    .slice(0, MOST_PROBLEMS)
    .map(({ 0: tag, index }) => ({ code: 'no-alternative', ...placeOf(body, index), about: tag }));
}

/** A message runs nothing and includes nothing: what looks like it is an attempt or a mistake. */
function forbiddenIn(body: string): TemplateProblem[] {
  const found = [...body.matchAll(SCRIPT)].slice(0, MOST_PROBLEMS);
  return found.map(({ 0: script, index }) => ({
    code: 'script',
    ...placeOf(body, index),
    about: script.trim(),
  }));
}

/** Without what is not looked at, and each sign in its place. */
const blanked = (body: string, left: RegExp): string =>
  body.replace(left, (part) => part.replace(/[^\n]/g, ' '));

function placeOf(text: string, index: number): { line: number; column: number } {
  const before = text.slice(0, index).split('\n');
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
