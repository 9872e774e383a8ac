import { expect, it } from 'vitest';
import { preferredLanguage } from './language.ts';

it.each([
  [undefined, 'en'],
  ['', 'en'],
  ['fr', 'fr'],
  ['fr-CH, fr;q=0.9, en;q=0.8', 'fr'],
  ['en;q=0.5, fr-CA;q=0.7', 'fr'],
  ['de, en-GB;q=0.8, fr;q=0.3', 'en'],
  ['FR', 'fr'],
  ['fr;q=0, en;q=0.1', 'en'],
  ['de, *;q=0.5', 'en'],
  ['fr;q=much', 'en'],
])('prefers of %j %s', (accepted, language) => {
  expect(preferredLanguage(accepted)).toBe(language);
});
