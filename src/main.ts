import { Command, CommanderError } from 'commander';
import { register as contacts } from './commands/contacts.ts';
import { register as demo } from './commands/demo.ts';
import { register as erase } from './commands/erase.ts';
import { register as importFile } from './commands/import.ts';
import { register as institution } from './commands/institution.ts';
import { register as ledger } from './commands/ledger.ts';
import { register as migrate } from './commands/migrate.ts';
import { register as retention } from './commands/retention.ts';
import { register as role } from './commands/role.ts';
import { register as seal } from './commands/seal.ts';
import { register as serve } from './commands/serve.ts';
import { DomainError } from './errors.ts';

/** `rappel <command>`. Exit 0: done; 1: refused or failed, one clear line on stderr; 2: wrong usage. */
const program = new Command('rappel')
  .description('Rappel remembers those who want to be remembered.')
  .exitOverride()
  .showHelpAfterError('(add --help for what the command takes)');
for (const register of [
  serve, migrate, institution, role, demo, importFile, contacts, retention, erase, ledger, seal,
]) {
  register(program);
}

// A reader that stops early (`| head`) is no failure.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  if (error instanceof DomainError) {
    console.error(`rappel: ${error.message}`);
    for (const line of error.details) console.error(`  ${line}`);
    return 1;
  }
  const { message, code } = error as { message?: string; code?: string };
  console.error(`rappel: ${(message || code || String(error)).split('\n')[0]}`);
  if (process.env.RAPPEL_DEBUG) console.error(error);
  return 1;
}
