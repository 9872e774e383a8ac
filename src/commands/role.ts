import type { Command } from 'commander';
import { addRole } from '../institutions/institutions.ts';
import { withInstitution } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('role')
    .description('roles of contacts, beside supplier, guide, exhibitor, partner, producer and contractor')
    .command('add')
    .description('add a role; who holds it is never erased by the batch')
    .argument('<name>', 'such as sponsor')
    .option('--institution <slug>')
    .action(async (name: string, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        await addRole(database, institution, name);
        console.log(`role ${name} added to ${institution.slug}`);
      });
    });
}
