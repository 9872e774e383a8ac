import { createWriteStream } from 'node:fs';
import { rename, rm } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import { type Command, Option } from 'commander';
import { type Language, writeExtractOf } from '../subject-access/subject-access.ts';
import { withInstitution } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('subject-access')
    .description('write everything that is known of one contact into a zip, to be handed to that person')
    .argument('<contact-number>')
    .requiredOption('--out <file>', 'the zip; a file that is there is replaced')
    .addOption(
      new Option('--locale <locale>', 'of the page; by default the contact’s language').choices(['fr', 'en']),
    )
    .option('--institution <slug>')
    .action(
      async (
        number: string,
        { out, locale, institution: slug }: { out: string; locale?: Language; institution?: string },
      ) => {
        await withInstitution(slug, async ({ database, institution }) => {
          const zip = await writeExtractOf(database, institution, number, { now: new Date(), locale });
          const part = `${out}.part`;
          try {
            await pipeline(zip, createWriteStream(part, { mode: 0o600 }));
            await rename(part, out);
          } catch (error) {
            await rm(part, { force: true });
            throw error;
          }
          console.log(`everything about contact ${number} written to ${out}`);
        });
      },
    );
}
