import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findPassages } from '../../web/free-text/free-text.ts';
import { HALVES, LANGUAGES, measure, precision, readSet, recall } from './measure.ts';

const found = (text: string, language: 'fr' | 'en' = 'fr') =>
  findPassages(text, language).map(({ category, text: said }) => `${category}: ${said}`);

describe('the sentences', () => {
  it.each(LANGUAGES)('R16 there are 300 and more of %s, about half of them harmless', (language) => {
    const all = HALVES.flatMap((half) => readSet(language, half));
    expect(all.length).toBeGreaterThanOrEqual(300);
    const harmless = all.filter(({ marked }) => marked.length === 0).length / all.length;
    expect(harmless).toBeGreaterThan(0.4);
    expect(harmless).toBeLessThan(0.6);
  });

  it('R16 no sentence is in both halves', () => {
    for (const language of LANGUAGES) {
      const known = new Set(readSet(language, 'development').map(({ text }) => text));
      const twice = readSet(language, 'held-out').filter(
        ({ text, marked }) => marked.length > 0 && known.has(text),
      );
      expect(twice.length, language).toBeLessThanOrEqual(2);
    }
  });
});

describe('what is pointed out', () => {
  it.each(LANGUAGES)('R16 of %s, held out: no worse than measured', (language) => {
    const { total } = measure(readSet(language, 'held-out'), language);
    expect(precision(total)).toBeGreaterThanOrEqual(0.9);
    expect(recall(total)).toBeGreaterThanOrEqual(0.8);
  });

  it.each(LANGUAGES)('R16 of %s, tuned on: no worse than measured', (language) => {
    const { total } = measure(readSet(language, 'development'), language);
    expect(precision(total)).toBeGreaterThanOrEqual(0.97);
    expect(recall(total)).toBeGreaterThanOrEqual(0.97);
  });

  it.each(LANGUAGES)('R16 of %s, written afterwards and roundabout: no worse than measured', (language) => {
    const { total } = measure(readSet(language, 'afterwards'), language);
    expect(precision(total)).toBeGreaterThanOrEqual(0.8);
    expect(recall(total)).toBeGreaterThanOrEqual(0.35);
  });

  it('R16 the passage is where it says, whatever accents and signs stand before it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (before) => {
        const text = `${before}\nMonsieur est diabétique.`;
        const passages = findPassages(text, 'fr');
        expect(passages.map((one) => text.slice(one.start, one.end))).toEqual(
          passages.map((one) => one.text),
        );
        expect(passages.at(-1)).toMatchObject({ category: 'health', text: 'diabétique' });
      }),
    );
  });

  it('R16 accents taken apart and capitals make no difference', () => {
    expect(found('DIABÉTIQUE')).toEqual(['health: DIABÉTIQUE']);
    expect(found('diabétique'.normalize('NFD'))).toHaveLength(1);
  });

  it('R16 a place for a wheelchair is pointed out as what it is, not as an illness', () => {
    expect(found('Place PMR au rang A.')).toEqual(['access: Place PMR']);
    expect(found('Needs a wheelchair space.', 'en')).toEqual(['access: wheelchair space']);
  });
});

describe('numbers', () => {
  it.each([
    ['4242 4242 4242 4242', 'payment'],
    ['4242424242424242', 'payment'],
    ['3782-822463-10005', 'payment'],
    ['CH93 0076 2011 6238 5295 7', 'payment'],
    ['ch9300762011623852957', 'payment'],
    ['756.9217.0769.85', 'national-number'],
    ['2 69 05 49 588 157 80', 'national-number'],
  ])('R16 %s passes its check and is pointed out, and with one digit changed is not', (number, category) => {
    expect(found(`Reçu ${number} ce matin`)).toEqual([`${category}: ${number}`]);
    const last = number.at(-1) as string;
    const wrong = `${number.slice(0, -1)}${(Number(last) + 1) % 10}`;
    expect(found(`Reçu ${wrong} ce matin`)).toEqual([]);
  });

  it('R16 telephone, order and article numbers are none', () => {
    for (const harmless of [
      '+41 21 555 01 23',
      '0033 1 40 20 50 50',
      '2018-4411',
      '4006381333931',
      '12.03.2018 20:00',
    ])
      expect(found(`Noté : ${harmless}.`)).toEqual([]);
  });
});

describe('its cost', () => {
  const long = (piece: string, length: number) =>
    piece.repeat(Math.ceil(length / piece.length)).slice(0, length);
  /** Of the processor, and the least of many: what else the machine does is not measured. */
  const milliseconds = (text: string) => {
    const times = Array.from({ length: 15 }, () => {
      const start = process.cpuUsage();
      findPassages(text, 'fr');
      return process.cpuUsage(start).user / 1000;
    });
    return Math.min(...times);
  };

  it('R16 2,000 characters take less than 5 ms, so that typing never waits', () => {
    const text = readSet('fr', 'development')
      .map((sentence) => sentence.text)
      .join(' ')
      .slice(0, 2000);
    milliseconds(text);
    expect(milliseconds(text)).toBeLessThan(5);
  });

  it.each([
    ['one digit', '1'],
    ['digits and blanks', '4 '],
    ['an IBAN that never ends', 'CH93 '],
    ['one letter', 'a'],
    ['quotes that never close', '« pièce '],
    ['secrets', 'mot de passe : '],
    ['the beginning of many patterns', 'souffre de la '],
    ['commas', 'est,'],
    ['blanks', ' '],
    ['combining accents', 'e\u0301'],
  ])('R16 %s, over and over: sixteen times the text takes nowhere near 256 times as long', (_, piece) => {
    const short = long(piece, 5_000);
    milliseconds(short);
    const ratio = milliseconds(long(piece, 80_000)) / Math.max(milliseconds(short), 1);
    expect(ratio).toBeLessThan(100);
  });
});
