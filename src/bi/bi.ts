export { columnsOf, exportDomain, selectDomain } from './domains.ts';
export { createBiLogIn, hasServer, revokeBiLogIn, rotateBiLogIn, selectBiLogIns } from './log-ins.ts';
