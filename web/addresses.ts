/**
 * Every address of the back office. What a view shows (filters, tab, chosen months) stands in its search
 * parameters, so that an address sent to a colleague shows the same.
 */
export const addresses = {
  home: '/',
  contacts: '/contacts',
  newContact: '/contacts/new',
  bulk: '/contacts/bulk',
  contact: '/contacts/$number',
  duplicates: '/duplicates',
  duplicate: '/duplicates/$one/$other',
  boxOffice: '/box-office',
  order: '/box-office/orders/$order',
  retention: '/retention',
  batch: '/retention/batches/$batch',
  runs: '/retention/runs',
  run: '/retention/runs/$run',
  import: '/import',
  operators: '/settings/operators',
  outbox: '/settings/outbox',
  message: '/settings/outbox/$message',
  freeText: '/help/free-text',
  criteria: '/settings/criteria',
  consent: '/settings/consent',
  operator: '/settings/operators/$operator',
  organisations: '/settings/organisations',
  signInSettings: '/settings/sign-in',
  account: '/account',
  join: '/join',
  signIn: '/sign-in',
  setUp: '/set-up',
} as const;
