import { type FileHandle, mkdtemp, open, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import yauzl from 'yauzl';
import { FileProblem } from '../records.ts';

/** No venue's list is near them; what is, goes in as CSV. In bytes. */
const MOST_PACKED = 256 * 1024 ** 2;
const MOST_SHEET = 2 * 1024 ** 3;
/** Texts that cells share, and styles, are held in memory. */
const MOST_HELD = 48 * 1024 ** 2;
/** Excel's own packing of XML stays below 30; a bomb is a thousand. */
const MOST_RATIO = 200;
/** Below it a ratio says nothing. */
const SMALL = 1024 ** 2;
const MOST_ENTRIES = 5000;

/**
 * The parts of an XLSX file. Its directory stands at its end, so the bytes go to a temporary file that has lost its
 * name before the first of them is written: it is gone with the request, or with the process.
 */
export class Workbook {
  readonly #file: FileHandle;
  readonly #zip: yauzl.ZipFile;
  readonly #entries: ReadonlyMap<string, yauzl.Entry>;

  private constructor(file: FileHandle, zip: yauzl.ZipFile, entries: ReadonlyMap<string, yauzl.Entry>) {
    this.#file = file;
    this.#zip = zip;
    this.#entries = entries;
  }

  /** @throws FileProblem where it is no workbook, or one that unpacks to more than is sane */
  static async open(source: AsyncIterable<Buffer>): Promise<Workbook> {
    const folder = await mkdtemp(join(tmpdir(), 'rappel-import-'));
    const file = await open(join(folder, 'workbook'), 'wx+', 0o600).finally(() =>
      rm(folder, { recursive: true, force: true }),
    );
    try {
      let packed = 0;
      for await (const chunk of source) {
        packed += chunk.length;
        if (packed > MOST_PACKED) throw tooLarge(MOST_PACKED);
        await file.write(chunk);
      }
      const zip = await directoryOf(file.fd);
      return new Workbook(file, zip, await entriesOf(zip));
    } catch (error) {
      await file.close();
      throw error;
    }
  }

  async close(): Promise<void> {
    await this.#file.close();
  }

  has(name: string): boolean {
    return this.#entries.has(name);
  }

  /**
   * A part, unpacked as it is read. What is unpacked is counted, whatever the directory says of it.
   * @param held the caller keeps it in memory
   */
  async *part(name: string, { held }: { held: boolean }): AsyncGenerator<string> {
    const entry = this.#entries.get(name);
    if (entry === undefined) throw new FileProblem(1, { code: 'not-a-workbook' });
    const most = held ? MOST_HELD : MOST_SHEET;
    const decoder = new TextDecoder();
    let unpacked = 0;
    try {
      for await (const chunk of await this.#unpack(entry)) {
        unpacked += chunk.length;
        if (unpacked > most || (unpacked > SMALL && unpacked > MOST_RATIO * entry.compressedSize)) {
          throw tooLarge(Math.min(most, unpacked));
        }
        yield decoder.decode(chunk as Buffer, { stream: true });
      }
    } catch (error) {
      if (error instanceof FileProblem) throw error;
      throw new FileProblem(1, { code: 'not-a-workbook' });
    }
    yield decoder.decode();
  }

  #unpack(entry: yauzl.Entry): Promise<Readable> {
    return new Promise((resolve, reject) => {
      this.#zip.openReadStream(entry, (error, stream) => (error ? reject(error) : resolve(stream)));
    });
  }
}

const tooLarge = (most: number) => new FileProblem(1, { code: 'workbook-too-large', about: { most } });

function directoryOf(file: number): Promise<yauzl.ZipFile> {
  return new Promise((resolve, reject) => {
    yauzl.fromFd(file, { lazyEntries: true, autoClose: false }, (error, zip) => {
      if (error) reject(new FileProblem(1, { code: 'not-a-workbook' }));
      else resolve(zip);
    });
  });
}

async function entriesOf(zip: yauzl.ZipFile): Promise<Map<string, yauzl.Entry>> {
  const entries = new Map<string, yauzl.Entry>();
  if (zip.entryCount > MOST_ENTRIES) throw new FileProblem(1, { code: 'not-a-workbook' });
  await new Promise<void>((resolve, reject) => {
    zip.on('error', () => reject(new FileProblem(1, { code: 'not-a-workbook' })));
    zip.on('end', resolve);
    zip.on('entry', (entry: yauzl.Entry) => {
      entries.set(entry.fileName, entry);
      zip.readEntry();
    });
    zip.readEntry();
  });
  return entries;
}
