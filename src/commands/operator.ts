import { randomBytes } from 'node:crypto';
import { type Command, Option } from 'commander';
import {
  createOperator,
  type Profile,
  profileNames,
  resetSecondFactor,
  setPassword,
} from '../operators/operators.ts';
import { withInstitution } from './with-database.ts';

const BY = { actor: 'command-line' };

export function register(program: Command): void {
  const operator = program
    .command('operator')
    .description('people who work in the back office; for whoever is shut out of it');
  operator
    .command('create')
    .description('add an operator and print its first password, once')
    .argument('<email>')
    .requiredOption('--name <name>')
    .addOption(new Option('--profile <profile>').choices(profileNames).default('administrator'))
    .option('--institution <slug>')
    .action(async (email: string, options: { name: string; profile: Profile; institution?: string }) => {
      await withInstitution(options.institution, async ({ database, institution }) => {
        const { name, profile } = options;
        const password = firstPassword();
        const wanted = { email, name, password, profile, locale: institution.locale };
        await createOperator(database, institution, wanted, { ...BY, now: new Date() });
        console.log(`operator ${email} (${profile}) added; password: ${password}`);
      });
    });
  operator
    .command('password')
    .description('give an operator a new password, printed once; unlocks, and ends its sessions')
    .argument('<email>')
    .option('--institution <slug>')
    .action(async (email: string, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        const password = firstPassword();
        await setPassword(database, institution, email, password, { ...BY, now: new Date() });
        console.log(`new password of ${email}: ${password}`);
      });
    });
  operator
    .command('reset-second-factor')
    .description(
      'for who lost the app and the recovery codes: takes the second factor away, and ends its sessions',
    )
    .argument('<email>')
    .option('--institution <slug>')
    .action(async (email: string, { institution: slug }: { institution?: string }) => {
      await withInstitution(slug, async ({ database, institution }) => {
        const there = await resetSecondFactor(database, institution, email, { ...BY, now: new Date() });
        console.log(
          there ? `${email} signs in without a second factor now` : `${email} had no second factor`,
        );
      });
    });
}

/** 120 random bits, in groups that can be read out. */
const firstPassword = (): string => (randomBytes(15).toString('hex').match(/.{6}/g) as string[]).join('-');
