import { Readable } from 'node:stream';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Asker, Web } from '../../../test/helpers/web.ts';
import { workbook } from '../../../test/helpers/workbook.ts';
import type { DomainError } from '../../errors.ts';
import { type Inspection, importFile, type Mapping } from '../import.ts';

let web: Web;
let ask: Asker;
beforeAll(async () => {
  web = await Web.open();
  ask = await web.as('administrator');
});
afterAll(() => web.close());

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/** As a box office exports them from Excel. */
const EXPORT = Buffer.from(
  [
    'N° client;Type;Civilité;Nom;Prénom;Courriel;Né le;NPA;Ville;Pays;Rôles;Créé le;Total',
    '1001;Particulier;Mme;Lefèvre;Hélène;helene@example.org;15.06.1958;1204;Genève;Suisse;;03.01.2012;12',
    '1002;Société;;Müller & Fils;;info@example.org;;8001;Zürich;CH;Fournisseur:31.12.2019;04.11.2013;0',
    '1003;Particulier;M.;Öztürk;Ali;ali@example.org;24.12.1990;69001;Lyon;France;Guide, Partenaire;05.05.2015;7',
  ].join('\r\n'),
  'latin1',
);

async function inspect(body: Buffer, type = 'text/csv', query = ''): Promise<Inspection> {
  const answer = await ask(`/api/imports/contacts/inspect${query}`, {
    method: 'POST',
    body,
    headers: { 'content-type': type },
  });
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json();
}

function multipart(mapping: unknown, file: Buffer, accept = 'application/json') {
  const boundary = '----rappel';
  const part = (head: string) => `--${boundary}\r\ncontent-disposition: form-data; ${head}\r\n`;
  return {
    method: 'POST' as const,
    headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, accept },
    body: Buffer.concat([
      Buffer.from(`${part('name="mapping"')}\r\n${JSON.stringify(mapping)}\r\n`),
      Buffer.from(`${part('name="file"; filename="x.csv"')}content-type: text/csv\r\n\r\n`),
      file,
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ]),
  };
}

const contacts = async () =>
  await web.venue.rows<{ number: string }>(sql`
    select number, kind, first_name, last_name, email, birth_date, postcode, town, country, created_on,
           (select string_agg(role || coalesce(':' || valid_until, ''), ';' order by role) from contact_roles r
             where r.institution_id = c.institution_id and r.contact_id = c.id) as roles
      from contacts c where institution_id = ${web.venue.id} order by number`);

