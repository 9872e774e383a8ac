import { type Authorisation, authorisations } from '../consent/consent.ts';
import { canonical, selectCriteriaOf } from '../criteria/criteria.ts';
import type { Tenant } from '../database/database.ts';
import { DomainError } from '../errors.ts';
import type { Institution } from '../institutions/institutions.ts';

/** A column of the file that says what becomes of an authorisation or a criterion. */
export interface FieldColumn {
  /** As it stands in the header. */
  name: string;
  /** Where it stands in a record. */
  at: number;
  what: { authorisation: Authorisation } | { criterionId: number };
  /** What stands there in its one form; null takes the value away; undefined where it is not to be. */
  valueOf: (cell: string) => string | null | undefined;
}

const NUMBER = 'contact_number';
/** An empty cell leaves alone; this takes the value of a criterion away. */
const AWAY = '-';

/**
 * Understands the header: `contact_number`, `authorisation:<name>` and `criterion:<name>`; of a name that several
 * organisations have, `criterion:<name>@<organisation>`.
 * @param organisations whose criteria may be set besides the institution's; null: all
 * @throws DomainError `wrong-columns` with each column that is wrong
 */
export async function readColumns(
  tenant: Tenant,
  institution: Institution,
  header: string[],
  organisations: number[] | null,
): Promise<{ number: number; fields: FieldColumn[] }> {
  const number = header.indexOf(NUMBER);
  const criteria = await selectCriteriaOf(tenant, institution, organisations);
  const wrong: string[] = [];
  if (number === -1) wrong.push(`${NUMBER}: missing`);
  const fields: FieldColumn[] = [];
  for (const [at, name] of header.entries()) {
    if (at === number) continue;
    const [, kind, rest] = /^(authorisation|criterion):(.+)$/s.exec(name) ?? [];
    const field =
      kind === 'authorisation'
        ? authorisationNamed(rest as string)
        : kind === 'criterion'
          ? criterionNamed(criteria, rest as string)
          : 'unknown';
    if (typeof field === 'string') wrong.push(`${name}: ${field}`);
    else if (header.indexOf(name) !== at) wrong.push(`${name}: twice`);
    else fields.push({ name, at, ...field });
  }
  if (wrong.length === 0 && fields.length === 0) wrong.push('no column besides contact_number');
  if (wrong.length > 0)
    throw new DomainError('wrong-columns', `the first line of the file: ${wrong.join('; ')}`, wrong);
  return { number, fields };
}

type Field = Pick<FieldColumn, 'what' | 'valueOf'>;

const ANSWERS: Record<string, string> = {
  ...{ yes: 'yes', oui: 'yes', no: 'no', non: 'no' },
  ...{ none: 'none', aucune: 'none' },
};

function authorisationNamed(name: string): Field | 'unknown' {
  const authorisation = authorisations.find((one) => one === name);
  if (authorisation === undefined) return 'unknown';
  return { what: { authorisation }, valueOf: (cell) => ANSWERS[cell.toLowerCase()] };
}

function criterionNamed(
  criteria: Awaited<ReturnType<typeof selectCriteriaOf>>,
  name: string,
): Field | 'unknown' | 'ambiguous' {
  const named = criteria.filter(
    (one) =>
      one.state === 'active' &&
      (one.name === name || (one.organisation !== null && `${one.name}@${one.organisation.name}` === name)),
  );
  const [criterion] = named;
  if (criterion === undefined) return 'unknown';
  if (named.length > 1) return 'ambiguous';
  return {
    what: { criterionId: criterion.id },
    valueOf: (cell) => (cell === AWAY ? null : canonical(criterion, cell)),
  };
}
