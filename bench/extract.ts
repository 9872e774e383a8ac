import { writeExtract } from '../src/subject-access/subject-access.ts';
import { type Figure, median, seconds, timed } from './figures.ts';
import { addContact, FEW, MANY } from './file.ts';
import type { Generated } from './generate.ts';
import { type Server, settle, withOpen } from './server.ts';

/** So often each extract is taken; both in turn. */
const TIMES = 7;

/**
 * Takes the whole extract (R21), a zip to its last byte, of a contact with ten orders and of one with ten thousand
 * orders and twice as many lines, among all the others.
 */
export async function extractFigures(server: Server, generated: Generated, now: Date): Promise<Figure[]> {
  const copy = await server.copy(generated.name, 'extract');
  const times = { few: [] as number[], many: [] as number[] };
  await withOpen(server, copy, async (database) => {
    const { institution } = generated;
    const few = await addContact(database, institution, 'bench-few', FEW);
    const many = await addContact(database, institution, 'bench-many', MANY);
    await settle(database);
    const take = (contact: number) => async () => {
      for await (const _ of await writeExtract(database, institution, contact, { now })) {
        // as it is downloaded
      }
    };
    for (const contact of [few, many]) await take(contact)(); // both once before the clock runs
    for (let time = 0; time < TIMES; time++) {
      times.few.push((await timed(take(few))).took);
      times.many.push((await timed(take(many))).took);
    }
  });
  await server.drop(copy);
  const rows = MANY.toLocaleString('en');
  const [quick, slow] = [median(times.few), median(times.many)];
  return [
    {
      what: `extract of a contact with ${rows} orders, the whole zip`,
      value: slow,
      unit: 's',
      limit: { atMost: 2 },
      from: seconds(times.many),
    },
    {
      what: `extract of a contact with ${FEW} orders, the whole zip`,
      value: quick,
      unit: 's',
      limit: { atMost: 2 },
      from: seconds(times.few),
    },
    {
      what: `extract, ${rows} orders / ${FEW}: a thousand times the rows`,
      value: slow / quick,
      unit: '',
      limit: { atMost: MANY / FEW },
      from: `medians ${slow.toFixed(2)} s / ${quick.toFixed(3)} s`,
    },
  ];
}