describe('any CSV becomes contacts', () => {
  let found: Inspection;
  beforeAll(async () => {
    found = await inspect(EXPORT);
  });

  it('a file of which nothing is known is shown all the same, to be mapped by hand', async () => {
    for (const header of ['x', 'constructor,__proto__']) {
      const unknown = await inspect(Buffer.from(`${header}\n1\n`));
      expect(unknown.mapping.columns, header).toEqual([]);
    }
  });

  it('its encoding, delimiter, columns, orders of days and meanings are proposed', () => {
    expect(found).toMatchObject({ format: 'csv', encoding: 'windows-1252', delimiter: ';' });
    expect(found.mapping.columns).toEqual([
      { from: 'N° client', to: 'number' },
      { from: 'Type', to: 'kind' },
      { from: 'Civilité', to: 'title' },
      { from: 'Nom', to: 'last_name' },
      { from: 'Prénom', to: 'first_name' },
      { from: 'Courriel', to: 'email' },
      { from: 'Né le', to: 'birth_date', days: 'day-first' },
      { from: 'NPA', to: 'postcode' },
      { from: 'Ville', to: 'town' },
      { from: 'Pays', to: 'country' },
      { from: 'Rôles', to: 'roles' },
      { from: 'Créé le', to: 'created_on', days: 'day-first' },
    ]);
    expect(found.values.Type).toEqual([
      { there: 'Particulier', rows: 2 },
      { there: 'Société', rows: 1 },
    ]);
  });

  it('the first rows are shown as they would become, with what is wrong of them', async () => {
    const header = found.columns.map(({ name }) => name);
    const rows = [
      ...found.rows,
      { line: 5, fields: ['1004', 'Fantôme', '', '', '', 'nobody', '31.02.1990'] },
    ];
    const values = { Type: ['Particulier', 'Fantôme'] };
    const body = { mapping: found.mapping, header, rows, values };
    const preview = (await ask('/api/imports/contacts/preview', { method: 'POST', body })).json();
    expect(preview.rows[1].values).toEqual([
      ...['1002', 'structure', '', 'Müller & Fils', '', 'info@example.org', '', '8001', 'Zürich', 'CH'],
      ...['supplier:2019-12-31', '2013-11-04'],
    ]);
    expect(preview.rows[0].problems).toEqual([]);
    expect(preview.rows[3].problems).toMatchObject([
      { code: 'none-of', column: 'kind', value: 'Fantôme' },
      { code: 'not-an-email', column: 'email' },
      { code: 'not-a-date', column: 'birth_date', value: '1990-02-31' },
    ]);
    expect(preview.unread).toEqual({ Type: ['Fantôme'] });
  });

  it('checked, nothing is written; imported, everything is, and again nothing changes', async () => {
    const url = '/api/imports/contacts/mapped';
    const checked = await ask(`${url}?dryRun=true`, multipart(found.mapping, EXPORT));
    expect(checked.json()).toMatchObject({ rows: 3, inserted: 3 });
    expect(await contacts()).toEqual([]);
    expect((await ask(url, multipart(found.mapping, EXPORT))).json()).toMatchObject({ inserted: 3 });
    expect(await contacts()).toMatchObject([
      {
        number: '1001',
        kind: 'individual',
        last_name: 'Lefèvre',
        birth_date: '1958-06-15',
        town: 'Genève',
        country: 'CH',
        created_on: '2012-01-03',
      },
      { number: '1002', kind: 'structure', roles: 'supplier:2019-12-31' },
      { number: '1003', last_name: 'Öztürk', country: 'FR', roles: 'guide;partner' },
    ]);
    const again = await ask(url, multipart(found.mapping, EXPORT));
    expect(again.json()).toMatchObject({ inserted: 0, updated: 0, unchanged: 3 });
  });

  it('the same from a workbook, whose numbers and days are stored as such', async () => {
    const day = (serial: number) => ({ xml: `<c s="1"><v>${serial}</v></c>` });
    const file = workbook([
      ['Customer no', 'Type', 'Surname', 'Date of birth'],
      [2001, 'Company', 'ACME', null],
      [2002, 'Person', 'Ada', day(36161)],
    ]);
    const { mapping, sheets } = await inspect(file, XLSX);
    expect(sheets).toEqual(['Contacts']);
    const answer = await ask('/api/imports/contacts/mapped', multipart(mapping, file));
    expect(answer.json()).toMatchObject({ rows: 2, inserted: 2 });
    expect((await contacts()).slice(3)).toMatchObject([
      { number: '2001', kind: 'structure' },
      { number: '2002', kind: 'individual', last_name: 'Ada', birth_date: '1999-01-01' },
    ]);
  });
});

