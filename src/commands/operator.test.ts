import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { Venue } from '../../test/helpers/venue.ts';
import { connect } from '../database/database.ts';
import { signIn } from '../operators/operators.ts';

const main = fileURLToPath(new URL('../main.ts', import.meta.url));

it('whoever is shut out gets in again from the command line, with a new password printed once', async () => {
  const venue = await Venue.open({ where: 'folder' });
  const { environment, folder } = venue.test;
  await venue.database.close();
  const run = (...args: string[]) =>
    spawnSync(process.execPath, [main, 'operator', ...args], {
      env: { ...process.env, ...environment },
      encoding: 'utf8',
    });
  const created = run('create', 'Ada@Example.org', '--name', 'Ada');
  expect(created.stderr).toBe('');
  expect(created.stdout).toMatch(/\(administrator\) added; password: (\w{6}-){4}\w{6}\n$/);
  expect(run('create', 'ada@example.org', '--name', 'Ada').stderr).toContain('is there already');
  expect(run('password', 'nobody@example.org').status).toBe(1);
  const password = run('password', 'ada@example.org').stdout.trim().split(' ').at(-1) as string;
  expect(run('reset-second-factor', 'ada@example.org').stdout).toBe('ada@example.org had no second factor\n');
  const database = await connect(
    environment.DATABASE_URL === undefined ? { folder } : { url: environment.DATABASE_URL },
  );
  const { session } = await signIn(database, { email: 'ada@example.org', password }, new Date());
  expect(session.operator.profile).toBe('administrator');
  await database.close();
  await venue.close();
}, 120_000); // six processes, one after the other
