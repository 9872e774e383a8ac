import type { ReactNode } from 'react';
import { usePageWords } from '../../words/pages.ts';
import classes from './file.module.css';

/** The facts behind what is said beside it; closed until somebody asks. */
export function Why({ children }: { children: ReactNode }) {
  const { page } = usePageWords();
  return (
    <details className={classes.why}>
      <summary>{page.file.why}</summary>
      <p>{children}</p>
    </details>
  );
}