describe('what is wrong is told by line, with a code', () => {
  const wrong = Buffer.from('Numéro,Nom,Naissance\nX1,Ada,31.02.1990\nX2,Bob,15.06.1990\nX3\n');
  const mapping: Mapping = {
    columns: [
      { from: 'Numéro', to: 'number' },
      { from: 'Nom', to: 'last_name' },
      { from: 'Naissance', to: 'birth_date', days: 'day-first' },
    ],
    constants: { kind: 'individual' },
  };

  it('as a problem', async () => {
    const answer = await ask('/api/imports/contacts/mapped', multipart(mapping, wrong));
    expect(answer.statusCode).toBe(422);
    expect(answer.json()).toMatchObject({
      type: '/problems/import-refused',
      errors: [
        {
          code: 'not-a-date',
          line: 2,
          column: 'birth_date',
          value: '1990-02-31',
          message: 'line 2, column birth_date: "1990-02-31" is not a date (YYYY-MM-DD)',
        },
        { code: 'field-count', line: 4, about: { fields: 1, header: 3 } },
      ],
    });
  });

  it('or as the last line of the answer, for whoever asks for progress', async () => {
    const call = multipart(mapping, wrong, 'application/x-ndjson');
    const answer = await ask('/api/imports/contacts/mapped', call);
    const lines = answer.body
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    expect(lines.at(-1)).toMatchObject({ problem: { type: '/problems/import-refused', status: 422 } });
    const right = multipart(mapping, Buffer.from('Numéro,Nom,Naissance\nX1,Ada,\n'), 'application/x-ndjson');
    const done = await ask('/api/imports/contacts/mapped?dryRun=true', right);
    expect(JSON.parse(done.body.trim().split('\n').at(-1) as string)).toMatchObject({ result: { rows: 1 } });
  });

  it('a column that the file lacks, and a mapping that makes no sense', async () => {
    const lacks = await ask(
      '/api/imports/contacts/mapped',
      multipart(mapping, Buffer.from('Numéro,Nom\nX1,Ada\n')),
    );
    expect(lacks.json().errors).toMatchObject([{ code: 'column-not-in-file', value: 'Naissance' }]);
    for (const [columns, constants] of [
      [[{ from: 'Nom', to: 'shoe_size' }], {}],
      [[{ from: 'Nom', to: 'last_name', values: { a: 'b' } }], {}],
      [
        [
          { from: 'Nom', to: 'birth_date' },
          { from: 'Numéro', to: 'birth_date' },
        ],
        {},
      ],
      [[{ from: 'Nom', to: 'last_name' }], { number: '1' }],
      [[], {}],
    ]) {
      const answer = await ask('/api/imports/contacts/mapped', multipart({ columns, constants }, wrong));
      expect([answer.statusCode, answer.json().type]).toEqual([422, '/problems/wrong-mapping']);
    }
  });

  it('a file that is none, and a request without one', async () => {
    const old = Buffer.from('\xd0\xcf\x11\xe0 old', 'latin1');
    const answer = await ask('/api/imports/contacts/inspect', {
      method: 'POST',
      body: old,
      headers: { 'content-type': 'text/csv' },
    });
    expect(answer.json()).toMatchObject({
      type: '/problems/unreadable-file',
      errors: [{ code: 'old-workbook' }],
    });
    expect((await ask('/api/imports/contacts/inspect', { method: 'POST', body: {} })).statusCode).toBe(415);
    for (const type of ['multipart/form-data', 'multipart/form-data; boundary=b']) {
      const broken = { method: 'POST', body: Buffer.from('x'), headers: { 'content-type': type } } as const;
      expect((await ask('/api/imports/contacts/mapped', broken)).json().type).toBe('/problems/wrong-mapping');
    }
  });
});

describe('a mapping saved as a profile', () => {
  const wanted = {
    name: 'Billetterie',
    kind: 'contacts',
    mapping: { columns: [{ from: 'Nom', to: 'last_name' }] },
  };

  it('is found again by name, replaced, removed, and each is in the audit', async () => {
    const saved = (await ask('/api/import-profiles', { method: 'POST', body: wanted })).json();
    const other = { ...wanted, mapping: { columns: [{ from: 'Name', to: 'last_name' }] } };
    const replaced = (await ask('/api/import-profiles', { method: 'POST', body: other })).json();
    expect(replaced).toEqual({ ...other, id: saved.id });
    expect((await ask('/api/import-profiles')).json()).toEqual({ items: [replaced] });
    const address = `/api/import-profiles/${saved.id}`;
    expect((await ask(address, { method: 'DELETE' })).statusCode).toBe(204);
    expect((await ask(address, { method: 'DELETE' })).statusCode).toBe(404);
    const lines = await web.venue.rows<{ action: string; subject: string }>(sql`
      select action, subject from audit_log where action like 'import-profile.%' order by id`);
    expect(lines.map(({ action }) => action)).toEqual([
      ...['import-profile.save', 'import-profile.save', 'import-profile.delete'],
    ]);
    expect(new Set(lines.map(({ subject }) => subject))).toEqual(new Set([`import-profile:${saved.id}`]));
  });

  it('that makes no sense is not saved', async () => {
    const body = { ...wanted, mapping: { columns: [{ from: 'Nom', to: 'shoe_size' }] } };
    expect((await ask('/api/import-profiles', { method: 'POST', body })).json().type).toBe(
      '/problems/wrong-mapping',
    );
  });
});

