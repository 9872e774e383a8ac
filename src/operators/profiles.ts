export const profileNames = [
  'administrator',
  'data-protection-officer',
  'box-office',
  'marketing',
  'support',
] as const;
export type Profile = (typeof profileNames)[number];

const officer = 'data-protection-officer';
const clerk = 'box-office';

/** What a request may need, and which profiles have it beside the administrator (docs/permissions.md is made from this). */
const grants = {
  'contacts.read': [officer, clerk, 'marketing', 'support'],
  'contacts.restricted': [officer, clerk],
  'contacts.confidential': [officer],
  'contacts.edit': [officer, clerk],
  'contacts.notes': [officer, clerk, 'marketing'],
  'contacts.photo': [officer, clerk],
  'contacts.merge': [officer, 'marketing'],
  'contacts.restrict': [officer],
  'contacts.audit': [officer],
  'contacts.export': [officer, 'marketing'],
  'contacts.extract': [officer],
  'requests.record': [officer, clerk],
  'requests.answer': [officer],
  'processing.read': [officer],
  'bi.read': [officer, 'marketing'],
  'bi.export': [officer, 'marketing'],
  'bi.settings': [officer],
  'bi.log-ins': [],
  'contacts.import': ['marketing'],
  'contacts.bulk': [officer, 'marketing'],
  'consent.record': [officer, clerk, 'marketing'],
  'consent.export': [officer],
  'consent.settings': [officer],
  'clicks.reclassify': [officer, 'marketing'],
  'criteria.edit': ['marketing'],
  'retention.read': [officer, 'marketing', 'support'],
  'retention.simulate': [officer, 'marketing'],
  'retention.erase': [officer],
  'batches.edit': [officer],
  'sales.read': [officer, clerk, 'marketing', 'support'],
  'sales.sell': [clerk],
  'sales.refund': [clerk],
  'messages.read': [officer],
  'messages.send': [officer],
  'campaigns.read': [officer, 'marketing'],
  'campaigns.edit': ['marketing'],
  'campaigns.send': ['marketing'],
  'catalogue.read': [officer, clerk, 'marketing', 'support'],
  'catalogue.edit': [clerk],
  'points-of-sale.edit': [officer],
  'targets.read': [officer, 'marketing'],
  'targets.edit': ['marketing'],
  'organisations.edit': [],
  'operators.edit': [],
} as const satisfies Record<string, readonly Profile[]>;
export type Permission = keyof typeof grants;

export const permissions = Object.keys(grants) as [Permission, ...Permission[]];

export function permissionsOf(profile: Profile): readonly Permission[] {
  return permissions.filter(
    (permission) =>
      profile === 'administrator' || (grants[permission] as readonly Profile[]).includes(profile),
  );
}
