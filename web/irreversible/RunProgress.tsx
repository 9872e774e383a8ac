import { Button, Progress } from '@mantine/core';
import { useEffect, useId, useRef, useState } from 'react';
import type { Run } from '../api/types.ts';
import { useWords } from '../words/words.tsx';
import classes from './RunProgress.module.css';

/** Read out so often, in ms: whoever listens wants to hear something else, too. */
const HEARD_EVERY = 20_000;

interface Props {
  run: Pick<Run, 'mode' | 'total' | 'counts' | 'seconds' | 'cancelRequested'>;
  /** Undefined: whoever looks may not stop it. */
  onCancel?: (() => void) | undefined;
  cancelling?: boolean;
}

/** What a run has done, how fast it is and how long it will take; and a way to stop it that says what stays done. */
export function RunProgress({ run, onCancel, cancelling = false }: Props) {
  const { say, format } = useWords();
  const id = useId();
  const { total, counts, seconds, mode } = run;
  const done = Math.min(counts.contacts, total);
  const share = total === 0 ? 0 : done / total;
  const rate = seconds > 0 ? done / seconds : 0;
  // Before a few ranges are through, a time left would jump about.
  const left = rate > 0 && seconds > 3 ? say.progress.left(format.duration((total - done) / rate)) : '';
  const heard = useNowAndThen(say.progress.heard(format.share(share), left));
  const stopping = cancelling || run.cancelRequested;
  const hint =
    mode === 'real'
      ? say.progress.cancelRealHint(counts.delete + counts.anonymise)
      : say.progress.cancelSimulationHint;

  return (
    <section className={classes.progress} aria-labelledby={id}>
      <h2 id={id} className={classes.title}>
        {say.progress[mode]}
      </h2>
      <Progress
        value={share * 100}
        size="lg"
        color="ink"
        aria-label={say.progress[mode]}
        className={classes.bar}
      />
      <p className={classes.figures}>
        {seconds === 0 && done === 0 ? (
          say.progress.starting
        ) : (
          <>
            <strong>{say.progress.done(done, total)}</strong>
            <span>{say.progress.rate(Math.round(rate))}</span>
            <span>{left}</span>
          </>
        )}
      </p>
      <p className={classes.quiet}>
        {(mode === 'real' ? say.progress.soFar : say.progress.found)(counts.delete, counts.anonymise)}
      </p>
      {onCancel && (
        <div className={classes.cancel}>
          <Button variant="default" onClick={onCancel} disabled={stopping} aria-describedby={`${id}-hint`}>
            {mode === 'real' ? say.progress.cancelReal : say.progress.cancelSimulation}
          </Button>
          <p id={`${id}-hint`} className={classes.quiet}>
            {stopping ? say.progress.stopping : hint}
          </p>
        </div>
      )}
      <p className="heard" aria-live="polite">
        {heard}
      </p>
    </section>
  );
}

/** The text as it was at the last of moments that lie some way apart. */
function useNowAndThen(text: string): string {
  const [said, setSaid] = useState('');
  const latest = useRef(text);
  latest.current = text;
  useEffect(() => {
    const timer = setInterval(() => setSaid(latest.current), HEARD_EVERY);
    return () => clearInterval(timer);
  }, []);
  return said;
}
