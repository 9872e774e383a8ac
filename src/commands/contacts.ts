import type { Command } from 'commander';
import { type ContactLine, readContacts } from '../contacts/contacts.ts';
import { type Format, formatOption, printRows } from './output.ts';
import { withInstitution } from './with-database.ts';

/** The columns of the contract, with their widths in a table. */
const COLUMNS: Record<keyof ContactLine, number> = {
  number: 12,
  kind: 10,
  first_name: 16,
  last_name: 20,
  company_name: 24,
  email: 32,
  postcode: 8,
  town: 20,
  country: 7,
  recency: 10,
  recency_source: 16,
};

export function register(program: Command): void {
  program
    .command('contacts')
    .description('list the contacts, with the recency as it was last computed')
    .option('--institution <slug>')
    .addOption(formatOption())
    .action(async ({ institution: slug, format }: { institution?: string; format: Format }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        await printRows<ContactLine>(format, COLUMNS, readContacts(database, institution));
      });
    });
}
