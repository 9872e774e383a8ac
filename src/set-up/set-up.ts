import { randomBytes, timingSafeEqual } from 'node:crypto';
import { sql } from 'kysely';
import type { Database } from '../database/database.ts';
import { createDemo, demoInstitution } from '../demo/demo.ts';
import { DomainError } from '../errors.ts';
import { createInstitution, type Institution, selectInstitutions } from '../institutions/institutions.ts';
import { createOperator } from '../operators/operators.ts';

/** What the set-up page asks for. */
export interface SetUp {
  /** A new institution; undefined: the one that is there, or the demo's. */
  institution?: { slug: string; name: string; locale: string; timeZone: string; country: string } | undefined;
  /** Fill it with so many made-up contacts. */
  demo?: { contacts: number } | undefined;
  administrator: { name: string; email: string; password: string };
}

/** Whether somebody can sign in. */
export async function isSetUp(database: Database): Promise<boolean> {
  const { rows } = await sql<{ there: boolean }>`select exists (select from operators) as there`.execute(
    database.owner,
  );
  return rows[0]?.there ?? false;
}

/**
 * The link of the first start: whoever has it may set Rappel up, once. It is kept in the memory of the process that
 * printed it and nowhere else; another start prints another.
 */
export class SetUpLink {
  #token: Buffer | undefined = randomBytes(24);

  get token(): string | undefined {
    return this.#token?.toString('base64url');
  }

  /** @throws DomainError `wrong-set-up-link` */
  check(token: string): void {
    const given = Buffer.from(token, 'base64url');
    if (this.#token?.length !== given.length || !timingSafeEqual(this.#token, given)) {
      throw new DomainError(
        'wrong-set-up-link',
        'this link is not, or no longer, good: start Rappel again for another',
      );
    }
  }

  spend(): void {
    this.#token = undefined;
  }
}

/**
 * Creates the institution (or takes the one that is there, or the demo's) and its administrator.
 * @throws DomainError `wrong-set-up-link`, and those of `createInstitution`, `createOperator`, `createDemo`
 */
export async function setUp(
  database: Database,
  link: SetUpLink,
  token: string,
  wanted: SetUp,
  now: Date,
): Promise<Institution> {
  link.check(token);
  if (await isSetUp(database)) {
    link.spend();
    link.check(token);
  }
  const institution = await institutionFor(database, wanted);
  if (wanted.demo !== undefined) {
    await createDemo(database, institution, { contacts: wanted.demo.contacts, seed: 1, now });
  }
  // Last: until there is an operator, the link stays good.
  await createOperator(
    database,
    institution,
    { ...wanted.administrator, profile: 'administrator', locale: institution.locale },
    { now, actor: 'system' },
  );
  link.spend();
  return institution;
}

async function institutionFor(database: Database, wanted: SetUp): Promise<Institution> {
  if (wanted.demo !== undefined) return await demoInstitution(database, undefined);
  const [present] = await selectInstitutions(database);
  if (present !== undefined) return present;
  if (wanted.institution === undefined)
    throw new DomainError('no-institution', 'there is no institution yet');
  return await createInstitution(database, wanted.institution);
}
