import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import { csvFile, dataFile, PHOTO, photoOf, schemaFile } from './files.ts';
import type { Extract } from './gather.ts';
import { page } from './page.ts';

const PAGE = { fr: 'vos-donnees.html', en: 'your-data.html' };

/** The files of an extract as a zip, made while it is read: what waits is the extract, not its files. */
export function zipOf(extract: Extract): Readable {
  const zip = new yazl.ZipFile();
  const options = { mtime: extract.madeAt };
  const add = (name: string, pieces: () => Iterable<string>) =>
    zip.addReadStreamLazy(name, options, (give) =>
      give(null, Readable.from(pieces(), { objectMode: false })),
    );
  add(PAGE[extract.language], () => page(extract));
  add('data.json', () => dataFile(extract));
  zip.addBuffer(Buffer.from(schemaFile(extract)), 'data.schema.json', options);
  for (const table of extract.tables) {
    if (table.rows.length > 0) add(`csv/${table.table}.csv`, () => csvFile(table, extract));
  }
  const photo = photoOf(extract);
  if (photo !== undefined) zip.addBuffer(photo, PHOTO, { ...options, compress: false });
  zip.end();
  const out = new PassThrough();
  zip.on('error', (error) => out.destroy(error as Error));
  zip.outputStream.pipe(out);
  return out;
}
