import { sql } from 'kysely';
import { canonical, selectKinds } from '../criteria/criteria.ts';
import { criterionIds, criterionKey, organisationIds } from './catalogue.ts';
import { type Columns, optional, type Row, required } from './columns.ts';
import { dateTime, oneOf, text } from './fields.ts';
import { imported, refuseMomentsToCome } from './history.ts';
import { type Changes, type ImportContext, type Importer, importKind } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';
import { changesOf, upsert, type Written } from './upsert.ts';

const columns = {
  contact_number: required(text(100)),
  organisation: optional(text(300)),
  criterion: required(text(300)),
  value: optional(text(10_000)),
  changed_at: required(dateTime),
  by: optional(oneOf('contact', 'operator', 'import')),
} satisfies Columns;

type ChangeRow = Row<typeof columns>;

/** What of a change that was written is needed to tell what it meant. */
type WrittenChange = { id: number; contact_id: number };

/** The history of criteria (R1f). An empty value takes the criterion away. */
export const criteria = importKind({
  columns,
  tables: ['criterion_changes', 'contact_criteria'],
  begin: async (context) => new CriteriaImporter(context),
});

class CriteriaImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  async chunk(rows: ChangeRow[]): Promise<() => Promise<Changes>> {
    await refuseMomentsToCome(this.#context, rows, 'changed_at');
    const named = await nameContacts(this.#context, rows, ['contact_number'], 'update');
    await this.#fit(named.rows);
    return async () => await this.#write(named.rows, named.contacts);
  }

  /** Brings values into the form of their criterion. A criterion that a file names first takes any text. */
  async #fit(rows: ChangeRow[]): Promise<void> {
    const { tenant, institution, problems } = this.#context;
    const kinds = await selectKinds(tenant, institution, new Set(rows.map(({ values }) => values.criterion)));
    for (const { line, values } of rows) {
      const kind = kinds(values.criterion, values.organisation ?? null);
      if (kind === undefined || kind.type === 'text' || !values.value) continue;
      const fitting = canonical(kind, values.value);
      if (fitting === undefined)
        problems.add(line, 'value', { code: 'not-of-criterion', about: { type: kind.type } }, values.value);
      else values.value = fitting;
    }
  }

  async #write(rows: ChangeRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    const { present, institution } = this.#context;
    const criterionOf = await this.#criteria(rows);
    const wanted = rows.map((row) => ({
      contact_id: contacts.get(row.values.contact_number)?.id,
      criterion_id: criterionOf(row),
      value_after: row.values.value,
      changed_at: row.values.changed_at,
      changed_by: row.values.by ?? 'import',
    }));
    const columns: Record<string, Written> = {
      contact_id: { type: 'bigint', on: 'key' },
      criterion_id: { type: 'bigint', on: 'key' },
      changed_at: { type: 'timestamptz', on: 'key' },
      value_after: { type: 'text', on: present.has('value') ? undefined : 'new' },
      changed_on: {
        type: 'date',
        derived: true,
        from: sql`(r.changed_at at time zone ${institution.timeZone})::date`,
      },
      changed_by: { type: 'text', on: present.has('by') ? undefined : 'new' },
    };
    const written = await upsert<WrittenChange>(this.#context, 'criterion_changes', columns, wanted, {
      returning: ['id', 'contact_id'],
      lastWins: true,
      known: imported('criterion_changes'),
    });
    await recomputeCriteria(this.#context, written);
    return changesOf(written);
  }

  async #criteria(rows: ChangeRow[]): Promise<(row: ChangeRow) => number | undefined> {
    const names = rows.flatMap(({ values }) => values.organisation ?? []);
    const organisations = await organisationIds(this.#context, new Set(names));
    const named = ({ values }: ChangeRow) => ({
      organisation_id: organisations.get(values.organisation ?? '') ?? null,
      name: values.criterion,
    });
    const ids = await criterionIds(this.#context, rows.map(named));
    return (row) => ids.get(criterionKey(named(row)));
  }
}

/**
 * Tells each imported change of these contacts what was before it; what was recorded here stays as it is (R1f). What
 * holds now is changed only by what was written, and only where it is the latest of all.
 */
async function recomputeCriteria(
  { tenant, institution }: ImportContext,
  written: WrittenChange[],
): Promise<void> {
  if (written.length === 0) return;
  const ids = [...new Set(written.map((row) => row.contact_id))];
  // of a deleted criterion only the days are left, and they stay as they are
  const there = sql`criterion_id not in (select k.id from criteria k
                                          where k.institution_id = ${institution.id} and k.state = 'deleted')`;
  await sql`
    update criterion_changes c
       set value_before = h.before
      from (select id, lag(value_after) over (partition by contact_id, criterion_id order by changed_at) as before
              from criterion_changes
             where institution_id = ${institution.id} and contact_id = any(${ids}::bigint[]) and ${there}) h
     where c.institution_id = ${institution.id} and c.id = h.id and ${imported('c')}
       and c.value_before is distinct from h.before`.execute(tenant);
  await sql`
    with latest as materialized (
      select contact_id, criterion_id, value_after
        from criterion_changes w
       where institution_id = ${institution.id} and id = any(${written.map(({ id }) => id)}::bigint[]) and ${there}
         and not exists (select from criterion_changes later
                          where later.institution_id = ${institution.id} and later.contact_id = w.contact_id
                            and later.criterion_id = w.criterion_id and later.changed_at > w.changed_at)
    ), removed as (
      delete from contact_criteria c
       using latest l
       where c.institution_id = ${institution.id} and c.contact_id = l.contact_id and c.criterion_id = l.criterion_id
         and l.value_after is null
    )
    insert into contact_criteria (institution_id, contact_id, criterion_id, value)
    select ${institution.id}::bigint, contact_id, criterion_id, value_after from latest where value_after is not null
        on conflict (institution_id, contact_id, criterion_id) do update set value = excluded.value
     where contact_criteria.value <> excluded.value`.execute(tenant);
}
