import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { askInInstitution, prepared } from './database.ts';

let test: TestDatabase;
beforeAll(async () => {
  test = await createTestDatabase();
  await sql`create table things (name text primary key)`.execute(test.database.owner);
});
afterAll(() => test.remove());

const names = async () =>
  (await sql<{ name: string }>`select name from things order by name`.execute(test.database.owner)).rows.map(
    ({ name }) => name,
  );

describe('a transaction, which begins with its first statement', () => {
  it.each([
    ['without parameters', () => sql<{ n: number }>`select 1 as n`],
    ['with parameters', () => sql<{ n: number }>`select ${1}::integer as n`],
    ['that is prepared', () => sql<{ n: number }>`${prepared} select ${1}::integer as n`],
  ])('gives the rows of a first statement %s', async (_, statement) => {
    const rows = await test.database.owner
      .transaction()
      .execute(async (transaction) => (await statement().execute(transaction)).rows);
    expect(rows).toEqual([{ n: 1 }]);
  });

  it.each([
    ['the first', sql`insert into things values ('first')`],
    ['a later', sql`insert into things values (${'later'})`],
  ])('undoes %s statement where it fails after it', async (_, statement) => {
    const failing = test.database.owner.transaction().execute(async (transaction) => {
      await statement.execute(transaction);
      throw new Error('after it');
    });
    await expect(failing).rejects.toThrow('after it');
    expect(await names()).toEqual([]);
  });

  it('fails with its first statement, and the connection serves the next one', async () => {
    const failing = test.database.owner
      .transaction()
      .execute((transaction) => sql`select * from nothing`.execute(transaction));
    await expect(failing).rejects.toMatchObject({ code: '42P01' });
    expect(await names()).toEqual([]);
  });

  it('in which nothing is asked leaves nothing behind', async () => {
    await test.database.owner.transaction().execute(async () => {});
    await sql`insert into things values ('kept')`.execute(test.database.owner);
    await test.database.pool.query('rollback');
    expect(await names()).toEqual(['kept']);
    await sql`delete from things`.execute(test.database.owner);
  });
});

it('a prepared statement takes other parameters each time, and each wording has its own plan, which stays', async () => {
  await test.database.owner.connection().execute(async (connection) => {
    const times = async (factor: string, n: number) =>
      (
        await sql<{ n: number }>`${prepared} select ${n}::integer * ${sql.raw(factor)} as n`.execute(
          connection,
        )
      ).rows[0]?.n;
    expect([await times('2', 1), await times('3', 1), await times('2', 2), await times('3', 2)]).toEqual([
      2, 3, 4, 6,
    ]);
    const { rows } = await sql<{ statement: string }>`
      select statement from pg_prepared_statements where statement like ${'/* prepared */ %integer * %'}`.execute(
      connection,
    );
    expect(rows).toHaveLength(2);
  });
});

describe('a statement that is asked in one piece', () => {
  it('sees one institution, as one that cannot see the others', async () => {
    await sql`create table asked (who text, institution text)`.execute(test.database.owner);
    await sql`grant insert on asked to rappel_app`.execute(test.database.owner);
    await askInInstitution(
      test.database,
      7,
      sql`insert into asked values (current_user, current_setting('rappel.institution_id') || ${'!'})`,
    );
    const { rows } = await sql`select * from asked`.execute(test.database.owner);
    expect(rows).toEqual([{ who: 'rappel_app', institution: '7!' }]);
  });

  it('fails alone: nothing of it stays, and the next one is answered', async () => {
    await sql`grant select, insert on things to rappel_app`.execute(test.database.owner);
    const twice = sql`insert into things select ${'twice'} from generate_series(1, 2)`;
    await expect(askInInstitution(test.database, 7, twice)).rejects.toMatchObject({ code: '23505' });
    await askInInstitution(test.database, 7, sql`insert into things values (${'once'})`);
    expect(await names()).toEqual(['once']);
    await sql`delete from things`.execute(test.database.owner);
  });
});
