import { readFileSync } from 'node:fs';
import { findPassages } from '../../web/free-text/free-text.ts';
import type { Category, Passage } from '../../web/free-text/passage.ts';

export const LANGUAGES = ['fr', 'en'] as const;
/**
 * The development half was tuned on; the held-out half was laid down before there was anything to tune; what came
 * afterwards was written when the words stood, in roundabout wording on purpose, and nothing was changed for it.
 */
export const HALVES = ['development', 'held-out', 'afterwards'] as const;

export interface Sentence {
  text: string;
  /** What a reader would point out. */
  marked: Omit<Passage, 'text'>[];
}

/** Counts of passages: rightly pointed out, wrongly pointed out, missed. */
export interface Figures {
  right: number;
  wrong: number;
  missed: number;
}

export interface Measured {
  sentences: number;
  /** Sentences in which a reader would point out nothing, and those of them in which something is. */
  harmless: number;
  falseAlarms: number;
  total: Figures;
  byCategory: Map<Category, Figures>;
}

/** Reads a set: a sentence, then its passages as `category: text`, parted by tabs. */
export function readSet(language: (typeof LANGUAGES)[number], half: (typeof HALVES)[number]): Sentence[] {
  const lines = readFileSync(new URL(`${language}-${half}.tsv`, import.meta.url), 'utf8').split('\n');
  return lines.slice(1).flatMap((line) => {
    const [text = '', ...passages] = line.split('\t');
    if (text === '') return [];
    let from = 0;
    const marked = passages.map((passage) => {
      const [category, said] = passage.split(/: (.*)/) as [Category, string];
      const start = text.indexOf(said, from);
      if (start < 0) throw new TypeError(`"${said}" is not in "${text}"`);
      from = start + said.length;
      return { category, start, end: from };
    });
    return [{ text, marked }];
  });
}

/** A passage counts as found where one of the same category overlaps it. */
export function measure(sentences: Sentence[], language: (typeof LANGUAGES)[number]): Measured {
  const byCategory = new Map<Category, Figures>();
  const count = (category: Category, what: keyof Figures) => {
    const figures = byCategory.get(category) ?? { right: 0, wrong: 0, missed: 0 };
    figures[what] += 1;
    byCategory.set(category, figures);
  };
  let falseAlarms = 0;
  for (const { text, marked } of sentences) {
    const found = findPassages(text, language);
    const meet = (one: Omit<Passage, 'text'>, other: Omit<Passage, 'text'>) =>
      one.category === other.category && one.start < other.end && other.start < one.end;
    for (const one of found) if (!marked.some((other) => meet(one, other))) count(one.category, 'wrong');
    for (const one of marked)
      count(one.category, found.some((other) => meet(one, other)) ? 'right' : 'missed');
    if (marked.length === 0 && found.length > 0) falseAlarms += 1;
  }
  const total = { right: 0, wrong: 0, missed: 0 };
  for (const { right, wrong, missed } of byCategory.values()) {
    total.right += right;
    total.wrong += wrong;
    total.missed += missed;
  }
  const harmless = sentences.filter(({ marked }) => marked.length === 0).length;
  return { sentences: sentences.length, harmless, falseAlarms, total, byCategory };
}

/** Of what is pointed out, the share that is right; of what is there, the share that is pointed out. */
export const precision = ({ right, wrong }: Figures): number =>
  right + wrong === 0 ? 1 : right / (right + wrong);
export const recall = ({ right, missed }: Figures): number =>
  right + missed === 0 ? 1 : right / (right + missed);

const share = (value: number) => `${(100 * value).toFixed(0)} %`;

/** The figures as docs/free-text.md shows them. */
export function figuresAsMarkdown(): string {
  const measured = HALVES.flatMap((half) =>
    LANGUAGES.map((language) => ({ half, language, ...measure(readSet(language, half), language) })),
  );
  const overall = measured.map(
    ({ half, language, sentences, harmless, falseAlarms, total }) =>
      `| ${language}, ${half} | ${sentences} | ${share(precision(total))} | ${share(recall(total))} | ${falseAlarms} of ${harmless} |`,
  );
  const heldOut = measured.filter(({ half }) => half === 'held-out');
  const categories = [...new Set(heldOut.flatMap(({ byCategory }) => [...byCategory.keys()]))].sort();
  const perCategory = categories.map((category) => {
    const cells = heldOut.map(({ byCategory }) => {
      const figures = byCategory.get(category) ?? { right: 0, wrong: 0, missed: 0 };
      const there = figures.right + figures.missed;
      return `${figures.right} of ${there} | ${figures.wrong}`;
    });
    return `| ${category} | ${cells.join(' | ')} |`;
  });
  return [
    '| set | sentences | precision | recall | harmless sentences with a false alarm |',
    '| --- | --- | --- | --- | --- |',
    ...overall,
    '',
    'By category, on the held-out half:',
    '',
    '| | fr: found | fr: wrongly | en: found | en: wrongly |',
    '| --- | --- | --- | --- | --- |',
    ...perCategory,
  ].join('\n');
}
