import { Button, Group } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import { Attendee, type Who } from './Attendees.tsx';
import classes from './BoxOffice.module.css';
import type { Basket } from './queries.ts';

interface Props {
  basket: Basket;
  who: Record<number, Who>;
  onWho: (line: number, who: Who) => void;
  clear: () => void;
  hold: () => void;
  holding: boolean;
}

/** What is held for who stands at the counter, and who each ticket is for. */
export function BasketPanel({ basket, who, onWho, clear, hold, holding }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice;
  const named = (line: Basket['lines'][number]) =>
    [
      line.product,
      line.performance?.startsAt && format.instant(line.performance.startsAt),
      line.priceCategory,
    ]
      .filter(Boolean)
      .join(' · ');
  const people = basket.lines.some(({ kind }) => kind === 'event' || kind === 'pass');
  return (
    <>
      <ul className={classes.lines}>
        {basket.lines.map((line) => (
          <li key={line.id}>
            <div className={classes.pair}>
              <span>{named(line)}</span>
              <span>{format.money(line.amountMinor, line.currency)}</span>
            </div>
            {people && (
              <Attendee
                ticket={named(line)}
                who={who[line.id] ?? { kind: 'unnamed' }}
                onChange={(chosen) => onWho(line.id, chosen)}
              />
            )}
          </li>
        ))}
      </ul>
      {basket.totals.map(({ amountMinor, currency }) => (
        <div key={currency} className={classes.total}>
          <span>{words.total}</span>
          <span>{format.money(amountMinor, currency)}</span>
        </div>
      ))}
      <Group justify="space-between" gap="xs">
        <span className={classes.quiet}>{words.held(format.time(basket.expiresAt))}</span>
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" loading={holding} onClick={hold}>
            {words.keep}
          </Button>
          <Button size="compact-sm" variant="subtle" onClick={clear}>
            {words.clear}
          </Button>
        </Group>
      </Group>
    </>
  );
}
