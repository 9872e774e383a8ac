/**
 * Every address of the back office. What a view shows (filters, tab, chosen months) stands in its search
 * parameters, so that an address sent to a colleague shows the same.
 */
export const addresses = {
  home: '/',
  contacts: '/contacts',
  contact: '/contacts/$number',
  retention: '/retention',
  batch: '/retention/batches/$batch',
  runs: '/retention/runs',
  run: '/retention/runs/$run',
  import: '/import',
  operators: '/settings/operators',
  freeText: '/help/free-text',
  signIn: '/sign-in',
  setUp: '/set-up',
} as const;
