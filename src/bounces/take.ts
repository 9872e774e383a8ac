import { type Database, inInstitution } from '../database/database.ts';
import { selectInstitutions } from '../institutions/institutions.ts';
import type { Tokens } from '../tracking/tracking.ts';
import { recordComplaints } from './complaints.ts';
import { recordFailed } from './failed.ts';
import { type Returned, readReturned } from './returned.ts';

/**
 * What became of a message that came back. `hard`: the address is not written to again; `soft`: it did not arrive, and may
 * the next time; `delayed`: the server goes on trying; `complaint`: its reader called it spam; `not-ours`: no notification,
 * or about nothing of ours.
 */
export type Bounce = 'hard' | 'soft' | 'delayed' | 'complaint' | 'not-ours';

/**
 * Writes down what notifications say, some or one, in a few statements for each institution they are about. The same again
 * changes nothing.
 * @returns what became of each, in their order
 */
export async function takeReturned(
  database: Database,
  all: readonly Returned[],
  now: Date,
): Promise<Bounce[]> {
  const outcomes = new Map<Returned, Bounce>();
  const institutions = all.length === 0 ? [] : await selectInstitutions(database);
  for (const institution of institutions) {
    const own = all.filter((one) => one.institution === institution.id);
    const of = (what: Returned['what']) => own.filter((one) => one.what === what);
    if (own.length === 0) continue;
    const [failed, complained] = await inInstitution(database, institution.id, async (tenant) => [
      await recordFailed(tenant, institution, of('failed'), now),
      await recordComplaints(tenant, institution, of('complaint'), now),
    ]);
    for (const one of of('failed')) outcomes.set(one, failed.get(one.recipient) ?? 'not-ours');
    for (const one of of('complaint'))
      outcomes.set(one, complained.has(one.recipient) ? 'complaint' : 'not-ours');
    for (const one of of('delayed')) outcomes.set(one, 'delayed');
  }
  return all.map((one) => outcomes.get(one) ?? 'not-ours');
}

/** One notification as it came. */
export async function takeBounce(
  database: Database,
  tokens: Tokens,
  raw: Buffer,
  now: Date,
): Promise<Bounce> {
  const returned = await readReturned(tokens, raw);
  if (returned === undefined) return 'not-ours';
  return (await takeReturned(database, [returned], now))[0] ?? 'not-ours';
}
