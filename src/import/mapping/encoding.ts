import { isAscii, isUtf8 } from 'node:buffer';
import { analyse } from 'chardet';

/** Those in which venues' systems write; `TextDecoder` knows them. */
export const encodings = [
  'utf-8',
  'utf-16le',
  'utf-16be',
  'windows-1252',
  'windows-1250',
  'iso-8859-15',
] as const;
export type Encoding = (typeof encodings)[number];

/** What is looked at before deciding, in bytes. */
const WINDOW = 65_536;
/** By how much another alphabet must be likelier than that of Western Europe. */
const LEAD = 20;

/** Names of the detector, as ours. ISO 8859-1 is read as its superset, as browsers do. */
const NAMES: Record<string, Encoding> = {
  'UTF-8': 'utf-8',
  'UTF-16LE': 'utf-16le',
  'UTF-16BE': 'utf-16be',
  'windows-1252': 'windows-1252',
  'ISO-8859-1': 'windows-1252',
  'windows-1250': 'windows-1250',
  'ISO-8859-2': 'windows-1250',
};

/** The encoding of a piece of text; of ASCII alone it is UTF-8. */
export function encodingOf(bytes: Buffer, cut = false): Encoding {
  const head = bytes.subarray(0, 2).toString('latin1');
  if (head === '\xff\xfe') return 'utf-16le';
  if (head === '\xfe\xff') return 'utf-16be';
  // a character may be cut at the end of the window
  const whole = cut ? bytes.subarray(0, Math.max(0, bytes.length - 3)) : bytes;
  for (let more = 0; more <= (cut ? 3 : 0); more += 1) {
    if (isUtf8(bytes.subarray(0, whole.length + more))) return 'utf-8';
  }
  const found = analyse(bytes).filter(({ name }) => NAMES[name] !== undefined);
  const western = Math.max(
    0,
    ...found.filter(({ name }) => NAMES[name] === 'windows-1252').map(({ confidence }) => confidence),
  );
  const other = found.find(({ name }) => !['windows-1252', 'utf-8'].includes(NAMES[name] as string));
  return other !== undefined && other.confidence > western + LEAD
    ? (NAMES[other.name] as Encoding)
    : 'windows-1252';
}

/**
 * The text of a file as UTF-8. Without an encoding it is told by the first bytes that are not ASCII, however far into
 * the file they stand: what came before is the same in every one.
 * @param onEncoding told once, where it was detected
 */
export async function* asUtf8(
  source: AsyncIterable<Buffer>,
  given: Encoding | undefined,
  onEncoding: (encoding: Encoding) => void = () => {},
): AsyncGenerator<Buffer> {
  let decoder = given === undefined ? undefined : new TextDecoder(given);
  let held = Buffer.alloc(0);
  const decide = (cut: boolean) => {
    const encoding = encodingOf(held, cut);
    onEncoding(encoding);
    decoder = new TextDecoder(encoding);
    const text = decoder.decode(held, { stream: true });
    held = Buffer.alloc(0);
    return Buffer.from(text);
  };
  for await (const chunk of source) {
    if (decoder !== undefined) yield Buffer.from(decoder.decode(chunk, { stream: true }));
    else if (held.length === 0 && isAscii(chunk) && !chunk.includes(0)) yield chunk;
    else {
      held = Buffer.concat([held, chunk]);
      if (held.length >= WINDOW) yield decide(true);
    }
  }
  if (held.length > 0) yield decide(false);
  if (decoder !== undefined) yield Buffer.from(decoder.decode());
}
