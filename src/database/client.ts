import { hash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import pg from 'pg';

const MARK = '/* prepared */';

/**
 * At the beginning of a statement: each connection plans it once and keeps the plan. For what is asked hundreds of times a
 * minute in a few wordings, and takes about as long to plan as to run; nothing else, because plans are kept for good.
 */
export const prepared: RawBuilder<void> = sql.raw(MARK);

/** The driver's connection, which goes to the server and back less often. */
export class Client extends pg.Client {
  #begins = false;

  // biome-ignore lint/suspicious/noExplicitAny: the driver's own has a dozen forms, which are handed on as they come
  override query(...given: any[]): any {
    // biome-ignore lint/suspicious/noExplicitAny: as above
    const ask = (...asked: any[]) => (super.query as (...asked: any[]) => any).apply(this, asked);
    const [text, values, ...rest] = given;
    if (text === 'begin') {
      // It goes with the first statement: most transactions set their institution then (`inInstitution`).
      this.#begins = true;
      return Promise.resolve({ command: 'BEGIN', rowCount: null, rows: [] });
    }
    if (this.#begins) {
      this.#begins = false;
      if (typeof text === 'string' && !values?.length && rest.length === 0) {
        return ask(`begin; ${text}`).then(([, ...own]: pg.QueryResult[]) =>
          own.length === 1 ? own[0] : own,
        );
      }
      return ask('begin').then(() => this.query(...given));
    }
    const marked = typeof text === 'string' && text.startsWith(MARK);
    return marked ? ask({ name: nameOf(text), text, values }, ...rest) : ask(...given);
  }
}

const names = new Map<string, string>();

/** The same for the same words: a name stands for one statement in a connection. */
function nameOf(text: string): string {
  const name = names.get(text) ?? hash('sha256', text).slice(0, 40);
  names.set(text, name);
  return name;
}
