/** What a request may need; each route names one. */
export const permissions = [
  'contacts.read',
  'contacts.restricted',
  'contacts.confidential',
  'contacts.export',
  'contacts.import',
  'retention.read',
  'retention.simulate',
  'retention.erase',
  'batches.edit',
  'operators.edit',
] as const;
export type Permission = (typeof permissions)[number];

/** The profiles of operators, made of permissions (docs/permissions.md is made from this). */
export const profiles = {
  administrator: permissions,
  'data-protection-officer': [
    'contacts.read',
    'contacts.restricted',
    'contacts.confidential',
    'contacts.export',
    'retention.read',
    'retention.simulate',
    'retention.erase',
    'batches.edit',
  ],
  'box-office': ['contacts.read', 'contacts.restricted'],
  marketing: ['contacts.read', 'contacts.export', 'contacts.import', 'retention.read', 'retention.simulate'],
  support: ['contacts.read', 'retention.read'],
} as const satisfies Record<string, readonly Permission[]>;
export type Profile = keyof typeof profiles;

export const profileNames = Object.keys(profiles) as [Profile, ...Profile[]];

export function permissionsOf(profile: Profile): readonly Permission[] {
  return profiles[profile];
}
