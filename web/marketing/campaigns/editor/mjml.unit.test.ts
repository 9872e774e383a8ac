import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  BLOCK_KINDS,
  type Block,
  type MailDocument,
  moveBlock,
  moveRow,
  newBlock,
  newRow,
  putBlock,
  stepBlock,
} from './document.ts';
import { newDocument, printMjml, readMjml } from './mjml.ts';
import { isRich, typed, unescaped, withChips, withoutChips } from './rich.ts';

const words = fc
  .oneof(
    fc.string({ unit: 'grapheme', maxLength: 40 }).map((text) => text.replaceAll(/[{}\r]|\p{Cc}/gu, '')),
    fc.constantFrom(
      'Bonjour {{ contact.first_name }}',
      '<b>"&amp;"</b>',
      '{% if contact.title %}x{% endif %}',
      '',
    ),
  )
  .map(typed);
const block: fc.Arbitrary<Block> = fc
  .record({ kind: fc.constantFrom(...BLOCK_KINDS), words, address: words })
  .map(({ kind, words: content, address }) => {
    if (kind === 'button') return newBlock(kind, content, [['href', address]]);
    if (kind === 'image')
      return newBlock(kind, '', [
        ['src', address],
        ['alt', content],
      ]);
    return kind === 'text' || kind === 'heading' ? newBlock(kind, `<p>${content}</p>`) : newBlock(kind);
  });
const rows = fc.array(
  fc.array(fc.array(block, { maxLength: 3 }), { minLength: 1, maxLength: 3 }).map(newRow),
  { maxLength: 4 },
);

/** Pieces of what people write by hand, well formed or not. */
const piece = fc.constantFrom(
  '<mj-section>',
  '</mj-section>',
  '<mj-section css-class="own" background-url="https://example.org/a>b.png">',
  '<mj-column width="30%">',
  '</mj-column>',
  '<mj-text>Bonjour<br>vous</mj-text>',
  '<mj-text color=\'{{ contact.title | default: "red" }}\'><p>a & b</p></mj-text>',
  '<mj-text><table><tr><td style="x">1</td></tr></table></mj-text>',
  '<mj-button href="https://example.org/?a=1&amp;b=2">x</mj-button>',
  '<mj-social><mj-social-element name="web" /></mj-social>',
  '<mj-image src="https://example.org/i.png"/>',
  '<mj-wrapper><mj-section></mj-section></mj-wrapper>',
  '<mj-raw>{% if contact.title %}</mj-raw>',
  '<!-- a note <mj-text> -->',
  '\n  ',
  'stray',
  '<mj-text>',
);

/** Without what names the parts on the screen and how they were written. */
const shape = ({ rows: all }: MailDocument) =>
  all.map(({ kind, attributes, columns }) => ({
    kind,
    attributes,
    columns: columns.map(({ blocks }) =>
      blocks.map((one) => ({ kind: one.kind, attributes: one.attributes, content: one.content })),
    ),
  }));

describe('a message in the editor', () => {
  it('comes back as it was from the MJML that it made', () => {
    fc.assert(
      fc.property(rows, (some) => {
        const made = newDocument(some);
        const read = readMjml(printMjml(made));
        expect(read && shape(read)).toEqual(shape(made));
      }),
    );
  });

  it('written by hand stays letter by letter what it was, until somebody changes it', () => {
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 14 }), (pieces) => {
        const source = `<mjml><mj-head><mj-title>x</mj-title></mj-head>\n<mj-body>${pieces.join('')}</mj-body></mjml>\n`;
        const read = readMjml(source);
        if (read !== undefined) expect(printMjml(read)).toBe(source);
      }),
      { numRuns: 2000 },
    );
  });

  it('keeps what the editor does not know where what stands beside it is changed', () => {
    const social =
      '<mj-social mode="horizontal"><mj-social-element name="web" href="https://example.org">w</mj-social-element></mj-social>';
    const table = '<mj-text><table><tr><td>1</td></tr></table></mj-text>';
    const source = `<mjml><mj-body width="640px"><mj-hero><mj-text>h</mj-text></mj-hero><mj-section css-class="own"><mj-column width="30%">${social}<mj-text padding="3px">a</mj-text>${table}</mj-column></mj-section></mj-body></mjml>`;
    const read = readMjml(source);
    const blocks = read?.rows[1]?.columns[0]?.blocks ?? [];
    expect(blocks.map(({ kind }) => kind)).toEqual(['raw', 'text', 'raw']);
    const changed = printMjml(
      putBlock(read as MailDocument, { ...(blocks[1] as Block), content: '<p>b</p>' }),
    );
    for (const kept of [social, table, '<mj-hero><mj-text>h</mj-text></mj-hero>', '<mj-body width="640px">'])
      expect(changed).toContain(kept);
    expect(changed).toContain('<mj-section css-class="own">');
    expect(changed).toContain('<mj-column width="30%">');
    expect(changed).toContain('<mj-text padding="3px"><p>b</p></mj-text>');
  });

  it('is left to its source where it has no body that is closed', () => {
    expect(readMjml('<mjml></mjml>')).toBeUndefined();
    expect(readMjml('<mjml><mj-body><mj-section></mjml>')).toBeUndefined();
    expect(readMjml(' ')?.rows).toEqual([]);
  });
});

describe('moving', () => {
  const [a, b, c] = ['a', 'b', 'c'].map((text) => newBlock('text', text)) as [Block, Block, Block];
  const made = newDocument([newRow([[a, b], [c]]), newRow([[]])]);
  const order = ({ rows: all }: MailDocument) =>
    all.map(({ columns }) =>
      columns.map(({ blocks }) => blocks.map(({ content }) => content).join('')).join('|'),
    );

  it('takes a block to the place of another, to the end of a column, and over its edge', () => {
    expect(order(moveBlock(made, c.id, a.id))).toEqual(['cab|', '']);
    expect(order(moveBlock(made, a.id, made.rows[1]?.columns[0]?.id ?? ''))).toEqual(['b|c', 'a']);
    expect(order(moveBlock(made, a.id, b.id))).toEqual(['ba|c', '']);
    expect(order(stepBlock(made, b.id, 1))).toEqual(['a|bc', '']);
    expect(order(stepBlock(made, c.id, -1))).toEqual(['abc|', '']);
    expect(order(stepBlock(made, a.id, -1))).toEqual(['ab|c', '']);
  });

  it('takes a row to the place of another', () => {
    expect(order(moveRow(made, made.rows[0]?.id ?? '', made.rows[1]?.id ?? ''))).toEqual(['', 'ab|c']);
  });
});

describe('Liquid in a text', () => {
  it('becomes an element of the text field and Liquid again', () => {
    for (const html of [
      '<p>Bonjour {{ contact.first_name | default: "à vous" }},</p>',
      '<p>{% if contact.title %}x{% endif %} <a href="{{ renewal_link }}">oui</a></p>',
    ])
      expect(withoutChips(withChips(html).replaceAll('></span>', '>nom</span>'))).toBe(html);
  });

  it('with signs that HTML reads otherwise is left to the source', () => {
    expect(isRich('<p>{% if contact.title < "a" %}x{% endif %}</p>')).toBe(false);
    expect(isRich('<p onclick="x">a</p>')).toBe(false);
    expect(isRich('<a href="javascript:alert(1)">a</a>')).toBe(false);
    expect(unescaped(typed('a < "b" & {{ contact.title | default: "x" }}'))).toBe(
      'a < "b" & {{ contact.title | default: \'x\' }}',
    );
  });
});
