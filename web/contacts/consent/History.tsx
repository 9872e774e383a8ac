import { Text } from '@mantine/core';
import type { ReactNode } from 'react';
import { usePageWords } from '../../words/pages.ts';
import classes from './Panel.module.css';
import type { Authorisations, ContactCriteria } from './queries.ts';

type Event = Authorisations['history'][number] | ContactCriteria['history'][number];

/** Who changed it, when, and how it came to that, in one line. */
export function useTold() {
  const { page, format } = usePageWords();
  const words = page.consent;
  return ({ at, by, operator, requested, way, place }: Event): string => {
    const who = operator === null ? words.by[by] : words.byOperator(operator);
    const why =
      by !== 'operator'
        ? way === 'complaint'
          ? words.ways[way].toLowerCase()
          : ''
        : requested
          ? way === null
            ? ''
            : `${words.onRequest}, ${words.ways[way].toLowerCase()}`
          : words.correction;
    // an operator sits in the back office, and an import is one
    const where = place === null || by !== 'contact' ? '' : words.places[place];
    return [`${format.instant(at)}, ${who}`, why, where].filter(Boolean).join(' · ');
  };
}

/** Every change with its proof, the latest first. */
export function History<One extends Event>({
  events,
  render,
}: {
  events: One[];
  /** What changed, and what was read. */
  render: (event: One) => ReactNode;
}) {
  const { page } = usePageWords();
  const told = useTold();
  if (events.length === 0) return <Text c="dimmed">{page.consent.noHistory}</Text>;
  return (
    <ol className={classes.events}>
      {events.map((event) => (
        <li key={event.id}>
          {render(event)}
          <Text size="sm" c="dimmed">
            {told(event)}
          </Text>
        </li>
      ))}
    </ol>
  );
}
