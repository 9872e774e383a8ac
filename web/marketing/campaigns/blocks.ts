/** A message in blocks, for who does not write MJML: what is kept is the MJML that they make. */
export type Block =
  | { kind: 'heading' | 'text'; words: string }
  | { kind: 'button'; words: string; address: string }
  | { kind: 'picture'; address: string; words: string }
  | { kind: 'divider' };
export type BlockKind = Block['kind'];
export const BLOCK_KINDS = [
  'heading',
  'text',
  'picture',
  'button',
  'divider',
] as const satisfies readonly BlockKind[];

const HEAD = `<mjml>
  <mj-head>
    <mj-attributes>
      <mj-all font-family="Helvetica, Arial, sans-serif" />
      <mj-text font-size="16px" line-height="1.5" color="#16233a" />
      <mj-button font-size="16px" background-color="#16233a" color="#ffffff" inner-padding="12px 24px" />
    </mj-attributes>
  </mj-head>
  <mj-body background-color="#f4f5f7">
    <mj-section background-color="#ffffff">
      <mj-column>
`;
const FOOT = `      </mj-column>
    </mj-section>
  </mj-body>
</mjml>
`;
const INDENT = '        ';
const LIQUID = /(\{\{[\s\S]*?\}\}|\{%[\s\S]*?%\})/;

/** The MJML of blocks, a line for each. */
export function toMjml(blocks: readonly Block[]): string {
  return HEAD + blocks.map((block) => `${INDENT}${lineOf(block)}\n`).join('') + FOOT;
}

/** The blocks of MJML that blocks made; undefined: it was written by hand, and holds more than blocks can show. */
export function fromMjml(source: string): Block[] | undefined {
  if (source.trim() === '') return [];
  if (!source.startsWith(HEAD) || !source.endsWith(FOOT)) return undefined;
  const lines = source.slice(HEAD.length, -FOOT.length).split('\n').slice(0, -1);
  const blocks = lines.map((line) => blockOf(line.slice(INDENT.length)));
  const all = blocks.filter((block) => block !== undefined);
  return all.length === blocks.length && toMjml(all) === source ? all : undefined;
}

function lineOf(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<mj-text font-size="24px" line-height="1.3" font-weight="bold">${escaped(block.words)}</mj-text>`;
    case 'text':
      return `<mj-text>${escaped(block.words)}</mj-text>`;
    case 'button':
      return `<mj-button href="${escaped(block.address)}">${escaped(block.words)}</mj-button>`;
    case 'picture':
      return `<mj-image src="${escaped(block.address)}" alt="${escaped(block.words)}" />`;
    case 'divider':
      return '<mj-divider border-width="1px" border-color="#d5d9e0" />';
  }
}

function blockOf(line: string): Block | undefined {
  const heading = /^<mj-text font-size="24px"[^>]*>(.*)<\/mj-text>$/.exec(line);
  if (heading) return { kind: 'heading', words: unescaped(heading[1]) };
  const text = /^<mj-text>(.*)<\/mj-text>$/.exec(line);
  if (text) return { kind: 'text', words: unescaped(text[1]) };
  const button = /^<mj-button href="([^"]*)">(.*)<\/mj-button>$/.exec(line);
  if (button) return { kind: 'button', address: unescaped(button[1]), words: unescaped(button[2]) };
  const picture = /^<mj-image src="([^"]*)" alt="([^"]*)" \/>$/.exec(line);
  if (picture) return { kind: 'picture', address: unescaped(picture[1]), words: unescaped(picture[2]) };
  return line.startsWith('<mj-divider ') ? { kind: 'divider' } : undefined;
}

/** Letters as MJML takes them; Liquid stays Liquid, and a new line is one. */
function escaped(words: string): string {
  return words
    .split(LIQUID)
    .map((part, at) =>
      at % 2 === 1
        ? part.replace(/\s+/g, ' ')
        : part
            .replaceAll('&', '&amp;')
            .replaceAll('<', '&lt;')
            .replaceAll('>', '&gt;')
            .replaceAll('"', '&quot;')
            .replaceAll(/\r?\n|\r/g, '<br />'),
    )
    .join('');
}

function unescaped(source = ''): string {
  return source
    .split(LIQUID)
    .map((part, at) =>
      at % 2 === 1
        ? part
        : part
            .replaceAll('<br />', '\n')
            .replaceAll('&quot;', '"')
            .replaceAll('&gt;', '>')
            .replaceAll('&lt;', '<')
            .replaceAll('&amp;', '&'),
    )
    .join('');
}
