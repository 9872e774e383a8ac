export { type ByHandOptions, eraseContact, type Obstacle } from './by-hand.ts';
export { DEFAULT_MONTHS } from './parameters.ts';
export { replayLedger } from './replay.ts';
export { cancelRun, type RunOptions, runRetention } from './run.ts';
export {
  type JournalLine,
  type RunResult,
  type RunSummary,
  readJournal,
  type SpareReason,
  selectRun,
  selectRuns,
} from './runs.ts';
export { checkSealPublicKey, generateSealKeyPair, openSealed, type SealKeyPair } from './seal.ts';
export { destroyExpiredSeals, readSealed, type SealedRange, setSealKey } from './sealed-log.ts';
