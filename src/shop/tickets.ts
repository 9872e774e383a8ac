import { fileURLToPath } from 'node:url';
import PDFDocument from 'pdfkit';
import QRCode from 'qrcode';
import { spokenDate, spokenMoney } from '../customers/customers.ts';
import type { Order, OrderLine } from '../sales/sales.ts';
import type { Visit } from './visit.ts';
import { say } from './words.ts';

/** Letters of all of Europe: a name is written as its bearer writes it. */
const FONTS = {
  plain: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans.ttf')),
  bold: fileURLToPath(import.meta.resolve('dejavu-fonts-ttf/ttf/DejaVuSans-Bold.ttf')),
};

const INK = '#16233a';
const SOFT = '#5b6678';
const MARGIN = 56;
const SIDE = 170;

/**
 * The tickets of an order, a page each, with the QR code that is read at the door.
 * @param names of the contacts that tickets are for, by their ids
 */
export async function ticketsPdf(
  { shop, locale }: Visit,
  order: Order,
  lines: OrderLine[],
  names: Map<number, string>,
): Promise<Buffer> {
  const title = say(locale, 'tickets.title', { number: order.number });
  const pdf = new PDFDocument({
    size: 'A5',
    margin: MARGIN,
    autoFirstPage: false,
    lang: locale,
    displayTitle: true,
    info: { Title: title, Author: shop.institution.name },
  });
  pdf.registerFont('plain', FONTS.plain).registerFont('bold', FONTS.bold);
  const parts: Buffer[] = [];
  const done = new Promise<Buffer>((resolve, reject) => {
    pdf.on('data', (part: Buffer) => parts.push(part));
    pdf.on('end', () => resolve(Buffer.concat(parts)));
    pdf.on('error', reject);
  });
  for (const line of lines) await drawTicket(pdf, { shop, locale }, order, line, names);
  pdf.end();
  return await done;
}

async function drawTicket(
  pdf: PDFKit.PDFDocument,
  { shop, locale }: Pick<Visit, 'shop' | 'locale'>,
  order: Order,
  line: OrderLine,
  names: Map<number, string>,
): Promise<void> {
  const { institution } = shop;
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
    pdf.text(say(locale, 'tickets.valid', { day: spokenDate(locale, institution, 'date', at) }), { width });
  }
  if (performance?.venue) pdf.text(performance.venue, { width });
  const name = nameOf(line, names);
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
    .text(say(locale, 'tickets.order', { number: order.number, line: line.line }), {
      width,
      align: 'center',
    });
}

function nameOf({ attendee }: OrderLine, names: Map<number, string>): string {
  if (attendee.kind === 'beneficiary') return `${attendee.firstName} ${attendee.lastName}`;
  if (attendee.kind === 'contact') return names.get(attendee.contactId) ?? '';
  return attendee.kind === 'self' ? ([...names.values()].at(-1) ?? '') : '';
}
