import { sql } from 'kysely';
import { campaignIds } from './catalogue.ts';
import { type Columns, optional, type Row, required } from './columns.ts';
import { dateTime, text } from './fields.ts';
import { refuseMomentsToCome } from './history.ts';
import { type Changes, type ImportContext, type Importer, importKind } from './kind.ts';
import { type NamedContact, nameContacts } from './named-contacts.ts';
import { changesOf, upsert, type Written } from './upsert.ts';

const columns = {
  contact_number: required(text(100)),
  campaign: optional(text(300)),
  url: optional(text(4000)),
  clicked_at: required(dateTime),
} satisfies Columns;

type ClickRow = Row<typeof columns>;

/** Clicks of another mailing tool; they count as explicit (R1). */
export const clicks = importKind({
  columns,
  tables: ['clicks'],
  begin: async (context) => new ClicksImporter(context),
});

class ClicksImporter implements Importer<typeof columns> {
  readonly #context: ImportContext;

  constructor(context: ImportContext) {
    this.#context = context;
  }

  async chunk(rows: ClickRow[]): Promise<() => Promise<Changes>> {
    await refuseMomentsToCome(this.#context, rows, 'clicked_at');
    const named = await nameContacts(this.#context, rows, ['contact_number']);
    return async () => await this.#write(named.rows, named.contacts);
  }

  async #write(rows: ClickRow[], contacts: Map<string, NamedContact>): Promise<Changes> {
    const { present, institution } = this.#context;
    const names = rows.flatMap(({ values }) => values.campaign ?? []);
    const campaigns = await campaignIds(this.#context, new Set(names));
    const wanted = rows.map(({ values }) => ({
      contact_id: contacts.get(values.contact_number)?.id,
      campaign_id: campaigns.get(values.campaign ?? '') ?? null,
      url: values.url,
      clicked_at: values.clicked_at,
    }));
    const written: Record<string, Written> = {
      contact_id: { type: 'bigint', on: 'key' },
      clicked_at: { type: 'timestamptz', on: 'key' },
      clicked_on: {
        type: 'date',
        derived: true,
        from: sql`(r.clicked_at at time zone ${institution.timeZone})::date`,
      },
      explicit: { type: 'boolean', derived: true, from: sql`true` },
    };
    if (present.has('campaign')) written.campaign_id = { type: 'bigint' };
    if (present.has('url')) written.url = { type: 'text' };
    return changesOf(await upsert(this.#context, 'clicks', written, wanted, { lastWins: true }));
  }
}
