import { sql } from 'kysely';
import type { Changes, ImportContext } from './kind.ts';
import type { NamedContact } from './named-contacts.ts';
import type { Reason } from './sentences.ts';

interface ContactRow {
  line: number;
  values: { number: string; kind: string; structure_number?: string | null | undefined };
}

const SHOWN = 100;

/**
 * For which structures the relays of a file act. A file may name a structure before the line that brings it, so
 * this is settled at its end; until then it waits in temporary tables, because memory must not grow with the file.
 */
export class Structures {
  readonly #context: ImportContext;

  private constructor(context: ImportContext) {
    this.#context = context;
  }

  static async begin(context: ImportContext): Promise<Structures> {
    await sql
      .raw(`
      create temporary table imported_relays (line bigint not null, number text not null, structure_number text,
        counted boolean not null default false) on commit drop;
      create temporary table imported_kinds (line bigint not null, number text not null, kind text not null)
        on commit drop`)
      .execute(context.tenant);
    return new Structures(context);
  }

  /** @param known the contacts of these rows that were there before */
  async remember(rows: ContactRow[], known: Map<string, NamedContact>): Promise<void> {
    const { tenant, present } = this.#context;
    const relays = present.has('structure_number')
      ? rows.filter(({ values }) => values.kind === 'relay')
      : [];
    // structures, and what was one: everything else can be seen in contacts
    const kinds = rows.filter(
      ({ values }) => values.kind === 'structure' || known.get(values.number)?.kind === 'structure',
    );
    if (relays.length > 0) {
      await sql`
        insert into imported_relays (line, number, structure_number)
        select line, number, structure_number
          from json_to_recordset(${json(relays)}::json) as r(line bigint, number text, structure_number text)`.execute(
        tenant,
      );
    }
    if (kinds.length > 0) {
      await sql`
        insert into imported_kinds (line, number, kind)
        select line, number, kind
          from json_to_recordset(${json(kinds)}::json) as r(line bigint, number text, kind text)`.execute(
        tenant,
      );
    }
  }

  /** These contacts are counted as new or changed already. */
  async countOnce(numbers: Iterable<string>): Promise<void> {
    if (!this.#context.present.has('structure_number')) return;
    await sql`update imported_relays set counted = true
               where not counted and number = any(${[...numbers]}::text[])`.execute(this.#context.tenant);
  }

  /** Reports what names no structure; where the file is right, gives each relay its structure. */
  async resolve(): Promise<Changes> {
    await this.#checkNames();
    if (this.#context.problems.any) return { inserted: 0, updated: 0 };
    const { tenant, institution } = this.#context;
    const { rows } = await sql<{ counted: boolean }>`
      with wanted as (
        select distinct on (number) number, structure_number, counted
          from imported_relays order by number, line desc
      )
      update contacts c
         set structure_id = s.id
        from wanted w
        left join contacts s on s.institution_id = ${institution.id} and s.number = w.structure_number
       where c.institution_id = ${institution.id} and c.number = w.number and c.kind = 'relay'
         and c.structure_id is distinct from s.id
      returning w.counted`.execute(tenant);
    await this.#checkLeft();
    return { inserted: 0, updated: rows.filter(({ counted }) => !counted).length };
  }

  async #checkNames(): Promise<void> {
    const { tenant, institution, problems } = this.#context;
    const { rows } = await sql<{ line: number; number: string; kind: string | null; all: number }>`
      select w.line, w.structure_number as number, coalesce(k.kind, c.kind) as kind, count(*) over () as all
        from (select distinct on (number) line, structure_number
                from imported_relays order by number, line desc) w
        left join contacts c on c.institution_id = ${institution.id} and c.number = w.structure_number
        left join (select distinct on (number) number, kind
                     from imported_kinds order by number, line desc) k on k.number = w.structure_number
       where w.structure_number is not null and coalesce(k.kind, c.kind) is distinct from 'structure'
       order by w.line limit ${SHOWN}`.execute(tenant);
    for (const { line, number, kind } of rows) {
      const reason: Reason =
        kind === null ? { code: 'unknown-contact' } : { code: 'not-a-structure', about: { kind } };
      problems.add(line, 'structure_number', reason, number);
    }
    problems.addUncounted((rows[0]?.all ?? 0) - rows.length);
  }

  /** Who was a structure and is none any more must have no relays left. */
  async #checkLeft(): Promise<void> {
    const { tenant, institution, problems } = this.#context;
    const { rows } = await sql<{ line: number; all: number }>`
      select k.line, count(*) over () as all
        from (select distinct on (number) line, number, kind from imported_kinds order by number, line desc) k
        join contacts c on c.institution_id = ${institution.id} and c.number = k.number
       where k.kind <> 'structure'
         and exists (select from contacts r where r.institution_id = ${institution.id} and r.structure_id = c.id)
       order by k.line limit ${SHOWN}`.execute(tenant);
    for (const { line } of rows) problems.add(line, 'kind', { code: 'has-relays' });
    problems.addUncounted((rows[0]?.all ?? 0) - rows.length);
  }
}

function json(rows: ContactRow[]): string {
  return JSON.stringify(rows.map(({ line, values }) => ({ line, ...values })));
}
