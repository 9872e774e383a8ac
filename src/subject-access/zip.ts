import { PassThrough, Readable } from 'node:stream';
import yazl from 'yazl';
import { contentOf } from './content.ts';
import { csvFile, dataFile, machineFiles, PHOTO, photoOf, schemaFile } from './files.ts';
import type { Extract } from './gather.ts';
import { page } from './page.ts';
import { pdfOf } from './pdf.ts';

const PAGE = { fr: 'vos-donnees', en: 'your-data' };

/** The files of an extract as a zip, made while it is read: what waits is the extract, not its files. */
export function zipOf(extract: Extract): Readable {
  const zip = new yazl.ZipFile();
  const options = { mtime: extract.madeAt, compressionLevel: 3 };
  const add = (name: string, pieces: () => Iterable<string>) =>
    zip.addReadStreamLazy(name, options, (give) =>
      give(null, Readable.from(pieces(), { objectMode: false })),
    );
  const content = contentOf(extract);
  const name = PAGE[extract.language];
  add(`${name}.html`, () => page(content, extract.language));
  zip.addReadStreamLazy(`${name}.pdf`, options, (give) => {
    pdfOf(extract, content).then(
      (pdf) => give(null, pdf),
      (error) => give(error, null as never),
    );
  });
  for (const file of Object.keys(machineFiles) as (keyof typeof machineFiles)[]) {
    add(`${file}.json`, () => dataFile(extract, file));
    zip.addBuffer(Buffer.from(schemaFile(extract, file)), `${file}.schema.json`, options);
  }
  for (const table of extract.tables) {
    if (table.rows.length > 0) add(`csv/${table.table}.csv`, () => csvFile(table, extract));
  }
  const photo = photoOf(extract);
  if (photo !== undefined) zip.addBuffer(photo, PHOTO, { mtime: extract.madeAt, compress: false });
  zip.end();
  const out = new PassThrough();
  zip.on('error', (error) => out.destroy(error as Error));
  zip.outputStream.pipe(out);
  return out;
}
