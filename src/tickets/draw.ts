import { fileURLToPath } from 'node:url';
import QRCode from 'qrcode';
import { type Locale, spokenDate, spokenMoney } from '../customers/customers.ts';
import type { Institution } from '../institutions/institutions.ts';
import type { Order, OrderLine } from '../sales/sales.ts';

/** Letters of all of Europe: a name is written as its bearer writes it. */
const FONTS = {
  plain: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  bold: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
};

const INK = '#16233a';
const SOFT = '#5b6678';
const MARGIN = 56;
const SIDE = 170;

const WORDS = {
  fr: {
    title: (number: string) => `Billets de la commande ${number}`,
    valid: (day: string) => `Valable jusqu’au ${day}`,
    order: (number: string, line: string) => `Commande ${number}, ligne ${line}`,
  },
  en: {
    title: (number: string) => `Tickets of order ${number}`,
    valid: (day: string) => `Valid until ${day}`,
    order: (number: string, line: string) => `Order ${number}, line ${line}`,
  },
} satisfies Record<Locale, unknown>;

/** Whose tickets, in which language. */
export interface Paper {
  institution: Institution;
  locale: Locale;
  /** Of the contacts on the order, the purchase contact among them, by their ids; who has none stays unnamed. */
  names: ReadonlyMap<number, string>;
}

/** The lines of an order that have a ticket: sold, and not cancelled since. */
export const ticketsOf = ({ lines }: Order): OrderLine[] =>
  lines.filter(({ ticketCode }) => ticketCode !== null);

/**
 * The tickets of an order, a page each, with the QR code that is read at the door. Drawn when asked for and kept
 * nowhere (R8), so that they say what is true then: another date, another name.
 */
export async function ticketsPdf(paper: Paper, order: Order): Promise<Buffer> {
  const { institution, locale } = paper;
  const title = WORDS[locale].title(order.number);
  const { default: PDFDocument } = await import('pdfkit'); // with the first ticket
  const pdf = new PDFDocument({
    size: 'A5',
    margin: MARGIN,
    autoFirstPage: false,
    lang: locale,
    displayTitle: true,
    info: { Title: title, Author: institution.name },
  });
  pdf.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold);
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  for (const line of ticketsOf(order)) await drawTicket(pdf, paper, order, line);
  pdf.end();
  return await done;
}

async function drawTicket(
  pdf: PDFKit.PDFDocument,
  { institution, locale, names }: Paper,
  order: Order,
  line: OrderLine,
): Promise<void> {
  const width = 420 - 2 * MARGIN;
  pdf.addPage();
  pdf.font('plain').fontSize(10).fillColor(SOFT).text(order.organisation, MARGIN, MARGIN, { width });
  pdf
    .font('bold')
    .fontSize(20)
    .fillColor(INK)
    .text(line.product ?? '', { width, lineGap: 2 })
    .moveDown(0.4);
  const { performance } = line;
  pdf.font('plain').fontSize(12);
  if (performance?.startsAt) {
    pdf.text(spokenDate(locale, institution, 'moment', performance.startsAt), { width });
  } else if (line.validUntil !== null) {
    const at = new Date(`${line.validUntil}T12:00:00Z`);
    pdf.text(WORDS[locale].valid(spokenDate(locale, institution, 'date', at)), { width });
  }
  if (performance?.venue) pdf.text(performance.venue, { width });
  const name = nameOf(order, line, names);
  pdf.moveDown(0.6).fontSize(11);
  if (name !== '') pdf.font('bold').text(name, { width }).font('plain');
  const price = spokenMoney(locale, line);
  pdf.text([line.priceCategory, price].filter(Boolean).join(' · '), { width });
  const code = line.ticketCode as string;
  const picture = await QRCode.toBuffer(code, { errorCorrectionLevel: 'M', margin: 2, scale: 8 });
  const top = Math.max(pdf.y + 24, 300);
  pdf.image(picture, (420 - SIDE) / 2, top, { width: SIDE, height: SIDE });
  pdf
    .fontSize(8)
    .fillColor(SOFT)
    .text(code, MARGIN, top + SIDE + 6, { width, align: 'center' })
    .text(WORDS[locale].order(order.number, line.line), {
      width,
      align: 'center',
    });
}

function nameOf({ purchaseContactId }: Order, { attendee }: OrderLine, names: Paper['names']): string {
  if (attendee.kind === 'beneficiary') return `${attendee.firstName} ${attendee.lastName}`;
  if (attendee.kind === 'contact') return names.get(attendee.contactId) ?? '';
  return attendee.kind === 'self' ? (names.get(purchaseContactId ?? 0) ?? '') : '';
}
