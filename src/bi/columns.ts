import { type RawBuilder, sql } from 'kysely';
import { DomainError } from '../errors.ts';
import { type BiDomain, biViews, personalDataMap } from '../personal-data/personal-data.ts';

/** What a column holds: it decides how it is filtered, grouped, written to a file and shown. */
export type ColumnType = 'text' | 'code' | 'number' | 'day' | 'moment' | 'list' | 'json';

/** What is no text; a name means the same in each domain. A test compares it with the views. */
const TYPES: Record<string, ColumnType> = {
  contact_id: 'number',
  quantity: 'number',
  price_minor: 'number',
  birth_date: 'day',
  created_on: 'day',
  valid_until: 'day',
  recency: 'day',
  day: 'day',
  account_created_at: 'moment',
  recency_computed_at: 'moment',
  performance_starts_at: 'moment',
  kind: 'code',
  status: 'code',
  recency_source: 'code',
  source: 'code',
  marketing_institution: 'code',
  marketing_third_parties: 'code',
  marketing_partners: 'code',
  channel_email: 'code',
  channel_sms: 'code',
  channel_phone: 'code',
  channel_post: 'code',
  roles: 'list',
  criteria: 'json',
  balances: 'json',
};

const ANSWERS = ['yes', 'no', 'none'];
const SOURCES = [
  'option',
  'option-confirmed',
  'reservation',
  'sale',
  'waiting-list',
  'click',
  'criterion',
  'authorisation',
  'creation',
];
/** What a code can be; of the others it is an answer. */
const CODES: Record<string, string[]> = {
  kind: ['individual', 'structure', 'relay'],
  status: ['customer', 'prospect'],
  recency_source: SOURCES,
  source: SOURCES.filter((source) => source !== 'creation'),
};

export interface BiColumn {
  name: string;
  label: { fr: string; en: string };
  type: ColumnType;
  /** It says who somebody is, so nothing that is kept may be narrowed by it. */
  identifying: boolean;
  /** Of a code: what it can be. */
  values: string[];
}

/** The columns of a domain, in their order. */
export function columnsOf(domain: BiDomain): BiColumn[] {
  return Object.entries(biViews[domain]).map(([name, { label, of }]) => ({
    name,
    label,
    type: TYPES[name] ?? 'text',
    identifying: of.some(namesSomebody),
    values: TYPES[name] === 'code' ? (CODES[name] ?? ANSWERS) : [],
  }));
}

/** How a criterion is named beside the columns: the profile has all of them in one column, by name. */
const CRITERION = 'criteria:';

/** A criterion as a column to narrow and group by; that there is none of this name leaves it empty. */
export const criterionColumn = (criterion: string): BiColumn => ({
  name: `${CRITERION}${criterion}`,
  label: { fr: criterion, en: criterion },
  type: 'text',
  identifying: false,
  values: [],
});

/** The value of a column, or of a criterion, in SQL. */
export const valueIn = (name: string): RawBuilder<unknown> =>
  name.startsWith(CRITERION) ? sql`(criteria ->> ${name.slice(CRITERION.length)}::text)` : sql.id(name);

/** A column of the domain or one of its criteria. @throws DomainError `not-in-domain` */
export function fieldOf(domain: BiDomain, name: string): BiColumn {
  return domain === 'contact-profile' && name.startsWith(CRITERION)
    ? criterionColumn(name.slice(CRITERION.length))
    : columnOf(domain, name);
}

/** @throws DomainError `not-in-domain` */
export function columnOf(domain: BiDomain, name: string): BiColumn {
  const all = columnsOf(domain);
  const found = all.find((column) => column.name === name);
  if (found === undefined) {
    throw new DomainError(
      'not-in-domain',
      `the columns of ${domain} are ${all.map((one) => one.name).join(', ')}`,
    );
  }
  return found;
}

/** A value that somebody gave, such as that of a criterion, identifies too; but it is what a report is about. */
function namesSomebody(column: string): boolean {
  const [table = '', name = ''] = column.split('.');
  return table === 'contacts' && personalDataMap[table]?.columns[name]?.nature === 'identifying';
}
