import type { Command } from 'commander';
import { replayLedger } from '../retention/retention.ts';
import { withDatabase } from './with-database.ts';

export function register(program: Command): void {
  program
    .command('ledger')
    .description('the ledger of erasures, outside the database')
    .command('replay')
    .description(
      'erase again whom a restored backup brought back; every command does so by itself before it reads',
    )
    .action(async () => {
      await withDatabase(
        async ({ config, database }) => {
          const { erased } = await replayLedger(database, config.ledgerFile, new Date());
          console.log(
            erased === 0 ? 'The database is level with the ledger.' : `${erased} contacts were erased again.`,
          );
        },
        { replay: false },
      );
    });
}
