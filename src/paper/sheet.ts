import { Paper } from './pdf.ts';

/** A text in sections, the same on the screen, as HTML and on paper. */
export interface Sheet {
  title: string;
  intro: string[];
  sections: SheetSection[];
}

export interface SheetSection {
  title: string;
  paragraphs: string[];
  /** Labels, each with what there is to say of it. */
  facts: { label: string; text: string }[];
}

interface Made {
  author: string;
  language: 'fr' | 'en';
  madeAt: Date;
}

export function sheetAsPdf({ title, intro, sections }: Sheet, made: Made): PDFKit.PDFDocument {
  const paper = new Paper({ title, ...made });
  for (const text of intro) paper.paragraph(text);
  for (const section of sections) {
    paper.heading(2, section.title);
    for (const text of section.paragraphs) paper.paragraph(text);
    if (section.facts.length > 0) paper.facts(section.facts.map(({ label, text }) => [label, text]));
  }
  return paper.end();
}

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2a41; --quiet: #5b677a; --line: #d5dae2; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --quiet: #a7b0c0; --line: #3a4354; --paper: #12161d; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 24px 16px 64px; max-width: 760px; }
h1 { font-size: 28px; line-height: 1.2; } h2 { font-size: 20px; margin-top: 40px; border-bottom: 1px solid var(--line); }
dl > div { display: grid; grid-template-columns: 190px 1fr; gap: 16px; padding: 4px 0; } dt { color: var(--quiet); } dd { margin: 0; overflow-wrap: anywhere; white-space: pre-line; }
@media (max-width: 560px) { dl > div { grid-template-columns: 1fr; gap: 0; } }
@media print { body { max-width: none; font-size: 11px; } h2 { break-after: avoid; } }
`;

export function sheetAsHtml({ title, intro, sections }: Sheet, language: 'fr' | 'en'): string {
  const paragraphs = (texts: string[]) => texts.map((text) => `<p>${escaped(text)}</p>\n`).join('');
  const facts = (section: SheetSection) =>
    section.facts.length === 0
      ? ''
      : `<dl>\n${section.facts.map(({ label, text }) => `<div><dt>${escaped(label)}</dt><dd>${escaped(text)}</dd></div>\n`).join('')}</dl>\n`;
  const body = sections.map(
    (section) =>
      `<section><h2>${escaped(section.title)}</h2>\n${paragraphs(section.paragraphs)}${facts(section)}</section>\n`,
  );
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${paragraphs(intro)}${body.join('')}</main>
</body>
</html>
`;
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const SIGNS = /[&<>"']/g;
/** Text as it stands in HTML. */
export const escaped = (text: string): string => text.replace(SIGNS, (sign) => ENTITIES[sign] as string);
