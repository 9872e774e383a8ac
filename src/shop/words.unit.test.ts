import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { preferred, say } from './words.ts';

const read = (locale: string) =>
  JSON.parse(readFileSync(new URL(`../../shop/locales/${locale}.json`, import.meta.url), 'utf8'));
const keysOf = (words: object, before = ''): string[] =>
  Object.entries(words).flatMap(([key, value]) =>
    typeof value === 'object' ? keysOf(value, `${before}${key}.`) : [`${before}${key}`],
  );

describe('the words of the shop', () => {
  it('are all there in both languages', () => {
    expect(keysOf(read('en')).sort()).toEqual(keysOf(read('fr')).sort());
  });

  it('name what they fill in alike in both languages', () => {
    const [fr, en] = ['fr', 'en'].map((locale) => JSON.stringify(read(locale)));
    const filled = (text = '') => [...new Set(text.match(/\{\w+\}/g))].sort();
    expect(filled(fr)).toEqual(filled(en));
  });

  it('count as the language counts: none is one in French, and many in English', () => {
    expect(say('fr', 'waiting.places', { count: 0 })).toBe('0\u00a0place');
    expect(say('en', 'waiting.places', { count: 0 })).toBe('0 places');
  });

  it('stand with the spaces of French before its high signs', () => {
    const ordinary = keysOf(read('fr')).filter((key) => / [:;!?»]|« /.test(say('fr', key)));
    expect(ordinary).toEqual([]);
  });
});

describe('the language of a browser', () => {
  it('is the first that it asks for and the shop speaks', () => {
    expect(preferred('de-CH,en;q=0.7,fr;q=0.9', 'en')).toBe('fr');
    expect(preferred('en-US,en;q=0.5', 'fr')).toBe('en');
    expect(preferred('fr;q=0,en;q=0.1', 'fr')).toBe('en');
  });

  it('is that of the institution where it asks for none, or for others only', () => {
    expect(preferred(undefined, 'fr')).toBe('fr');
    expect(preferred('de,it', 'en')).toBe('en');
    expect(preferred(';;;q=x,,', 'en')).toBe('en');
  });
});
