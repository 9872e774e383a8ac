import { expect, it } from 'vitest';
import { contrast, NEW, wantedOf } from './draft.ts';

it('contrast is that of WCAG', () => {
  expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 1);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#123456', '#123456')).toBe(1);
});

it('what is empty is left out, and a box office has no address', () => {
  const draft = {
    ...NEW,
    name: 'Caisse',
    slug: 'x',
    texts: { fr: { title: ' ', welcome: 'Bienvenue' }, en: { title: '' } },
    theme: { accent: '', text: '#102030' },
  };
  expect(wantedOf(draft, 'box-office')).toMatchObject({
    slug: null,
    policyAddress: null,
    texts: { fr: { welcome: 'Bienvenue' } },
    theme: { text: '#102030' },
  });
});
