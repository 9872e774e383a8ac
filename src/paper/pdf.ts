import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import type PDFKitDocument from 'pdfkit';

/** Letters of all of Europe: a name is written as its bearer writes it. */
const FONTS = {
  plain: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  bold: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
};
/** Loaded with the first paper: it takes a tenth of a second of every start. */
const openPdf = (options: PDFKit.PDFDocumentOptions): PDFKit.PDFDocument => {
  const PDFDocument = createRequire(import.meta.url)('pdfkit') as typeof PDFKitDocument;
  return new PDFDocument(options);
};

const INK = '#16233a';
const SOFT = '#5b6678';
const LINE = '#d5dae2';
const MARGIN = 56;
const WIDTH = 595.28 - 2 * MARGIN;
const LABEL = 150;
const SIZES = { 1: 19, 2: 14, 3: 11 } as const;
const TEXT = 9.5;

type Element = ReturnType<PDFKit.PDFDocument['struct']>;

interface Head {
  title: string;
  author: string;
  language: 'fr' | 'en';
  madeAt: Date;
}

/** What stands beside a label: words, or a picture (JPEG or PNG) with words that say what it shows. */
type Said = string | { picture: Buffer; alt: string };

/**
 * A paper to read and to print, as PDF: A4, tagged (PDF/UA-1, so a screen reader finds its headings, lists and tables),
 * with bookmarks, a language and numbered pages. Written from the top to the bottom, then `end`.
 */
export class Paper {
  readonly #pdf: PDFKit.PDFDocument;
  readonly #root: Element;
  readonly #head: Head;

  constructor(head: Head) {
    const { title, author, language, madeAt } = head;
    this.#head = head;
    this.#pdf = openPdf({
      size: 'A4',
      margin: MARGIN,
      bufferPages: true,
      lang: language,
      displayTitle: true,
      tagged: true,
      pdfVersion: '1.7',
      subset: 'PDF/UA' as never, // its types know of PDF/A only
      info: { Title: title, Author: author, CreationDate: madeAt },
    });
    this.#pdf.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold).font('plain');
    this.#root = this.#pdf.struct('Document');
    this.#pdf.addStructure(this.#root);
    this.heading(1, title);
  }

  heading(level: 1 | 2 | 3, text: string): void {
    const pdf = this.#pdf;
    this.#keepTogether(level === 3 ? 60 : 90);
    if (level > 1) pdf.y += level === 2 ? 18 : 10;
    this.#add(`H${level}`, () => this.#write(text, { font: 'bold', size: SIZES[level] }));
    pdf.y += level === 3 ? 2 : 5;
    if (level === 2) pdf.outline.addItem(text);
  }

  paragraph(text: string, { quiet = false } = {}): void {
    this.#add('P', () => this.#write(text, quiet ? { colour: SOFT } : {}));
    this.#pdf.y += 5;
  }

  /** Labels, each with what there is beside it. */
  facts(facts: readonly (readonly [label: string, said: Said])[]): void {
    const pdf = this.#pdf;
    const list = this.#open('L');
    for (const [label, said] of facts) {
      this.#keepTogether(typeof said === 'string' ? 24 : 150);
      const item = this.#open('LI', list);
      const top = pdf.y;
      this.#add('Lbl', () => this.#write(label, { colour: SOFT, width: LABEL - 10 }), item);
      const [page, below] = [pdf.page, pdf.y];
      if (typeof said === 'string') {
        pdf.y = top;
        this.#add('LBody', () => this.#write(said, { x: MARGIN + LABEL, width: WIDTH - LABEL }), item);
      } else {
        this.#add('Figure', () => this.#draw(said.picture, top), item, { alt: said.alt });
      }
      if (pdf.page === page) pdf.y = Math.max(pdf.y, below);
      pdf.y += 3;
      item.end();
    }
    list.end();
    pdf.y += 4;
  }

  /** Rows of more columns than a sheet is wide: of each, what its labels say. */
  records(rows: Iterable<readonly (readonly [label: string, text: string])[]>): void {
    const pdf = this.#pdf;
    const list = this.#open('L');
    for (const row of rows) {
      this.#keepTogether(28);
      const item = this.#open('LI', list);
      this.#add('LBody', () => this.#writeRecord(row), item);
      item.end();
      pdf.y += 3;
      this.#rule();
      pdf.y += 4;
    }
    list.end();
    pdf.y += 4;
  }

  /** @returns the document; it is a stream */
  end(): PDFKit.PDFDocument {
    const pdf = this.#pdf;
    this.#root.end();
    const { start, count } = pdf.bufferedPageRange();
    for (let page = start; page < start + count; page += 1) {
      pdf.switchToPage(page);
      pdf.page.margins.bottom = 0;
      pdf.markContent('Artifact', { type: 'Pagination' });
      pdf.font('plain').fontSize(8).fillColor(SOFT);
      const foot = pdf.page.height - MARGIN + 18;
      pdf.text(this.#head.title, MARGIN, foot, { lineBreak: false });
      pdf.text(`${page + 1}\u00a0/\u00a0${count}`, MARGIN, foot, {
        width: WIDTH,
        align: 'right',
        lineBreak: false,
      });
      pdf.endMarkedContent();
    }
    pdf.end();
    return pdf;
  }

  #open(type: string, within = this.#root): Element {
    const element = this.#pdf.struct(type);
    within.add(element);
    return element;
  }

  #add(type: string, draw: () => void, within = this.#root, options: { alt?: string } = {}): void {
    const element = this.#pdf.struct(type, options, [draw]);
    within.add(element);
    element.end();
  }

  #write(
    text: string,
    { font = 'plain', size = TEXT, colour = INK, width = WIDTH, x = MARGIN }: Writing = {},
  ): void {
    const lineGap = size > TEXT ? 0 : 1.5;
    this.#pdf.font(font).fontSize(size).fillColor(colour).text(text, x, this.#pdf.y, { width, lineGap });
  }

  #writeRecord(row: readonly (readonly [label: string, text: string])[]): void {
    const pdf = this.#pdf;
    const said = row.filter(([, text]) => text !== '');
    const colon = this.#head.language === 'fr' ? '\u00a0: ' : ': ';
    pdf.font('plain').fontSize(TEXT);
    for (const [at, [label, text]] of said.entries()) {
      const last = at === said.length - 1;
      const width = { width: WIDTH, lineGap: 1.5 };
      if (at === 0)
        pdf.fillColor(SOFT).text(`${label}${colon}`, MARGIN, pdf.y, { ...width, continued: true });
      else pdf.fillColor(SOFT).text(`${label}${colon}`, { continued: true });
      pdf.fillColor(INK).text(last ? text : `${text}   `, { continued: !last });
    }
  }

  #draw(picture: Buffer, top: number): void {
    this.#pdf.image(picture, MARGIN + LABEL, top, { fit: [140, 140] });
    this.#pdf.y = top + 140;
  }

  #rule(): void {
    const pdf = this.#pdf;
    pdf.markContent('Artifact', { type: 'Layout' });
    pdf
      .moveTo(MARGIN, pdf.y)
      .lineTo(MARGIN + WIDTH, pdf.y)
      .lineWidth(0.5)
      .strokeColor(LINE)
      .stroke();
    pdf.endMarkedContent();
  }

  /** No heading at the foot of a page without anything below it. @param height in points */
  #keepTogether(height: number): void {
    const pdf = this.#pdf;
    if (pdf.y + height > pdf.page.height - MARGIN) pdf.addPage();
  }
}

interface Writing {
  font?: 'plain' | 'bold';
  size?: number;
  colour?: string;
  width?: number;
  x?: number;
}
