import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Block, fromMjml, toMjml } from './blocks.ts';

const words = fc.oneof(
  fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/[{}\r]|\p{Cc}/gu, '')),
  fc.constantFrom(
    'Bonjour {{ contact.first_name }}',
    'a\nb',
    '<b>"&amp;"</b>',
    '{% if contact.title %}x{% endif %}',
    '',
  ),
);
const block: fc.Arbitrary<Block> = fc.oneof(
  fc.record({ kind: fc.constantFrom('heading' as const, 'text' as const), words }),
  fc.record({ kind: fc.constant('button' as const), words, address: words }),
  fc.record({ kind: fc.constant('picture' as const), address: words, words }),
  fc.constant({ kind: 'divider' as const }),
);

describe('blocks', () => {
  it('come back as they were from the MJML that they made', () => {
    fc.assert(
      fc.property(fc.array(block, { maxLength: 6 }), (blocks) => {
        expect(fromMjml(toMjml(blocks))).toEqual(blocks);
      }),
    );
  });

  it('do not pretend to show what was written by hand', () => {
    const made = toMjml([{ kind: 'text', words: 'a' }]);
    expect(fromMjml(made.replace('<mj-column>', '<mj-column width="50%">'))).toBeUndefined();
    expect(fromMjml(made.replace('>a<', '><b>a</b><'))).toBeUndefined();
    expect(fromMjml('<mjml></mjml>')).toBeUndefined();
    expect(fromMjml(' ')).toEqual([]);
  });
});
