import type { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import yauzl from 'yauzl';

/** The files of a zip, by their names. */
export async function unzip(zip: Readable | Buffer): Promise<Map<string, Buffer>> {
  const bytes = Buffer.isBuffer(zip) ? zip : await buffer(zip);
  const file = await yauzl.fromBufferPromise(bytes);
  const files = new Map<string, Buffer>();
  for await (const entry of file.eachEntry()) {
    files.set(entry.fileName, await buffer(await file.openReadStreamPromise(entry)));
  }
  return files;
}
