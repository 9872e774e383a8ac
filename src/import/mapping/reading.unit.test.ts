import { Readable } from 'node:stream';
import { describe, expect, it } from 'vitest';
import { type Cell, workbook, zip } from '../../../test/helpers/workbook.ts';
import type { FileProblem, FileRecord } from '../records.ts';
import { asUtf8, encodingOf } from './encoding.ts';
import type { Reading } from './mapping.ts';
import { openTable } from './open-table.ts';

const pieces = (bytes: Buffer, size: number) =>
  Readable.from(
    Array.from({ length: Math.ceil(bytes.length / size) }, (_, at) =>
      bytes.subarray(at * size, (at + 1) * size),
    ),
  );

async function read(bytes: Buffer, reading: Reading = {}, size = 64) {
  const table = await openTable(pieces(bytes, size), reading);
  const records: FileRecord[] = [];
  for await (const some of table.records) records.push(...some);
  return { ...table, records };
}

const fields = async (bytes: Buffer) => (await read(bytes)).records.map((record) => record.fields);

const problem = async (bytes: Buffer): Promise<FileProblem> =>
  await read(bytes, {}, 65_536).then(
    () => expect.fail('the file was read'),
    (error) => error,
  );

describe('the encoding is told by the file', () => {
  const text = 'Numéro;Nom;Prénom\n1;Lefèvre;Hélène\n2;Müller;Jürg\n';
  it.each([
    ['utf-8', Buffer.from(text)],
    ['utf-8', Buffer.from(`\ufeff${text}`)],
    ['windows-1252', Buffer.from(text, 'latin1')],
    ['utf-16le', Buffer.from(`\ufeff${text}`, 'utf16le')],
  ])('%s', async (encoding, bytes) => {
    for (const size of [1, 7, 65_536]) {
      const table = await read(bytes, {}, size);
      expect(table.records[1]).toEqual({ line: 2, fields: ['1', 'Lefèvre', 'Hélène'] });
      expect([table.encoding, table.delimiter]).toEqual([encoding, ';']);
    }
  });

  it('however far the first letter stands that is not ASCII', async () => {
    const long = `name\n${'plain\n'.repeat(40_000)}Lef\xe8vre \x80 \n`;
    const { records } = await read(Buffer.from(long, 'latin1'), {}, 4096);
    expect(records.at(-1)?.fields).toEqual(['Lefèvre € ']);
  });

  it('a character that is cut at the end of what is looked at is none that is wrong', () => {
    expect(encodingOf(Buffer.from('é').subarray(0, 1), true)).toBe('utf-8');
    expect(encodingOf(Buffer.from('Genève').subarray(0, 5), true)).toBe('utf-8');
  });

  it('what was chosen by hand is believed', async () => {
    const chunks: Buffer[] = [];
    for await (const chunk of asUtf8(pieces(Buffer.from([0xa4, 0x0a]), 1), 'iso-8859-15')) chunks.push(chunk);
    expect(Buffer.concat(chunks).toString()).toBe('€\n');
  });
});

it.each([
  ['a,b\n1,2\n', ','],
  ['a;b,c;d\n1;2;3\n', ';'],
  ['a\tb\n1\t2\n', '\t'],
  ['a|b|c,d\n1|2|3\n', '|'],
])('the delimiter is the one that cuts the header into most: %j', async (text, delimiter) => {
  expect((await read(Buffer.from(text))).delimiter).toBe(delimiter);
});

describe('a workbook', () => {
  const sheet = (...cells: Cell[][]) => workbook([['Numéro', 'Nom', 'Naissance'], ...cells]);

  it('gives its rows with their numbers; days are days, and short rows are filled up', async () => {
    const rows = sheet(
      ['X1', 'Lefèvre & <fils>', { xml: '<c s="1"><v>36161</v></c>' }],
      [],
      [7, null],
      ['X2', 'Ämbu'],
    );
    const { records, format, sheets } = await read(rows);
    expect([format, sheets]).toEqual(['xlsx', ['Contacts']]);
    expect(records).toEqual([
      { line: 1, fields: ['Numéro', 'Nom', 'Naissance'] },
      { line: 2, fields: ['X1', 'Lefèvre & <fils>', '1999-01-01'] },
      { line: 4, fields: ['7', '', ''] },
      { line: 5, fields: ['X2', 'Ämbu', ''] },
    ]);
  });

  it('stores a moment, a number with a tail, and text written in the cell', async () => {
    const [, row] = await fields(
      sheet([
        { xml: '<c s="1"><v>36161.833333</v></c>' },
        { xml: '<c><v>0.30000000000000004</v></c>' },
        { xml: '<c t="inlineStr"><is><r><t>in </t></r><r><t>line</t></r></is></c>' },
      ]),
    );
    expect(row).toEqual(['1999-01-01T20:00', '0.3', 'in line']);
  });

  it('has its formulas read as they were calculated, never run', async () => {
    const [, row] = await fields(sheet([{ xml: '<c t="str"><f>HYPERLINK("x")</f><v>shown</v></c>' }]));
    expect(row?.[0]).toBe('shown');
    const empty = sheet([{ xml: '<c><f>1+1</f></c>' }]);
    expect((await problem(empty)).reason.code).toBe('formula-without-value');
    const wrong = sheet(['X1'], [{ xml: '<c t="e"><f>1/0</f><v>#DIV/0!</v></c>' }]);
    expect(await problem(wrong)).toMatchObject({ line: 3, reason: { code: 'cell-error' } });
  });

  it('that is a bomb is refused before it unpacks, whatever its directory says', async () => {
    const rows = `<row r="2"><c r="A2"><v>${'0'.repeat(40_000_000)}</v></c></row>`;
    const bomb = workbook([['a']], {
      'xl/worksheets/sheet1.xml': `<worksheet><sheetData>${rows}</sheetData></worksheet>`,
    });
    expect(bomb.length).toBeLessThan(100_000);
    expect((await problem(bomb)).reason.code).toMatch(/workbook-too-large|record-too-long/);
    const texts = workbook([['a']], {
      'xl/sharedStrings.xml': `<sst>${'<si><t>a</t></si>'.repeat(4_000_000)}</sst>`,
    });
    expect((await problem(texts)).reason.code).toBe('workbook-too-large');
  });

  it('whose XML brings entities of its own is refused', async () => {
    const entities =
      '<!DOCTYPE w [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet><sheetData>&b;</sheetData></worksheet>';
    expect((await problem(workbook([['a']], { 'xl/worksheets/sheet1.xml': entities }))).reason.code).toBe(
      'not-a-workbook',
    );
  });

  it.each([
    ['a ZIP of something else', zip({ 'a.txt': 'a' }), 'not-a-workbook'],
    ['a ZIP that is cut', workbook([['a']]).subarray(0, 200), 'not-a-workbook'],
    ['only the beginning of a ZIP', Buffer.from('PK\x03\x04 and then text', 'latin1'), 'not-a-workbook'],
    ['an old workbook', Buffer.from('\xd0\xcf\x11\xe0 old', 'latin1'), 'old-workbook'],
  ])('%s is told for what it is', async (_, bytes, code) => {
    expect((await problem(bytes)).reason.code).toBe(code);
  });
});
