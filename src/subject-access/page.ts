import type { ExtractTable } from '../personal-data/personal-data.ts';
import { aboutWords, keptHowLong } from './about-words.ts';
import { PHOTO } from './files.ts';
import { createFormat } from './format.ts';
import type { Extract } from './gather.ts';
import { parts } from './words.ts';

type Format = ReturnType<typeof createFormat>;

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
export function* page(extract: Extract): Generator<string> {
  const { institution, language, madeAt, number, tables, months } = extract;
  const words = aboutWords[language];
  const format = createFormat(language, institution.timeZone);
  const byName = new Map(tables.map((table) => [table.table, table]));
  const known = parts.flatMap(({ title, tables: named }) => {
    const shown = Object.entries(named).flatMap(([name, say]) => {
      const table = byName.get(name);
      return table === undefined ? [] : [{ table, title: say[language] }];
    });
    return [
      { title: title[language], shown: shown.filter(({ table }) => table.rows.length > 0), all: shown },
    ];
  });
  const title = words.title(institution.name);

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
<p>${escaped(words.made(format.moment(madeAt), number))}</p>
<p>${escaped(words.files)}</p>
<nav aria-label="${escaped(words.contents)}"><ul>
`;
  const filled = known.flatMap(({ shown }) => shown);
  for (const { table, title } of filled) yield `<li><a href="#${table.table}">${escaped(title)}</a></li>\n`;
  yield '</ul></nav>\n';
  for (const { title, shown } of known) {
    if (shown.length === 0) continue;
    yield `<h2>${escaped(title)}</h2>\n`;
    for (const { table, title } of shown) {
      yield `<section id="${table.table}">\n<h3>${escaped(title)}</h3>\n`;
      yield* table.rows.length === 1 ? facts(table, extract, format) : list(table, title, extract, format);
      yield '</section>\n';
    }
  }
  const missing = known.flatMap(({ all }) => all).filter(({ table }) => table.rows.length === 0);
  if (missing.length > 0) {
    yield `<p class="quiet">${escaped(words.nothing)} ${escaped(missing.map(({ title }) => title.toLowerCase()).join(', '))}.</p>\n`;
  }
  const about = [...words.about];
  about.splice(2, 0, {
    title: keptHowLong[language],
    paragraphs: [months === null ? words.monthsUnknown : words.months(months)],
  });
  for (const { title, paragraphs } of about) {
    yield `<h2>${escaped(title)}</h2>\n${paragraphs.map((text) => `<p>${escaped(text)}</p>\n`).join('')}`;
  }
  const providers = byName.get('online_payments');
  const at = providers?.columns.findIndex(({ name }) => name === 'provider') ?? -1;
  const names = [...new Set(providers?.rows.map((row) => String(row[at])))];
  if (names.length > 0) yield `<p>${escaped(words.provider(names.join(', ')))}</p>\n`;
  yield '</main>\n</body>\n</html>\n';
}

/**
 * Columns that say something: one that is empty in every row is not shown, nor a currency beside its amount, nor a
 * product that every performance names already.
 */
function shownColumns({ columns, rows }: ExtractTable): number[] {
  const place = (name: string) => columns.findIndex((column) => column.name === name);
  const isEmpty = (value: unknown) => value === null || value === '';
  const performance = place('performance_id');
  const said = new Set<number>();
  if (columns.some(({ name }) => name.endsWith('_minor'))) said.add(place('currency'));
  if (performance >= 0 && rows.every((row) => !isEmpty(row[performance]))) said.add(place('product_id'));
  return columns.flatMap((_, at) => (said.has(at) || rows.every((row) => isEmpty(row[at])) ? [] : [at]));
}

function* facts(table: ExtractTable, extract: Extract, format: Format): Generator<string> {
  const [row = []] = table.rows;
  yield '<dl>\n';
  for (const at of shownColumns(table)) {
    yield `<div><dt>${escaped(labelOf(table, at, extract))}</dt><dd>${cell(table, row, at, extract, format)}</dd></div>\n`;
  }
  yield '</dl>\n';
}

function* list(table: ExtractTable, title: string, extract: Extract, format: Format): Generator<string> {
  const shown = shownColumns(table);
  yield `<div class="wide" tabindex="0" role="region" aria-label="${escaped(title)}"><table>\n<thead><tr>`;
  yield `${shown.map((at) => `<th scope="col">${escaped(labelOf(table, at, extract))}</th>`).join('')}</tr></thead>\n<tbody>\n`;
  for (const row of table.rows) {
    yield `<tr>${shown.map((at) => `<td>${cell(table, row, at, extract, format)}</td>`).join('')}</tr>\n`;
  }
  yield '</tbody></table></div>\n';
}

const labelOf = ({ columns }: ExtractTable, at: number, { language }: Extract): string =>
  columns[at]?.label[language] ?? '';

function cell(table: ExtractTable, row: unknown[], at: number, extract: Extract, format: Format): string {
  const value = row[at];
  if (value === null || value === '') return '';
  if (Buffer.isBuffer(value))
    return `<img src="${PHOTO}" alt="${escaped(aboutWords[extract.language].picture)}">`;
  const currency = row[table.columns.findIndex(({ name }) => name === 'currency')];
  return escaped(format.value(value, `${table.table}.${table.columns[at]?.name}`, currency));
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};
const escaped = (text: string): string => text.replace(/[&<>"']/g, (sign) => ENTITIES[sign] as string);
