import { usePageWords } from '../words/pages.ts';
import classes from './Import.module.css';

export const STEPS = ['file', 'columns', 'check', 'done'] as const;
export type Step = (typeof STEPS)[number];

interface Props {
  at: Step;
  /** The steps that can be gone back to. */
  open: (step: Step) => boolean;
  onChoose: (step: Step) => void;
}

/** Where in the import one is; what lies behind can be returned to. */
export function Steps({ at, open, onChoose }: Props) {
  const { page } = usePageWords();
  return (
    <ol className={classes.steps}>
      {STEPS.map((step, position) => (
        <li key={step} aria-current={step === at ? 'step' : undefined}>
          <span className={classes.position} aria-hidden="true">
            {position + 1}
          </span>
          {step !== at && open(step) ? (
            <button type="button" className={classes.step} onClick={() => onChoose(step)}>
              {page.import.steps[step]}
            </button>
          ) : (
            <span>{page.import.steps[step]}</span>
          )}
        </li>
      ))}
    </ol>
  );
}
