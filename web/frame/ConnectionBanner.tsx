import { useConnectionLost } from '../api/connection.ts';
import { useWords } from '../words/words.tsx';
import classes from './Frame.module.css';

/** Calm, at the bottom, gone by itself: nobody has to do anything. */
export function ConnectionBanner() {
  const { say } = useWords();
  const lost = useConnectionLost();
  return (
    <div role="status" className={classes.connection} data-lost={lost || undefined}>
      {lost && say.frame.connectionLost}
    </div>
  );
}
