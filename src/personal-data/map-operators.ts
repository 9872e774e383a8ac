import { kept, type TableEntry } from './map-words.ts';

const operators = kept(
  'people who work in the back office, not contacts: name and e-mail go when they leave, and are shown to nobody else',
);
const session = kept('which operator is signed in, on which kind of browser and system; no address');
const secret = kept('a secret of an operator, sealed or as a hash; goes when the operator leaves');
const settings = kept('how operators of the institution sign in, about nobody');

const all = (column: ReturnType<typeof kept>, ...names: string[]): TableEntry => ({
  links: [],
  columns: Object.fromEntries(names.map((name) => [name, column])),
});

/** Operators and how they sign in: no contact hangs on any of it. */
export const operatorTables: Record<string, TableEntry> = {
  operators: all(
    operators,
    'institution_id',
    'id',
    'email',
    'name',
    'password_hash',
    'profile',
    'locale',
    'created_at',
    'disabled_at',
    'last_sign_in_at',
    'left_at',
    'sso_issuer',
    'sso_subject',
  ),
  operator_organisations: all(operators, 'institution_id', 'operator_id', 'organisation_id'),
  sessions: all(
    session,
    'institution_id',
    'token_hash',
    'operator_id',
    'created_at',
    'last_seen_at',
    'browser',
    'system',
    'signed_in_by',
    'awaits',
  ),
  operator_links: all(
    secret,
    'institution_id',
    'token_hash',
    'operator_id',
    'kind',
    'created_at',
    'expires_at',
  ),
  sign_in_tries: all(
    kept('a keyed hash of an e-mail or an operator’s number, destroyed after a day'),
    'institution_id',
    'key_hash',
    'tries',
    'since',
  ),
  second_factors: all(secret, 'institution_id', 'operator_id', 'secret', 'confirmed_at', 'last_step'),
  recovery_codes: all(secret, 'institution_id', 'operator_id', 'code_hash'),
  sign_in_settings: all(
    settings,
    'institution_id',
    'second_factor',
    'passwords',
    'issuer',
    'client_id',
    'client_secret',
    'label',
    'email_domains',
    'new_profile',
  ),
};
