export { distribute } from './citus.ts';
export { prepared } from './client.ts';
export { type ConnectionSettings, connect, type Database } from './connect.ts';
export { migrate, pendingMigrations } from './migrate.ts';
export { isDatabaseAway, withPatience } from './patience.ts';
export type { DB } from './schema.generated.ts';
export { refreshStatistics, refreshStatisticsWithin } from './statistics.ts';
export { askInInstitution, inInstitution, type Tenant } from './tenant.ts';
