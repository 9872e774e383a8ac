/** What a request may need; each route names one. */
export const permissions = [
  'contacts.read',
  'contacts.import',
  'contacts.merge',
  'contacts.photo',
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
    'contacts.merge',
    'contacts.photo',
    'retention.read',
    'retention.simulate',
    'retention.erase',
    'batches.edit',
  ],
  'box-office': ['contacts.read', 'contacts.photo'],
  marketing: ['contacts.read', 'contacts.import', 'contacts.merge', 'retention.read', 'retention.simulate'],
  support: ['contacts.read', 'retention.read'],
} as const satisfies Record<string, readonly Permission[]>;
export type Profile = keyof typeof profiles;

export const profileNames = Object.keys(profiles) as [Profile, ...Profile[]];

export function permissionsOf(profile: Profile): readonly Permission[] {
  return profiles[profile];
}
