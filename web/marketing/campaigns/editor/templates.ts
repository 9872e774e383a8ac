import { type Block, newBlock, newRow, type Row } from './document.ts';
import { newDocument, printMjml } from './mjml.ts';
import { typed } from './rich.ts';

interface Words {
  heading: string;
  paragraphs: readonly string[];
  button?: { words: string; address: string };
  /** A second section, of two columns. */
  pair?: readonly [title: string, text: string][];
}

/** The MJML of a message to begin with. */
export function mailOf({ heading, paragraphs, button, pair }: Words): string {
  const first: Block[] = [
    newBlock('heading', `<p>${heading}</p>`),
    newBlock('text', paragraphs.map((one) => `<p>${one}</p>`).join('')),
  ];
  const last = button ? [newBlock('button', typed(button.words), [['href', button.address]])] : [];
  const rows: Row[] = pair ? [newRow([first])] : [newRow([[...first, ...last]])];
  if (pair)
    rows.push(
      newRow(
        pair.map(([title, text]) => [
          newBlock('heading', `<p>${title}</p>`, [
            ['font-size', '20px'],
            ['line-height', '1.3'],
            ['font-weight', 'bold'],
          ]),
          newBlock('text', `<p>${text}</p>`),
        ]),
      ),
    );
  if (pair && last.length > 0) rows.push(newRow([last]));
  return printMjml(newDocument(rows));
}
