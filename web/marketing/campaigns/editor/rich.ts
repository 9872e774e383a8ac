import { parseDocument } from 'htmlparser2';

/** What stands in a piece of markup. */
export type ChildNode = ReturnType<typeof parseDocument>['children'][number];

const LIQUID = /\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g;
/** What the text field knows; a text with more than that is shown as its source. */
const TAGS = new Set(['p', 'strong', 'b', 'em', 'i', 'a', 'ul', 'ol', 'li', 'br']);
const HREF = /^(?:https?:\/\/|mailto:|tel:|\{\{)/i;

/** Where a link may lead: to the web, a mailbox, a telephone, or an address of the reader's own. */
export const isAddress = (href: string): boolean => HREF.test(href.trim());

/** Whether the text field can show this HTML and write it again without losing anything of it. */
export function isRich(html: string): boolean {
  if (html.includes('<!--')) return false;
  const liquid = html.match(LIQUID) ?? [];
  if (liquid.some((one) => /[<>&]/.test(one))) return false;
  return parseDocument(html, { decodeEntities: false }).children.every(isKnown);
}

function isKnown(node: ChildNode): boolean {
  if (node.type === 'text') return true;
  if (node.type !== 'tag' || !TAGS.has(node.name)) return false;
  const attributes = Object.entries(node.attribs);
  if (node.name === 'a') {
    if (attributes.length !== 1 || !isAddress(node.attribs.href ?? '')) return false;
  } else if (attributes.length > 0) return false;
  return node.children.every(isKnown);
}

export const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
export const unescaped = (text: string): string =>
  text
    .replaceAll('&quot;', '"')
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&nbsp;', '\u00a0')
    .replaceAll('&amp;', '&');

/** HTML for the text field: Liquid between the tags becomes an element that is moved and removed as a whole. */
export const withChips = (html: string): string =>
  html
    .trim()
    .replace(/<[^>]*>|\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\}/g, (found) =>
      found.startsWith('<') ? found : `<span data-liquid="${escaped(found)}"></span>`,
    );

/** And back: the elements become Liquid again. */
export const withoutChips = (html: string): string =>
  html
    .replace(/<span data-liquid="([^"]*)"[^>]*>[^<]*<\/span>/g, (_, liquid: string) => unescaped(liquid))
    .replace(/href="([^"]*)"/g, (_, href: string) => `href="${hrefOf(href)}"`);

/** Liquid in an address is Liquid, whatever stands around it is an attribute's. */
const hrefOf = (href: string): string =>
  href.replace(LIQUID, (liquid) => unescaped(liquid).replaceAll('"', "'"));

/** What somebody typed, as MJML takes it; Liquid stays Liquid, with the quotes that fit into an attribute. */
export const typed = (text: string): string =>
  text
    .split(/(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/)
    .map((part, at) => (at % 2 === 1 ? part.replaceAll('"', "'") : escaped(part)))
    .join('');
