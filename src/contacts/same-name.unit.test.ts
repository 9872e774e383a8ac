import { expect, it } from 'vitest';
import { isNamed, sameName } from './same-name.ts';

const named = (firstName: string | null, lastName: string | null) => ({ firstName, lastName });

it('a name is the same without its accents, capitals, hyphens, apostrophes, spaces and ligatures', () => {
  for (const [one, other] of [
    ['Müller-Rey', 'MULLER REY'],
    ['d’Artagnan', "D'ARTAGNAN"],
    ['Zoé', 'Zoe\u0301'],
    ['Œuvray', 'Oeuvray'],
    ['Strauß', 'Strauss'],
    [' Marie  Claire', 'Marie-Claire'],
  ] as const) {
    expect(sameName(one, other), other).toBe(true);
  }
  expect(sameName('Rey', 'Reye')).toBe(false);
  expect(sameName('Ольга', 'Олег')).toBe(false);
});

it('R9: somebody is known by both names together, whichever field they are typed into, and never by none', () => {
  const zoe = named('Zoé', 'Müller-Rey');
  expect(isNamed(zoe, named('Zoe', 'Müller Rey'))).toBe(true);
  expect(isNamed(zoe, named(null, 'ZOE MULLER-REY'))).toBe(true);
  expect(isNamed(zoe, named('Léa', 'Müller-Rey'))).toBe(false);
  expect(isNamed(zoe, named(null, 'Müller-Rey'))).toBe(false);
  expect(isNamed(named(null, null), named('-', '.'))).toBe(false);
});
