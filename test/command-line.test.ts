import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../src/database/database.ts';
import { createTestDatabase, onServer, type TestDatabase } from './helpers/database.ts';

const rappel = fileURLToPath(new URL('../bin/rappel', import.meta.url));

let test: TestDatabase;
let folder: string;
let environment: NodeJS.ProcessEnv;
beforeAll(async () => {
  test = await createTestDatabase('folder');
  await test.database.close(); // from here on it is the processes'
  folder = await mkdtemp(join(tmpdir(), 'rappel-files-'));
  // `rappel` installs what is missing from the lock file's packages; here nothing is
  environment = { PATH: process.env.PATH, HOME: process.env.HOME, TZ: process.env.TZ, ...test.environment };
});
afterAll(async () => {
  await test.remove();
  await rm(folder, { recursive: true, force: true });
});

function run(...words: string[]) {
  const { status, stdout, stderr } = spawnSync(rappel, words, {
    env: environment,
    encoding: 'utf8',
    cwd: folder,
  });
  return { status, stdout, stderr };
}

async function file(name: string, text: string | Buffer): Promise<string> {
  await writeFile(join(folder, name), text);
  return name;
}

const oneLine = (text: string) => text.trim().split('\n').length === 1 && text.startsWith('rappel: ');

describe('the command line, from an empty database to the journal', () => {
  it('documents every command', () => {
    const { status, stdout } = run('--help');
    expect(status).toBe(0);
    for (const command of [
      'serve',
      'migrate',
      'institution',
      'demo',
      'import',
      'contacts',
      'retention',
      'erase',
      'ledger',
      'seal',
      'subject-access',
      'bi',
    ]) {
      expect(stdout).toContain(`  ${command}`);
      expect(run(command, '--help').status).toBe(0);
    }
  });

  it('says what to do first where there is no institution', () => {
    const { status, stderr } = run('retention', 'run');
    expect(status).toBe(1);
    expect(stderr).toContain('rappel institution create');
    expect(oneLine(stderr)).toBe(true);
  });

  it('creates an institution, imports, simulates, erases and shows the journal', async () => {
    expect(run('institution', 'create', 'theatre', '--name', 'Grand Théâtre').status).toBe(0);
    const contacts = await file(
      'contacts.csv',
      'number;kind;first_name;last_name;created_on\n1;individual;Marie;Rey;2015-01-01\n2;individual;"L; éa";Favre;2015-01-01\n3;individual;Jean;Blanc;2015-01-01\n',
    );
    expect(run('import', 'contacts', contacts, '--dry-run')).toMatchObject({ status: 0 });
    expect(run('contacts', '--format', 'csv').stdout.trim().split('\n')).toHaveLength(1);
    expect(run('import', 'contacts', contacts).stdout).toContain('3 rows, 3 new');
    const orders = await file(
      'orders.csv',
      'order_number,line,organisation,ordered_on,purchase_contact,state,product,performance_start,price,currency\nA,1,Scène,2016-05-02,1,sold,Carmen,2016-06-15T20:00,85.00,CHF\n',
    );
    expect(run('import', 'orders', orders)).toMatchObject({ status: 0 });
    expect(
      run(
        'import',
        'balances',
        await file('balances.csv', 'contact_number,organisation,currency,amount\n3,Scène,CHF,-12.50\n'),
      ),
    ).toMatchObject({ status: 0 });

    const simulation = run('retention', 'run', '--as-of', '2021-06-15', '--format', 'json');
    expect(JSON.parse(simulation.stdout)).toEqual({
      run: 1,
      mode: 'simulation',
      asOf: '2021-06-15',
      months: 36,
      cutoff: '2018-06-15',
      counts: {
        contacts: 3,
        recomputed: 3,
        inactive: 3,
        delete: 1,
        anonymise: 1,
        spare: { debt: 0, credit: 1, role: 0, restricted: 0, waiting: 0, 'sole-relay': 0 },
      },
      seconds: expect.any(Number),
    });
    const list = run('retention', 'run', '--as-of', '2021-06-15', '--format', 'csv').stdout;
    expect(list).toBe(
      'contact_number,kind,outcome,reason,recency,recency_source,recency_organisation\n' +
        '1,individual,anonymise,,2016-06-15,sale,Scène\n2,individual,delete,,2015-01-01,creation,\n3,individual,spare,credit,2015-01-01,creation,\n',
    );
    expect(run('retention', 'run', '--real', '--as-of', '2021-06-15')).toMatchObject({
      status: 1,
      stdout: '',
    });
    const real = run('retention', 'run', '--real', '--yes', '--as-of', '2021-06-15', '--format', 'csv');
    expect(real.stdout).toBe(
      'contact_number,kind,outcome,reason,recency,recency_source,recency_organisation\n' +
        ',individual,anonymise,,2016-06-15,sale,Scène\n,individual,delete,,2015-01-01,creation,\n3,individual,spare,credit,2015-01-01,creation,\n',
    );
    expect(run('retention', 'journal', '3', '--format', 'csv').stdout).toBe(real.stdout);
    const left = JSON.parse(run('contacts', '--format', 'json').stdout) as {
      number: string;
      recency: string;
    }[];
    expect(left).toMatchObject([
      { number: '3', first_name: 'Jean', recency: '2015-01-01', recency_source: 'creation' },
    ]);
    expect(JSON.parse(run('retention', 'runs', '--format', 'json').stdout)).toHaveLength(3);
    // R7 a file that brings an erased number back: its row is refused, the rest goes in
    const again = run('import', 'contacts', contacts);
    expect(again).toMatchObject({ status: 0 });
    expect(again.stdout).toContain('2 rows refused');
  });

  it.each([
    ['unknown institution', ['contacts', '--institution', 'nowhere']],
    ['negative months', ['retention', 'run', '--months', '-3']],
    ['absurd months', ['retention', 'run', '--months', '99999']],
    ['a day in the future', ['retention', 'run', '--as-of', '2999-01-01']],
    ['no day', ['retention', 'run', '--as-of', '2021-02-30']],
    ['a seal key that is none', ['seal', 'set', 'age1nonsense']],
    ['an unknown run', ['retention', 'journal', '4711']],
    ['an unknown contact', ['erase', 'nobody', '--yes']],
    ['an erasure that nobody is asked to confirm', ['erase', '3']],
    ['a file that is not there', ['import', 'contacts', 'missing.csv']],
    ['demo data beside contacts', ['demo']],
  ])('%s is refused with one clear line', (_, words) => {
    const { status, stdout, stderr } = run(...words);
    expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
    expect(oneLine(stderr), stderr).toBe(true);
  });

  it.each([
    [['nonsense']],
    [['import', 'nonsense', 'x.csv']],
    [['import', 'contacts']],
    [['retention', 'run', '--months', 'many']],
    [['retention', 'run', '--format', 'pdf']],
    [['contacts', '--bogus']],
  ])('%j is wrong usage', (words) => {
    expect(run(...words)).toMatchObject({ status: 2, stdout: '' });
  });

  it.each([
    ['DATABASE_URL', 'mysql://localhost/x'],
    ['PORT', 'many'],
    ['RAPPEL_SECRET', 'short'],
    ['PUBLIC_URL', 'nonsense'],
  ])('a wrong %s stops the start with one line that names it', (name, value) => {
    const { status, stderr } = spawnSync(rappel, ['contacts'], {
      env: { ...environment, [name]: value },
      encoding: 'utf8',
    });
    expect(status).toBe(1);
    expect(stderr).toMatch(new RegExp(`^rappel: ${name} [^\n]*\n$`));
  });
});

