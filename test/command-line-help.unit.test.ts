import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';

const rappel = fileURLToPath(new URL('../bin/rappel', import.meta.url));
const help = (...words: string[]) => spawnSync(rappel, [...words, '--help'], { encoding: 'utf8' });

const COMMANDS = [
  'serve',
  'migrate',
  'institution',
  'operator',
  'role',
  'demo',
  'import',
  'contacts',
  'retention',
  'erase',
  'ledger',
  'seal',
  'subject-access',
  'bi',
  'bounces',
];

it('the command line lists every command, and each explains itself, without a database', () => {
  const { status, stdout } = help();
  expect(status).toBe(0);
  for (const command of COMMANDS) {
    expect(stdout).toContain(`  ${command}`);
    expect(help(command)).toMatchObject({ status: 0, stdout: expect.stringContaining(`rappel ${command}`) });
  }
});
