import type { Command } from 'commander';
import { eraseContact } from '../retention/retention.ts';
import { confirm, sealWarning } from './confirm.ts';
import { withInstitution } from './with-database.ts';

interface Options {
  institution?: string;
  override?: string;
  yes?: boolean;
}

export function register(program: Command): void {
  program
    .command('erase')
    .description('erase one contact at its request; debt, credit and tickets to come block it')
    .argument('<contact-number>')
    .option('--institution <slug>')
    .option('--override <reason>', 'erase all the same; the reason is kept and must not name the person')
    .option('--yes', 'do not ask for confirmation')
    .action(async (contactNumber: string, { institution: slug, override, yes }: Options) => {
      await withInstitution(slug, async ({ config, database, institution }) => {
        const final = await sealWarning(database, institution);
        if (!yes) await confirm(`Contact ${contactNumber} will be erased for good.${final}`, contactNumber);
        const { run, outcome, overridden } = await eraseContact(database, institution, contactNumber, {
          now: new Date(),
          ledgerFile: config.ledgerFile,
          overrideReason: override,
        });
        const despite = overridden.length > 0 ? ` in spite of ${overridden.join(', ')}` : '';
        if (yes && final !== '') console.error(final.trim());
        console.log(
          `contact ${contactNumber} was ${outcome === 'delete' ? 'deleted' : 'anonymised'}${despite} (run ${run})`,
        );
      });
    });
}
