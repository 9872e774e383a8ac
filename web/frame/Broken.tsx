import { Button } from '@mantine/core';
import { useWords } from '../words/words.tsx';
import classes from './Frame.module.css';

/** A page that cannot be shown: most often because a new version was installed since this one was opened. */
export function Broken() {
  const { say } = useWords();
  return (
    <main className={classes.alone}>
      <h1>{say.frame.broken.title}</h1>
      <p>{say.frame.broken.hint}</p>
      <Button onClick={() => window.location.reload()}>{say.frame.broken.act}</Button>
    </main>
  );
}
