import type { Readable } from 'node:stream';
import sharp from 'sharp';
import { Paper } from '../paper/paper.ts';
import { aboutWords } from './about-words.ts';
import type { Content, Subject } from './content.ts';
import type { Extract } from './gather.ts';

/**
 * Rows of one subject that are printed, the latest: 20,000 lines would be 1,500 sheets of paper, and take a minute. The page and the tables have them all.
 */
const PRINTED = 100;

/** The extract on paper: what its page says (`page.ts`), as PDF. */
export async function pdfOf(extract: Extract, content: Content): Promise<Readable> {
  const { language, institution, madeAt } = extract;
  const words = aboutWords[language];
  const paper = new Paper({ title: content.title, author: institution.name, language, madeAt });
  for (const text of content.intro) paper.paragraph(text);
  for (const { title, subjects } of content.parts) {
    paper.heading(2, title);
    for (const subject of subjects) {
      paper.heading(3, subject.title);
      if (subject.count === 1) paper.facts(await factsOf(subject, words.picture));
      else {
        if (subject.count > PRINTED) paper.paragraph(words.printed(PRINTED, subject.count), { quiet: true });
        paper.records(recordsOf(subject, words.picture));
      }
      await breath();
    }
  }
  if (content.missing !== null) paper.paragraph(content.missing, { quiet: true });
  for (const { title, paragraphs } of content.about) {
    paper.heading(2, title);
    for (const text of paragraphs) paper.paragraph(text);
  }
  return paper.end() as unknown as Readable;
}

/** Other requests have their turn: a paper is some hundred milliseconds of work. */
const breath = () => new Promise((resolve) => setImmediate(resolve));

function* recordsOf({ labels, rows, count }: Subject, picture: string) {
  for (const row of rows(Math.max(0, count - PRINTED))) {
    yield labels.map((label, at) => {
      const value = row[at] ?? '';
      return [label, typeof value === 'string' ? value : picture] as const;
    });
  }
}

async function factsOf({ labels, rows }: Subject, alt: string) {
  const [row = []] = rows();
  const facts = labels.map(async (label, at) => {
    const value = row[at] ?? '';
    if (typeof value === 'string') return [label, value] as const;
    // PDF knows neither WebP nor pictures that cannot be read
    const picture = await sharp(value)
      .jpeg()
      .toBuffer()
      .catch(() => undefined);
    return [label, picture === undefined ? alt : { picture, alt }] as const;
  });
  return await Promise.all(facts);
}
