/** GSM 03.38: each of these is a character of a message; those of the second row are two. */
const BASIC = new Set(
  '@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&\'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà',
);
const EXTENDED = new Set('\f^{}\\[~]|€');

/** What typography has for a sign that telephones know: one of them would more than halve what fits into a message. */
const PLAIN: [RegExp, string][] = [
  [/[\u00a0\u2000-\u200a\u202f\u205f\u3000\t]/g, ' '],
  [/[\u2018\u2019\u201b\u2032]/g, "'"],
  [/[\u201c\u201d\u201e\u2033]|\u00ab ?| ?\u00bb/g, '"'],
  [/[\u2010-\u2015\u2212]/g, '-'],
  [/\u2026/g, '...'],
  [/\u0153/g, 'oe'],
  [/\u0152/g, 'OE'],
  [/\r\n?/g, '\n'],
];

/** A text message in the signs of telephones where there are any, and without what cannot be seen. */
export function plainSigns(text: string): string {
  const replaced = PLAIN.reduce((said, [sign, plain]) => said.replaceAll(sign, plain), text.normalize('NFC'));
  return replaced.replaceAll(/[^\P{C}\n]/gu, '').trim();
}

/** A text that takes more messages than this is a mistake that somebody pays for. */
export const MOST_MESSAGES = 10;

/** What a text takes of messages: one of 160 characters, or several that a telephone joins again. */
export interface MeasuredText {
  encoding: 'gsm' | 'ucs2';
  /** As the encoding counts: € is two of GSM 03.38, many emoji are two or more of UCS-2. */
  characters: number;
  messages: number;
  /** How many fit into each of so many messages. */
  perMessage: number;
  /** The characters that GSM 03.38 does not have; they halve what fits. */
  forcing: string[];
}

/** Beside these, a joined message says in six bytes which part of which it is. */
const SIZES = { gsm: { alone: 160, joined: 153 }, ucs2: { alone: 70, joined: 67 } } as const;

export function measureText(text: string): MeasuredText {
  const forcing = [...new Set(text)].filter((sign) => !BASIC.has(sign) && !EXTENDED.has(sign));
  const encoding = forcing.length === 0 ? 'gsm' : 'ucs2';
  const messages = textParts(text, encoding).length;
  const { alone, joined } = SIZES[encoding];
  return {
    encoding,
    characters: sizeOf(text, encoding),
    messages,
    perMessage: messages === 1 ? alone : joined,
    forcing,
  };
}

/** The texts of the messages, none of which ends in the middle of a character. */
export function textParts(text: string, encoding: MeasuredText['encoding']): string[] {
  const { alone, joined } = SIZES[encoding];
  if (sizeOf(text, encoding) <= alone) return [text];
  const parts: string[] = [];
  let part = '';
  let size = 0;
  for (const sign of text) {
    const takes = sizeOf(sign, encoding);
    if (size + takes > joined) {
      parts.push(part);
      part = '';
      size = 0;
    }
    part += sign;
    size += takes;
  }
  return [...parts, part];
}

function sizeOf(text: string, encoding: MeasuredText['encoding']): number {
  if (encoding === 'ucs2') return text.length;
  let size = 0;
  for (const sign of text) size += EXTENDED.has(sign) ? 2 : 1;
  return size;
}
