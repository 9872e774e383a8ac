import type { Command } from 'commander';
import { createBiLogIn, revokeBiLogIn, selectBiLogIns } from '../bi/bi.ts';
import { withInstitution } from './with-database.ts';

const by = () => ({ now: new Date(), actor: 'command-line' });

export function register(program: Command): void {
  const bi = program
    .command('bi')
    .description('log-ins with which BI tools read the domains of an institution, on a PostgreSQL server');
  bi.command('create')
    .description('make a log-in and print its password, once')
    .argument('<name>', 'what it is for, such as Metabase')
    .option('--institution <slug>')
    .action(async (name: string, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        const { logIn, password } = await createBiLogIn(database, institution, name, by());
        console.log(`log-in ${logIn}; password: ${password}`);
      });
    });
  bi.command('list')
    .description('the log-ins there are')
    .option('--institution <slug>')
    .action(async ({ institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        for (const { logIn, name, createdAt } of await selectBiLogIns(database, institution)) {
          console.log(`${logIn}  ${createdAt.toISOString().slice(0, 10)}  ${name}`);
        }
      });
    });
  bi.command('revoke')
    .description('take a log-in back; what it could read ends at once')
    .argument('<log-in>')
    .option('--institution <slug>')
    .action(async (logIn: string, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        await revokeBiLogIn(database, institution, logIn, by());
        console.log(`log-in ${logIn} reads nothing any more`);
      });
    });
}
