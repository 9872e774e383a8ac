import type { Command } from 'commander';
import { createInstitution } from '../institutions/institutions.ts';
import { withDatabase } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('institution')
    .description('the venues of this installation')
    .command('create')
    .description('create an institution: a venue, a museum, a club, or a federation of them')
    .argument('<slug>', 'its short name, such as grand-theatre')
    .requiredOption('--name <name>', 'its name as people read it')
    .option('--locale <locale>', 'fr or en', 'fr')
    .option('--time-zone <zone>', 'IANA time zone', 'Europe/Zurich')
    .option('--country <code>', 'ISO 3166-1 alpha-2', 'CH')
    .action(
      async (slug: string, options: { name: string; locale: string; timeZone: string; country: string }) => {
        await withDatabase(async ({ database }) => {
          const institution = await createInstitution(database, { slug, ...options });
          console.log(
            `institution ${institution.slug} created (${institution.timeZone}, ${institution.currency})`,
          );
        });
      },
    );
}
