import type { Run } from '../../api/types.ts';
import { usePageWords } from '../../words/pages.ts';

/** Whether a run looked again at a reviewed simulation, before the real run. */
export const isCheck = (run: Run): run is Run & { simulation: number } =>
  run.mode === 'simulation' && run.simulation !== null;

/** Who started a run, as one would say it. */
export function useStarter(): (startedBy: string) => string {
  const { page } = usePageWords();
  const words = page.runs;
  return (startedBy) => {
    if (startedBy === 'command-line') return words.byCommandLine;
    if (startedBy === 'system') return words.bySystem;
    return startedBy.startsWith('operator:') ? words.byOperator : startedBy;
  };
}
