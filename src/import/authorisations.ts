import { sql } from 'kysely';
import { type Columns, optional, type Row, required } from './columns.ts';
import { dateTime, oneOf, text } from './fields.ts';
import { imported, refuseMomentsToCome } from './history.ts';
import { type Changes, type ImportContext, type Importer, importKind } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';
import { changesOf, upsert, type Written } from './upsert.ts';

const columns = {
  contact_number: required(text(100)),
  authorisation: required(oneOf('institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post')),
  value: optional(oneOf('yes', 'no', 'none')),
  changed_at: required(dateTime),
  by: optional(oneOf('contact', 'operator', 'import')),
  wording: optional(text(50_000)),
} satisfies Columns;

type ChangeRow = Row<typeof columns>;

/** What of a change that was written is needed to tell what it meant. */
type WrittenChange = { id: number; contact_id: number };

/** The history of authorisations (R22). What each change meant follows from the whole history of its contact. */
export const authorisations = importKind({
  columns,
  tables: ['authorisation_changes', 'contact_authorisations'],
  begin: async (context) => new AuthorisationsImporter(context),
});

class AuthorisationsImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  async chunk(rows: ChangeRow[]): Promise<() => Promise<Changes>> {
    await refuseMomentsToCome(this.#context, rows, 'changed_at');
    const named = await nameContacts(this.#context, rows, ['contact_number'], 'update');
    return async () => await this.#write(named.rows, named.contacts);
  }

  async #write(rows: ChangeRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    const { present, institution } = this.#context;
    const wanted = rows.map(({ values }) => ({
      contact_id: contacts.get(values.contact_number)?.id,
      authorisation: values.authorisation,
      value_after: values.value ?? 'none',
      changed_at: values.changed_at,
      changed_by: values.by ?? 'import',
      wording: values.wording,
    }));
    const columns: Record<string, Written> = {
      contact_id: { type: 'bigint', on: 'key' },
      authorisation: { type: 'text', on: 'key' },
      changed_at: { type: 'timestamptz', on: 'key' },
      value_after: { type: 'text', on: present.has('value') ? undefined : 'new' },
      changed_on: {
        type: 'date',
        derived: true,
        from: sql`(r.changed_at at time zone ${institution.timeZone})::date`,
      },
      changed_by: { type: 'text', on: present.has('by') ? undefined : 'new' },
    };
    if (present.has('wording')) columns.wording = { type: 'text' };
    const written = await upsert<WrittenChange>(this.#context, 'authorisation_changes', columns, wanted, {
      returning: ['id', 'contact_id'],
      lastWins: true,
      known: imported('authorisation_changes'),
    });
    await recomputeAuthorisations(this.#context, written);
    return changesOf(written);
  }
}

/**
 * Tells each imported change of these contacts what was before it and whether at least one authorisation is "yes" after
 * it (R1g; changes of one moment are one act). What was recorded here stays as it is: it is a proof, and activity. What
 * holds now is changed only by what was written, and only where it is the latest of all.
 */
async function recomputeAuthorisations(
  { tenant, institution }: ImportContext,
  written: WrittenChange[],
): Promise<void> {
  if (written.length === 0) return;
  const ids = [...new Set(written.map((row) => row.contact_id))];
  await sql`
    with history as (
      select id, contact_id, changed_at, value_after,
             coalesce(lag(value_after) over (partition by contact_id, authorisation order by changed_at), 'none') as before
        from authorisation_changes
       where institution_id = ${institution.id} and contact_id = any(${ids}::bigint[])
    ), told as (
      -- each change adds a "yes" or takes one away; the frame takes in all changes of the same moment
      select id, before,
             sum((value_after = 'yes')::int - (before = 'yes')::int)
               over (partition by contact_id order by changed_at) > 0 as any_yes
        from history
    )
    update authorisation_changes c
       set value_before = t.before, any_yes_after = t.any_yes
      from told t
     where c.institution_id = ${institution.id} and c.id = t.id and ${imported('c')}
       and (c.value_before, c.any_yes_after) is distinct from (t.before, t.any_yes)`.execute(tenant);
  await sql`
    insert into contact_authorisations (institution_id, contact_id, authorisation, value)
    select institution_id, contact_id, authorisation, value_after
      from authorisation_changes w
     where institution_id = ${institution.id} and id = any(${written.map(({ id }) => id)}::bigint[])
       and not exists (select from authorisation_changes later
                        where later.institution_id = ${institution.id} and later.contact_id = w.contact_id
                          and later.authorisation = w.authorisation and later.changed_at > w.changed_at)
        on conflict (institution_id, contact_id, authorisation) do update set value = excluded.value
     where contact_authorisations.value <> excluded.value`.execute(tenant);
}