describe('R14 a backup taken before a run, restored after it', () => {
  it('R14 is erased again from the ledger before anything is read', async () => {
    const ledger = join(folder, 'erasures.ledger');
    environment = { ...environment, RAPPEL_LEDGER: ledger };
    await file(
      'more.csv',
      'number,kind,last_name,created_on\nR1,individual,Restored,2010-01-01\nR2,individual,Kept,2021-01-01\n',
    );
    expect(run('import', 'contacts', 'more.csv')).toMatchObject({ status: 0 });
    const restore = await backup();
    expect(run('retention', 'run', '--real', '--yes', '--as-of', '2021-06-15')).toMatchObject({ status: 0 });
    expect(run('contacts').stdout).not.toContain('Restored');

    await restore();
    const first = run('contacts', '--format', 'csv');
    expect(first.stdout).not.toContain('Restored');
    expect(first.stdout).toContain('Kept');
    expect(first.stderr).toContain('1 contacts were erased again');
    expect(run('ledger', 'replay').stdout).toContain('level with the ledger');
    expect(await readFile(ledger, 'utf8')).toMatch(/^([0-9a-f-]{36}\n)+$/);
  });

  /** @returns what brings the database back as it is now */
  async function backup(): Promise<() => Promise<void>> {
    if (!onServer) {
      const copy = join(folder, 'backup');
      await cp(join(test.folder, 'postgresql'), copy, { recursive: true });
      return async () => {
        await rm(join(test.folder, 'postgresql'), { recursive: true });
        await cp(copy, join(test.folder, 'postgresql'), { recursive: true });
      };
    }
    const url = test.environment.DATABASE_URL as string;
    const name = new URL(url).pathname.slice(1);
    const copy = async (from: string, to: string) => {
      const server = await connect({ url: process.env.TEST_DATABASE_URL as string, connections: 1 });
      await sql`${sql.raw(`drop database if exists ${to}`)}`.execute(server.owner);
      await sql`${sql.raw(`create database ${to} template ${from}`)}`.execute(server.owner);
      await server.close();
    };
    await copy(name, `${name}_backup`);
    return async () => {
      await copy(`${name}_backup`, name);
      const server = await connect({ url: process.env.TEST_DATABASE_URL as string, connections: 1 });
      await sql`${sql.raw(`drop database ${name}_backup`)}`.execute(server.owner);
      await server.close();
    };
  }
});

describe.runIf(!onServer)('the embedded folder', () => {
  it('is opened by one process at a time, and at once after a SIGKILL', async () => {
    const server = spawn(rappel, ['serve'], {
      env: { ...environment, PORT: '0' },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(server.stdout, 'data');
    const second = run('contacts');
    expect(second.status).toBe(1);
    expect(second.stderr).toContain('in the browser');
    expect(oneLine(second.stderr)).toBe(true);
    server.kill('SIGKILL');
    await once(server, 'close');
    expect(run('contacts').status).toBe(0);
  });
});
