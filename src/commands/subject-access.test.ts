import { spawnSync } from 'node:child_process';
import { existsSync, statSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { onServer } from '../../test/helpers/database.ts';
import { unzip } from '../../test/helpers/unzip.ts';
import { Venue } from '../../test/helpers/venue.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

it('R20 R21 the extract and the log-ins of tools from the command line', async () => {
  const venue = await Venue.open({ where: 'folder' });
  const { environment, folder } = venue.test;
  await venue.contact({ number: '4711', last_name: 'Lovelace', language: 'en' });
  await venue.database.close();
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [main, ...args], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });
  const out = join(folder, 'extract.zip');

  const written = run('subject-access', '4711', '--out', out);
  expect([written.status, written.stderr]).toEqual([0, '']);
  const page = (await unzip(await readFile(out))).get('your-data.html')?.toString();
  expect(page).toContain('Lovelace');
  expect(statSync(out).mode & 0o077, 'for nobody else on this machine').toBe(0);

  const nobody = run('subject-access', '0815', '--out', join(folder, 'nobody.zip'));
  expect([nobody.status, nobody.stderr]).toEqual([1, 'rappel: there is no contact 0815\n']);
  expect(existsSync(join(folder, 'nobody.zip')) || existsSync(join(folder, 'nobody.zip.part'))).toBe(false);
  const nowhere = run('subject-access', '4711', '--out', join(folder, 'no', 'such', 'folder.zip'));
  expect([nowhere.status, nowhere.stderr.trim().split('\n').length]).toEqual([1, 1]);
  expect(run('subject-access', '4711').status).toBe(2);

  const made = run('bi', 'create', 'Metabase');
  if (onServer) {
    const logIn = /^log-in (\S+); password: \S{32}\n$/.exec(made.stdout)?.[1] ?? '';
    expect(run('bi', 'list').stdout).toContain(`${logIn}  `);
    expect(run('bi', 'revoke', logIn).status).toBe(0);
    expect(run('bi', 'list').stdout).toBe('');
  } else {
    expect([made.status, made.stderr]).toEqual([
      1,
      'rappel: outside tools read a PostgreSQL server (DATABASE_URL), not the embedded database\n',
    ]);
  }
  await venue.close();
}, 180_000); // up to eight processes, one after the other
