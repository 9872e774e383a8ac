import { execFileSync } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** Real purchases: https://www.brucehardie.com/datasets (CDNOW), beside the project and not in it. */
export const CDNOW =
  process.env.RAPPEL_CDNOW ??
  fileURLToPath(new URL('../../../shared/data/cdnow/CDNOW_master.txt', import.meta.url));

const day = (text: string) => `${text.slice(0, 4)}-${text.slice(4, 6)}-${text.slice(6)}`;

async function* purchases(): AsyncGenerator<{ customer: string; on: string; dollars: string }> {
  for await (const line of createInterface({ input: createReadStream(CDNOW) })) {
    const [customer, date, , dollars] = line.trim().split(/\s+/) as [string, string, string, string];
    if (/^\d+$/.test(customer)) yield { customer, on: day(date), dollars };
  }
}

/** A contact for each customer, created on the first purchase (the file is in order of customer and date). */
export async function* contactsCsv(): AsyncGenerator<string> {
  yield 'number,kind,created_on\n';
  let last = '';
  for await (const { customer, on } of purchases()) {
    if (customer !== last) yield `${customer},individual,${on}\n`;
    last = customer;
  }
}

/** Each row is a sold line of an undated product. */
export async function* ordersCsv(): AsyncGenerator<string> {
  yield 'order_number,line,organisation,ordered_on,purchase_contact,state,product,price,currency\n';
  let row = 0;
  for await (const { customer, on, dollars } of purchases()) {
    row += 1;
    yield `${row},1,CDNOW,${on},${customer},sold,CD,${dollars},USD\n`;
  }
}

/** Counts straight from the file, with another tool: customers whose last purchase was before the cutoff. */
export function inactiveByAwk(cutoff: string): number {
  const program = `NR > 1 && $2 > last[$1] { last[$1] = $2 } END { for (c in last) if (last[c] < ${cutoff.replaceAll('-', '')}) n++; print n + 0 }`;
  return Number(execFileSync('awk', [program, CDNOW], { encoding: 'utf8' }));
}
