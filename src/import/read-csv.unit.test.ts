import { Readable } from 'node:stream';
import { stringify } from 'csv-stringify/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readCsv } from './read-csv.ts';
import type { FileProblem, FileRecord } from './records.ts';

async function read(content: string | Buffer, pieces = content.length): Promise<FileRecord[]> {
  const bytes = Buffer.from(content as string);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; at += pieces) chunks.push(bytes.subarray(at, at + pieces));
  const records: FileRecord[] = [];
  for await (const some of readCsv(Readable.from(chunks))) records.push(...some);
  return records;
}

const problem = async (content: string | Buffer, pieces?: number): Promise<FileProblem> =>
  await read(content, pieces).then(
    () => expect.fail('the file was read'),
    (error) => error,
  );

describe('a record stands at the line of the file where it starts', () => {
  it.each([
    ['LF', '\n'],
    ['CRLF', '\r\n'],
  ])('%s, with line breaks between quotes and empty lines', async (_, eol) => {
    const lines = ['a,b', '1,"x', 'y', 'z"', '', '2,"p', '"', '3,'];
    expect(await read(lines.join(eol) + eol)).toEqual([
      { line: 1, fields: ['a', 'b'] },
      { line: 2, fields: ['1', `x${eol}y${eol}z`] },
      { line: 6, fields: ['2', `p${eol}`] },
      { line: 8, fields: ['3', ''] },
    ]);
  });

  it('lines may end with CRLF or LF in one file, and the last one with nothing', async () => {
    expect((await read('a;b\r\n1;2\n3;4')).map(({ fields }) => fields)).toEqual([
      ['a', 'b'],
      ['1', '2'],
      ['3', '4'],
    ]);
  });
});

it('any fields come back, however the bytes are cut', async () => {
  const field = fc.string({ unit: 'grapheme', maxLength: 12 }).filter((text) => !text.includes('\0'));
  const row = fc.tuple(fc.constant('k'), field, field);
  await fc.assert(
    fc.asyncProperty(
      fc.array(row, { maxLength: 6 }),
      fc.constantFrom(',', ';'),
      fc.constantFrom('\n', '\r\n'),
      fc.integer({ min: 1, max: 9 }),
      async (rows, delimiter, eol, pieces) => {
        const all = [['key', 'one', 'other'], ...rows];
        const text = stringify(all, { delimiter, record_delimiter: eol, bom: true, quoted_match: /[\r\n]/ });
        expect((await read(text, pieces)).map(({ fields }) => fields)).toEqual(all);
      },
    ),
  );
});

describe('what is no CSV in UTF-8 is told with its line', () => {
  it.each<[string, string | Buffer, number, RegExp]>([
    ['Latin-1', Buffer.from('a,b\n1,é\n', 'latin1'), 2, /not UTF-8/],
    ['Latin-1 at the very end', Buffer.from('a,b\n1,2\n3,é', 'latin1'), 3, /not UTF-8/],
    ['a character that is cut off at the end', Buffer.from('a,b\n1,€').subarray(0, -1), 2, /not UTF-8/],
    ['UTF-16', Buffer.from('\ufeffa,b\n1,2\n', 'utf16le'), 1, /UTF-8/],
    ['a NUL', 'a,b\n1,2\n3,\0\n', 3, /NUL/],
    ['a quote that is never closed', 'a,b\n1,2\n3,"x\ny\n', 3, /never closed/],
    ['a quote inside a quoted field', 'a,b\n1,"x"y"\n', 2, /not doubled/],
    ['a quote inside a plain field', 'a,b\n1,x"y\n', 2, /not quoted/],
    ['a record without end', `a,b\n1,2\n3,"${'x\n'.repeat(600_000)}`, 3, /longer than/],
  ])('%s', async (_, content, line, reason) => {
    for (const pieces of [content.length, 65_536, ...(content.length < 100 ? [1, 2, 3] : [])]) {
      const error = await problem(content, pieces);
      expect({ line: error.line, reason: error.message }).toEqual({
        line,
        reason: expect.stringMatching(reason),
      });
    }
  });
});

describe('more columns than any file has', () => {
  it.each([
    ['in the header', ';'.repeat(990_000)],
    ['in a row', `a,b\n${'1,'.repeat(1001)}\n`],
  ])('%s are refused with their line', async (_, content) => {
    expect((await problem(content)).reason.code).toBe('record-too-long');
  });
});
