import type { Run } from '../../api/types.ts';

/** Whether a run looked again at a reviewed simulation, before the real run. */
export const isCheck = (run: Run): run is Run & { simulation: number } =>
  run.mode === 'simulation' && run.simulation !== null;
