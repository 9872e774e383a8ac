import { escaped } from '../paper/paper.ts';
import { aboutWords } from './about-words.ts';
import type { Content, Subject } from './content.ts';
import { PHOTO } from './files.ts';
import type { Language } from './words.ts';

const STYLE = `
:root { color-scheme: light dark; --ink: #1b2a41; --quiet: #5b677a; --line: #d5dae2; --paper: #fff; }
@media (prefers-color-scheme: dark) { :root { --ink: #e6eaf2; --quiet: #a7b0c0; --line: #3a4354; --paper: #12161d; } }
body { font: 16px/1.5 system-ui, sans-serif; color: var(--ink); background: var(--paper); margin: 0 auto; padding: 24px 16px 64px; max-width: 1240px; }
h1 { font-size: 28px; line-height: 1.2; } h2 { font-size: 22px; margin-top: 48px; border-bottom: 1px solid var(--line); } h3 { font-size: 17px; margin: 28px 0 8px; }
p { max-width: 70ch; } .quiet { color: var(--quiet); } a { color: inherit; }
dl { display: grid; grid-template-columns: repeat(auto-fill, minmax(230px, 1fr)); gap: 12px 24px; margin: 0; } dt { color: var(--quiet); font-size: 13px; } dd { margin: 0; white-space: pre-wrap; overflow-wrap: anywhere; }
.wide { overflow-x: auto; } table { border-collapse: collapse; min-width: max-content; font-size: 14px; font-variant-numeric: tabular-nums; } th, td { text-align: start; vertical-align: top; padding: 6px 16px 6px 0; border-bottom: 1px solid var(--line); white-space: pre-wrap; min-width: 6em; max-width: 24em; overflow-wrap: anywhere; } th { color: var(--quiet); font-weight: 600; font-size: 13px; }
img { max-width: 200px; border-radius: 8px; } nav ul { columns: 2 260px; padding-inline-start: 20px; }
@media print { body { max-width: none; font-size: 11px; }   .wide { overflow: visible; } table { min-width: 0; } nav { display: none; } }
`;

/** The page of an extract that a person reads, piece by piece; it needs nothing beside it but the photo. */
export function* page(
  { title, intro, parts, missing, about }: Content,
  language: Language,
): Generator<string> {
  const words = aboutWords[language];
  yield `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escaped(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<main>
<h1>${escaped(title)}</h1>
${paragraphs(intro)}<nav aria-label="${escaped(words.contents)}"><ul>
`;
  for (const { name, title } of parts.flatMap(({ subjects }) => subjects)) {
    yield `<li><a href="#${name}">${escaped(title)}</a></li>\n`;
  }
  yield '</ul></nav>\n';
  for (const { title, subjects } of parts) {
    yield `<h2>${escaped(title)}</h2>\n`;
    for (const subject of subjects) {
      yield `<section id="${subject.name}">\n<h3>${escaped(subject.title)}</h3>\n`;
      yield* subject.count === 1 ? facts(subject, words.picture) : list(subject, words.picture);
      yield '</section>\n';
    }
  }
  if (missing !== null) yield `<p class="quiet">${escaped(missing)}</p>\n`;
  for (const { title, paragraphs: said } of about) yield `<h2>${escaped(title)}</h2>\n${paragraphs(said)}`;
  yield '</main>\n</body>\n</html>\n';
}

const paragraphs = (texts: string[]): string => texts.map((text) => `<p>${escaped(text)}</p>\n`).join('');

function* facts({ labels, rows }: Subject, picture: string): Generator<string> {
  const [row = []] = rows();
  yield '<dl>\n';
  for (const [at, label] of labels.entries()) {
    yield `<div><dt>${escaped(label)}</dt><dd>${cell(row[at] ?? '', picture)}</dd></div>\n`;
  }
  yield '</dl>\n';
}

function* list({ title, labels, rows }: Subject, picture: string): Generator<string> {
  yield `<div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><table>\n<thead><tr>`;
  yield `${labels.map((label) => `<th scope="col">${escaped(label)}</th>`).join('')}</tr></thead>\n<tbody>\n`;
  let portion = '';
  for (const row of rows()) {
    portion += '<tr>';
    for (const value of row) portion += `<td>${cell(value, picture)}</td>`;
    portion += '</tr>\n';
    if (portion.length < PORTION) continue;
    yield portion;
    portion = '';
  }
  yield `${portion}</tbody></table></div>\n`;
}

/** Letters that are handed to the zip at once: a piece per row took longer than its text. */
const PORTION = 50_000;

const cell = (value: string | Buffer, picture: string): string =>
  typeof value === 'string' ? escaped(value) : `<img src="${PHOTO}" alt="${escaped(picture)}">`;
