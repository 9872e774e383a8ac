import { Button, Progress } from '@mantine/core';
import { Refusal } from '../frame/Refusal.tsx';
import { useWords } from '../words/words.tsx';
import classes from './ThreeSteps.module.css';

interface Props {
  /** How far the check is; undefined: it has not begun. */
  done: number | undefined;
  total: number;
  /** It ended before its end. */
  failed: boolean;
  /** Why it could not be started, as thrown. */
  error: unknown;
  onAgain: () => void;
}

/** The check while it works, or why it told nothing, in place of what it will have found. */
export function Checking({ done, total, failed, error, onAgain }: Props) {
  const { say } = useWords();
  if (failed || error != null) {
    return (
      <div className={classes.checking} role="alert">
        {error == null ? <p>{say.steps.checkFailed}</p> : <Refusal error={error} />}
        <Button variant="default" onClick={onAgain}>
          {say.steps.checkAgain}
        </Button>
      </div>
    );
  }
  const share = done === undefined || total === 0 ? 0 : Math.min(done / total, 1);
  return (
    <div className={classes.checking}>
      <p>{say.steps.checking}</p>
      <Progress value={share * 100} color="ink" aria-label={say.steps.checking} />
      <p className={classes.quiet}>
        {done === undefined ? say.progress.starting : say.progress.done(Math.min(done, total), total)}
      </p>
    </div>
  );
}
