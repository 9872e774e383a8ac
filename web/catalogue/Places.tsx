import { usePageWords } from '../words/pages.ts';
import classes from './Places.module.css';

interface Props {
  places: { capacity: number; taken: number } | null;
}

/** How many places of how many are taken: a small bar, and the same in words. */
export function Places({ places }: Props) {
  const { page } = usePageWords();
  const words = page.catalogue;
  if (places === null) return <span className={classes.words}>{words.noQuota}</span>;
  const { capacity, taken } = places;
  const share = capacity === 0 ? 1 : Math.min(1, taken / capacity);
  const full = taken >= capacity;
  return (
    <span className={`${classes.places} ${full ? classes.full : ''}`} title={words.placesOf(taken, capacity)}>
      <span className={classes.bar} aria-hidden="true">
        <span className={classes.taken} style={{ width: `${share * 100}%` }} />
      </span>
      <span className={classes.words}>
        {words.free(Math.max(0, capacity - taken))}
        <span className="heard">, {words.placesOf(taken, capacity)}</span>
      </span>
    </span>
  );
}

/** Of several quotas together. */
export function placesOf(
  quotas: { capacity: number; taken: number }[],
): { capacity: number; taken: number } | null {
  if (quotas.length === 0) return null;
  return {
    capacity: quotas.reduce((sum, { capacity }) => sum + capacity, 0),
    taken: quotas.reduce((sum, { taken }) => sum + taken, 0),
  };
}
