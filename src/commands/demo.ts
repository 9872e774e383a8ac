import type { Command } from 'commander';
import { createDemo, demoInstitution } from '../demo/demo.ts';
import { wholeNumber } from './arguments.ts';
import { progressBar } from './output.ts';
import { withDatabase } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('demo')
    .description(
      'a plausible venue to try everything on: contacts, seasons, orders, waiting lists, campaigns',
    )
    .option('--contacts <n>', 'how many contacts', wholeNumber, 2000)
    .option('--seed <n>', 'the same seed gives the same venue', wholeNumber, 1)
    .option('--institution <slug>', 'where there are several; where there is none, "demo" is created')
    .action(
      async ({
        contacts,
        seed,
        institution: slug,
      }: {
        contacts: number;
        seed: number;
        institution?: string;
      }) => {
        await withDatabase(async ({ database }) => {
          const institution = await demoInstitution(database, slug);
          const bar = progressBar('contacts');
          // made in one piece each: what is there after Ctrl-C is as whole as the demo ever is, or nothing
          const end = () => process.exit(130);
          process.once('SIGINT', end);
          try {
            await createDemo(database, institution, {
              contacts,
              seed,
              now: new Date(),
              onProgress: (done) => bar.show(done, contacts),
            });
          } finally {
            process.off('SIGINT', end);
            bar.stop();
          }
          console.log(`${institution.slug} has ${contacts} contacts now: try "rappel retention run"`);
        });
      },
    );
}
