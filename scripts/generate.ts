import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { generate, PostgresDialect } from 'kysely-codegen';
import { connect } from '../src/database/connect.ts';
import { migrate } from '../src/database/migrate.ts';

// Writes the types of the schema as the migrations make it; with --check it only says whether they are up to date.
const outFile = fileURLToPath(new URL('../src/database/schema.generated.ts', import.meta.url));
const database = await connect({ memory: true });
try {
  await migrate(database);
  const text = await generate({
    db: database.owner,
    dialect: new PostgresDialect(),
    typeMapping: { int8: 'number', date: 'string', timestamptz: 'Date', numeric: 'string' },
    outFile: null,
    print: true,
    logger: undefined,
  });
  const before = await readFile(outFile, 'utf8').catch(() => '');
  if (process.argv.includes('--check')) {
    if (before !== text) {
      console.error('src/database/schema.generated.ts is not what the migrations make: run `npm run generate`.');
      process.exitCode = 1;
    }
  } else {
    await writeFile(outFile, text);
  }
} finally {
  await database.close();
}
