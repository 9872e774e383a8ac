import { migrate } from '../src/database/database.ts';
import { createDemoInParts, demoInstitution } from '../src/demo/demo.ts';
import type { Institution } from '../src/institutions/institutions.ts';
import { generateSealKeyPair, setSealKey } from '../src/retention/retention.ts';
import { timed } from './figures.ts';
import { type Server, settle } from './server.ts';

/** A database with a demo institution whose erasures are sealed; nobody has it open, so it can be copied. */
export interface Generated {
  name: string;
  institution: Institution;
  contacts: number;
  /** What the view `activity` counts, and the seconds they took to make. */
  activities: number;
  took: number;
}

/** @param now the day of every run of the benchmark, too */
export async function generate(server: Server, contacts: number, now: Date): Promise<Generated> {
  const name = await server.create(`of_${contacts}`);
  // `replica` leaves foreign keys unchecked, which would be half of the time; the generator is tested with them.
  const database = await server.open(name, { session_replication_role: 'replica' });
  try {
    await migrate(database);
    const institution = await demoInstitution(database, undefined);
    const { took } = await timed(() =>
      createDemoInParts(database, institution, { contacts, seed: 1, now, connections: 2 }),
    );
    await setSealKey(database, institution, (await generateSealKeyPair()).publicKey, now);
    await settle(database);
    const { rows } = await database.pool.query('select count(*) as activities from activity');
    return { name, institution, contacts, activities: rows[0].activities, took };
  } finally {
    await database.close();
  }
}
