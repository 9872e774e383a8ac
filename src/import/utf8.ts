import { isUtf8 } from 'node:buffer';

/** What makes a text file unreadable, with the line (from 1) where it is. */
export interface ByteProblem {
  line: number;
  code: 'not-utf8' | 'nul-byte';
}

const LINE_FEED = 0x0a;

/**
 * Watches the bytes of a file go by and finds what is not strict UTF-8, or a NUL (PostgreSQL has none in its
 * texts). A character may be cut between two chunks: its first bytes wait for the next one.
 */
export class Utf8Watch {
  #line = 1;
  #cut: Buffer = Buffer.alloc(0);

  /** @param last true for the end of the file, where no character may be cut */
  problem(chunk: Buffer, last: boolean): ByteProblem | undefined {
    const bytes = this.#cut.length === 0 ? chunk : Buffer.concat([this.#cut, chunk]);
    const whole = last ? bytes : bytes.subarray(0, bytes.length - cutLength(bytes));
    if (!isUtf8(whole) || whole.includes(0)) return this.#locate(whole);
    this.#cut = Buffer.from(bytes.subarray(whole.length));
    this.#line += count(whole, LINE_FEED);
    return undefined;
  }

  #locate(bytes: Buffer): ByteProblem {
    let start = 0;
    for (let line = this.#line; ; line += 1) {
      const feed = bytes.indexOf(LINE_FEED, start);
      const content = bytes.subarray(start, feed === -1 ? bytes.length : feed);
      if (!isUtf8(content)) return { line, code: 'not-utf8' };
      if (content.includes(0)) return { line, code: 'nul-byte' };
      start = feed + 1;
    }
  }
}

/** How many bytes at the end begin a character of which more is to come. */
function cutLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back += 1) {
    const byte = bytes[bytes.length - back] as number;
    if (byte < 0x80) return 0;
    if (byte >= 0xc0) return back < (byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2) ? back : 0;
  }
  return 0;
}

function count(bytes: Buffer, byte: number): number {
  let found = 0;
  for (let at = bytes.indexOf(byte); at !== -1; at = bytes.indexOf(byte, at + 1)) found += 1;
  return found;
}