it('stopped in the middle, nothing of the file is there', async () => {
  const before = await contacts();
  const stop = new AbortController();
  const rows = Array.from({ length: 30_000 }, (_, at) => `S${at};Nom${at}\n`);
  const columns = [
    { from: 'Numéro', to: 'number' },
    { from: 'Nom', to: 'last_name' },
  ];
  const thrown = await importFile(
    web.venue.database,
    web.venue.institution,
    'contacts',
    Readable.from(['Numéro;Nom\n', ...rows], { objectMode: false }),
    {
      now: new Date(),
      mapping: { columns, constants: { kind: 'individual' } },
      cancel: stop.signal,
      onRows: (done) => {
        if (done >= 10_000) stop.abort();
      },
    },
  ).catch((error: DomainError) => error);
  expect(thrown).toMatchObject({ code: 'import-cancelled' });
  expect(await contacts()).toEqual(before);
});

describe('over a real connection', () => {
  let address: string;
  let cookie: string;
  beforeAll(async () => {
    address = await web.server.listen({ port: 0 });
    const signIn = await fetch(`${address}/api/session`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'administrator@example.org', password: 'correct horse battery staple' }),
    });
    cookie = signIn.headers.get('set-cookie')?.split(';', 1)[0] as string;
  });
  const send = (body: string | ReadableStream, signal: AbortSignal | null = null) =>
    fetch(`${address}/api/imports/contacts`, {
      method: 'POST',
      headers: { cookie, 'content-type': 'text/csv' },
      body,
      duplex: 'half',
      signal,
    } as RequestInit);

  it('a large file that is refused at its header is told so, though most of it was never read', async () => {
    const answer = await send(`shoe_size\n${'42\n'.repeat(3_000_000)}`);
    expect([answer.status, (await answer.text()).includes('unknown-column')]).toEqual([422, true]);
  });

  it('whoever goes away in the middle leaves nothing behind', async () => {
    const before = await contacts();
    const gone = new AbortController();
    let sent = 0;
    const body = new ReadableStream({
      async pull(controller) {
        if (sent === 0) controller.enqueue(Buffer.from('number,kind\n'));
        if (sent === 40_000) {
          gone.abort();
          return;
        }
        const rows = Array.from({ length: 5000 }, (_, at) => `G${sent + at},individual\n`);
        controller.enqueue(Buffer.from(rows.join('')));
        sent += 5000;
      },
    });
    await expect(send(body, gone.signal)).rejects.toThrow();
    // the next import waits for the end of the one before it
    const next = await send('number,kind\n1001,individual\n');
    expect(await next.json()).toMatchObject({ rows: 1 });
    expect((await contacts()).map(({ number }) => number)).toEqual(before.map(({ number }) => number));
  });
});

it('R1h a day of creation that is still to come is refused', async () => {
  const answer = await ask('/api/imports/contacts', {
    method: 'POST',
    body: Buffer.from('number,kind,created_on\nZ1,individual,2999-01-01\n'),
    headers: { 'content-type': 'text/csv' },
  });
  expect(answer.json().errors).toMatchObject([{ code: 'day-to-come', line: 2, column: 'created_on' }]);
});

it('R6 a file that is closed to who imports is not changed, whatever the kind; the administrator changes it', async () => {
  for (const confidentiality of ['free', 'restricted', 'confidential']) {
    await web.venue.contact({ number: confidentiality, last_name: 'Rey', confidentiality });
  }
  const send = async (as: Asker, kind: string, lines: string[]) =>
    await as(`/api/imports/${kind}`, {
      method: 'POST',
      body: Buffer.from(`${lines.join('\n')}\n`),
      headers: { 'content-type': 'text/csv' },
    });
  const files: [kind: string, column: string, header: string, row: (number: string) => string][] = [
    ['contacts', 'number', 'number,kind,last_name', (number) => `${number},individual,Rey`],
    [
      'authorisations',
      'contact_number',
      'contact_number,authorisation,value,changed_at',
      (number) => `${number},email,yes,2016-01-01T10:00`,
    ],
    [
      'orders',
      'cultural_contact',
      'order_number,line,state,cultural_contact',
      (number) => `${number},1,sold,${number}`,
    ],
  ];
  const marketing = await web.as('marketing');
  for (const [kind, column, header, row] of files) {
    const lines = [header, row('free'), row('restricted'), row('confidential')];
    const refused = await send(marketing, kind, lines);
    expect(refused.json().errors, kind).toMatchObject([
      { code: 'confidential-contact', line: 3, column, value: 'restricted' },
      { code: 'confidential-contact', line: 4, column, value: 'confidential' },
    ]);
    expect((await send(ask, kind, lines)).statusCode, kind).toBe(200);
  }
});
