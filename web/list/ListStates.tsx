import { Button, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import { useWords } from '../words/words.tsx';
import classes from './DataList.module.css';

/** What is not there, and what to do next. */
export function Empty({ title, hint, act }: { title: string; hint?: ReactNode; act?: ReactNode }) {
  return (
    <div className={classes.state}>
      <h2>{title}</h2>
      {hint && <p>{hint}</p>}
      {act}
    </div>
  );
}

/** What went wrong, in words, and another try. */
export function Failed({ title, error, retry }: { title: string; error: unknown; retry: () => void }) {
  const { say, explain } = useWords();
  const { sentence, reference } = explain(error);
  return (
    <div className={classes.state} role="alert">
      <h2>{title}</h2>
      <p>{sentence}</p>
      {reference && <p className={classes.reference}>{reference}</p>}
      <Button variant="default" onClick={retry}>
        {say.common.retry}
      </Button>
    </div>
  );
}

/** The shape of what is coming, said once to whoever listens. */
export function Waiting({ rows = 8 }: { rows?: number }) {
  const { say } = useWords();
  return (
    <div className={classes.waiting}>
      <p className="heard" role="status">
        {say.common.loading}
      </p>
      {Array.from({ length: rows }, (_, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: nothing tells these apart
        <Skeleton key={index} height={14} width={`${92 - ((index * 17) % 40)}%`} />
      ))}
    </div>
  );
}
