import type { Command } from 'commander';
import { readConfig } from '../config.ts';
import { connect, distribute, migrate } from '../database/database.ts';
import { embeddedTemplate } from '../database/template.ts';
import { DomainError } from '../errors.ts';
import { installJobs } from '../jobs/jobs.ts';

export function register(program: Command): void {
  program
    .command('migrate')
    .description('bring the schema of the database up to date')
    .option('--citus', 'and distribute the tables over a Citus cluster')
    .action(async ({ citus }: { citus?: boolean }) => {
      const config = readConfig();
      if (citus && config.databaseUrl === undefined) {
        throw new DomainError(
          'no-server',
          '--citus needs DATABASE_URL: the embedded database is one process',
        );
      }
      const database = await connect(
        config.databaseUrl === undefined
          ? { folder: config.dataFolder, template: await embeddedTemplate() }
          : { url: config.databaseUrl },
      );
      try {
        const done = await migrate(database);
        for (const name of done) console.log(`migrated ${name}`);
        await installJobs(database);
        if (citus) for (const table of await distribute(database)) console.log(`distributed ${table}`);
        console.log('the schema is up to date');
      } finally {
        await database.close();
      }
    });
}
