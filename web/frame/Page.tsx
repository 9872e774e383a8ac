import { type ReactNode, useContext, useEffect } from 'react';
import { Failed, Waiting } from '../list/ListStates.tsx';
import { useWords } from '../words/words.tsx';
import classes from './Frame.module.css';
import { type Crumb, HeadingContext } from './title.ts';

interface Props {
  title: string;
  crumbs?: Crumb[];
  /** The one main act of the page: a button in rope orange. */
  act?: ReactNode;
  /** Under the title: what the page is about, in a sentence or in figures. */
  about?: ReactNode;
  /** What the page shows is on its way. */
  loading?: boolean;
  /** Why it could not be loaded. */
  error?: unknown;
  children?: ReactNode;
}

/** What every page of the frame is: a title, the way to it, one main act, and what it shows. */
export function Page({ title, crumbs, act, about, loading = false, error, children }: Props) {
  const { say } = useWords();
  const tell = useContext(HeadingContext);
  // Crumbs are written anew at each render; their text tells whether they changed.
  const way = JSON.stringify(crumbs ?? []);
  useEffect(() => {
    document.title = `${title} · Rappel`;
    tell({ title, crumbs: JSON.parse(way) as Crumb[] });
  }, [title, way, tell]);
  return (
    <>
      {(act || about) && (
        <div className={classes.opening}>
          <div className={classes.about}>{about}</div>
          {act}
        </div>
      )}
      {error ? (
        <Failed title={say.frame.broken.title} error={error} retry={() => window.location.reload()} />
      ) : loading ? (
        <Waiting />
      ) : (
        children
      )}
    </>
  );
}
