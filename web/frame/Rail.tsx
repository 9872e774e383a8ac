import { Link, useLocation } from '@tanstack/react-router';
import { useSession } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import classes from './Frame.module.css';
import { isHere, railOf } from './places.ts';

/** On the left; on a narrow screen along the bottom, where the thumb is. */
export function Rail() {
  const { say } = useWords();
  const { may } = useSession();
  const { pathname } = useLocation();
  const shown = railOf(may);
  return (
    <nav className={classes.rail} aria-label={say.frame.pages}>
      <p className={classes.name} aria-hidden="true">
        <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
          <path d="M16 2v8c0 4-7 5-7 11a7 7 0 0 0 14 0c0-6-7-7-7-11" />
        </svg>
      </p>
      <ul>
        {shown.map((place) => (
          <li key={place.to}>
            <Link
              to={place.to}
              className={classes.place}
              aria-current={isHere(place, pathname, shown) ? 'page' : undefined}
              activeOptions={{ exact: true }}
            >
              <place.icon size={22} stroke={1.6} aria-hidden="true" />
              <span>{place.label(say)}</span>
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
