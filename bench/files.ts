import { createReadStream, createWriteStream } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Import files for the benchmark, written as a stream. Each function gives back the path it was given. */

/** The purchases of CDNOW as our files: each row a sold line of an undated product, in an order of its own. */
export async function convertCdnow(
  master: string,
  contacts: string,
  orders: string,
): Promise<{ lines: number }> {
  const firstPurchases = new Map<string, string>();
  let lines = 0;
  await writeLines(orders, async function* () {
    yield 'order_number,line,organisation,ordered_on,purchase_contact,state,sold_on,product,price,currency';
    for await (const row of createInterface({ input: createReadStream(master) })) {
      const [customer, date, , dollars] = row.trim().split(/\s+/);
      if (customer === undefined || date === undefined || !/^\d{8}$/.test(date)) continue;
      const day = `${date.slice(0, 4)}-${date.slice(4, 6)}-${date.slice(6)}`;
      const first = firstPurchases.get(customer);
      if (first === undefined || day < first) firstPurchases.set(customer, day);
      yield `${++lines},1,CDNOW,${day},${customer},sold,${day},CD,${dollars},USD`;
    }
  });
  await writeLines(contacts, async function* () {
    yield 'number,kind,created_on';
    for (const [customer, day] of firstPurchases) yield `${customer},individual,${day}`;
  });
  return { lines };
}

export async function writeContacts(path: string, count: number): Promise<string> {
  return await writeLines(path, async function* () {
    yield 'number,kind,first_name,last_name,email,postcode,town,country,created_on';
    for (let n = 0; n < count; n++) {
      yield `B${n},individual,Claire,Martin,claire.martin${n}@example.org,1003,Lausanne,CH,20${10 + (n % 15)}-05-17`;
    }
  });
}

/** One line for each contact of `writeContacts`. */
export async function writeOrders(path: string, count: number): Promise<string> {
  return await writeLines(path, async function* () {
    yield 'order_number,line,organisation,ordered_on,purchase_contact,state,sold_on,product,performance_start,price,currency';
    for (let n = 0; n < count; n++) {
      const day = `20${11 + (n % 14)}-03-${String(1 + (n % 28)).padStart(2, '0')}`;
      yield `O${n},1,Théâtre,${day},B${n},sold,${day},Hamlet,${day}T20:00,45.00,CHF`;
    }
  });
}

async function writeLines(path: string, lines: () => AsyncGenerator<string>): Promise<string> {
  await pipeline(Readable.from(chunks(lines())), createWriteStream(path));
  return path;
}

async function* chunks(lines: AsyncGenerator<string>): AsyncGenerator<string> {
  let held = '';
  for await (const line of lines) {
    held += `${line}\n`;
    if (held.length > 65_536) {
      yield held;
      held = '';
    }
  }
  yield held;
}
