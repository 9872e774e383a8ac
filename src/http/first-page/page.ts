import { type Html, html } from '../html.ts';
import type { Language } from '../language.ts';
import { words } from './words.ts';

export interface FirstPage {
  language: Language;
  version: string;
  embedded: boolean;
  /** Undefined while the database does not answer. */
  institutions: number | undefined;
}

/** The page that says what is there: no personal data, nothing from elsewhere, no script. */
export function firstPage({ language, version, embedded, institutions }: FirstPage): string {
  const say = words[language];
  const other = language === 'fr' ? 'en' : 'fr';
  const count =
    institutions === undefined ? say.silent : new Intl.NumberFormat(language).format(institutions);
  return html`<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<meta name="color-scheme" content="light dark">
<title>Rappel</title>
<link rel="icon" href="/icon.svg" type="image/svg+xml">
<link rel="stylesheet" href="/first-page.css">
</head>
<body>
<header>
<a class="language" href="/?lang=${other}" hreflang="${other}" lang="${other}">${say.other}</a>
<h1>Rappel</h1>
<p class="sentence">${say.sentence}</p>
<p>${say.about}</p>
</header>
<main>
<section>
<h2>${say.state}</h2>
<dl>
<div><dt>${say.version}</dt><dd>${version}</dd></div>
<div><dt>${say.database}</dt><dd>${embedded ? say.embedded : say.server}</dd></div>
<div><dt>${say.institutions}</dt><dd>${count}</dd></div>
</dl>
</section>
<section>
<h2>${say.steps}</h2>
${embedded ? html`<p class="note">${say.alone}</p>` : []}
<ol>
${[
  step(say.create, 'npx rappel institution create grand-theatre --name "Grand Théâtre"'),
  step(say.demo, 'npx rappel demo'),
  step(say.simulate, 'npx rappel retention run --months 36'),
  step(say.journal, 'npx rappel retention journal 1'),
  step(say.help, 'npx rappel --help'),
]}</ol>
</section>
<section>
<h2>${say.operations}</h2>
<ul>
${[
  link('/health', say.health),
  link('/ready', say.ready),
  link('/metrics', say.metrics),
  link('/api/openapi.json', say.api),
]}</ul>
</section>
</main>
</body>
</html>
`.html;
}

function step(what: string, command: string): Html {
  return html`<li>${what}<pre tabindex="0"><code>${command}</code></pre></li>
`;
}

function link(path: string, what: string): Html {
  return html`<li><a href="${path}">${path}</a> <span>${what}</span></li>
`;
}
