import { sql } from 'kysely';
import { type Database, inInstitution } from '../database/database.ts';
import { isPage, type MessageAddresses, PAGES } from './addresses.ts';
import type { Ticket } from './tokens.ts';

/** Where a tracked link leads. */
interface Target {
  decoy: boolean;
  addressFor(of: Ticket): string;
}

/** Of all institutions; a campaign has a dozen. They never change once it is prepared. */
const MOST = 10_000;

/** Looks links up, and keeps what it found: the same few are asked for a hundred thousand times. */
export class LinkTargets {
  readonly #database: Database;
  readonly #addresses: MessageAddresses;
  readonly #kept = new Map<string, Promise<Target | undefined>>();

  constructor(database: Database, addresses: MessageAddresses) {
    this.#database = database;
    this.#addresses = addresses;
  }

  async find({ institution, link }: Ticket): Promise<Target | undefined> {
    const key = `${institution}.${link}`;
    const kept = this.#kept.get(key);
    if (kept !== undefined) return await kept;
    if (this.#kept.size >= MOST) this.#kept.clear();
    const found = this.#select(institution, link);
    this.#kept.set(key, found);
    try {
      const target = await found;
      if (target === undefined) this.#kept.delete(key);
      return target;
    } catch (error) {
      this.#kept.delete(key);
      throw error;
    }
  }

  async #select(institution: number, link: number): Promise<Target | undefined> {
    const { rows } = await inInstitution(this.#database, institution, (tenant) =>
      sql<{ kind: string; url: string }>`
        select kind, url from campaign_links where institution_id = ${institution} and id = ${link}`.execute(
        tenant,
      ),
    );
    const [row] = rows;
    if (row === undefined) return undefined;
    const { url } = row;
    const decoy = row.kind === 'decoy';
    const page = PAGES.find((name) => isPage(name, url));
    if (page !== undefined) return { decoy, addressFor: (of) => this.#addresses[page](of) };
    // a browser is led nowhere else, whatever stands in the table; and as a header takes it
    if (!URL.canParse(url) || !/^https?:$/.test(new URL(url).protocol)) return undefined;
    const { href } = new URL(url);
    return { decoy, addressFor: () => href };
  }
}
