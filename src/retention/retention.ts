export { eraseContact } from './by-hand.ts';
export { isLedgerMissing } from './ledger.ts';
export { replayLedger } from './replay.ts';
export { cancelRun, type RunOptions, runRetention } from './run.ts';
export {
  type JournalLine,
  type RunSummary,
  readJournal,
  selectRun,
  selectRuns,
} from './runs.ts';
export { checkSealPublicKey, generateSealKeyPair, openSealed, type SealKeyPair } from './seal.ts';
export { destroyExpiredSeals, readSealed, setSealKey } from './sealed-log.ts';
