import { Command, CommanderError } from 'commander';
import { DomainError } from './errors.ts';

/**
 * `rappel <command>`. Exit 0: done; 1: refused or failed, one clear line on stderr; 2: wrong usage.
 * Each command is a file of its own that is loaded when it is asked for: the web server's parts alone take longer to
 * load than most commands take to work.
 */
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

const program = new Command('rappel')
  .description('Rappel remembers those who want to be remembered.')
  .exitOverride()
  .showHelpAfterError('(add --help for what the command takes)');
const wanted = process.argv[2] ?? '';
for (const name of COMMANDS.includes(wanted) ? [wanted] : COMMANDS) {
  const { register } = (await import(`./commands/${name}.ts`)) as { register: (program: Command) => void };
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
  return 1;
}
