import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestDatabase, type TestDatabase } from '../../test/helpers/database.ts';
import { prepared } from './database.ts';

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

it('a prepared statement takes other parameters each time, and wordings do not get in each other’s way', async () => {
  const twice = async (n: number) =>
    (await sql<{ n: number }>`${prepared} select ${n}::integer * 2 as n`.execute(test.database.owner)).rows[0]
      ?.n;
  const thrice = async (n: number) =>
    (await sql<{ n: number }>`${prepared} select ${n}::integer * 3 as n`.execute(test.database.owner)).rows[0]
      ?.n;
  expect([await twice(1), await thrice(1), await twice(2), await thrice(2)]).toEqual([2, 3, 4, 6]);
});
