export { columnsOf } from './columns.ts';
export { selectDomain } from './domains.ts';
export { type ExportFormat, exportDomain, exportFormats } from './export.ts';
export { selectFields } from './fields.ts';
export { filterKinds } from './filters.ts';
export { groupParts, measureKinds, selectGroups } from './groups.ts';
export { createBiLogIn, hasServer, revokeBiLogIn, rotateBiLogIn, selectBiLogIns } from './log-ins.ts';
export { charts, deleteReport, saveReport, selectReport, selectReports } from './reports.ts';
export { selectBiSettings, setBiSettings } from './settings.ts';
