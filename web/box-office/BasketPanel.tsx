import { Button, Group } from '@mantine/core';
import { useState } from 'react';
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
  // What was said stays said; tickets are only counted until somebody wants to say more.
  const [naming, setNaming] = useState(Object.keys(who).length > 0);
  const named = (line: Basket['lines'][number]) =>
    [
      line.product,
      line.performance?.startsAt && format.instant(line.performance.startsAt),
      line.priceCategory,
    ]
      .filter(Boolean)
      .join(' · ');
  const mayName = basket.lines.some(({ kind }) => kind === 'event' || kind === 'pass');
  return (
    <>
      <ul className={classes.lines}>
        {naming
          ? basket.lines.map((line) => (
              <li key={line.id}>
                <div className={classes.pair}>
                  <span>{named(line)}</span>
                  <span>{format.money(line.amountMinor, line.currency)}</span>
                </div>
                <Attendee
                  ticket={named(line)}
                  who={who[line.id] ?? { kind: 'unnamed' }}
                  onChange={(chosen) => onWho(line.id, chosen)}
                />
              </li>
            ))
          : counted(basket.lines, named).map(({ name, count, amountMinor, currency }) => (
              <li key={`${name} ${amountMinor}`} className={classes.pair}>
                <span>
                  {format.number(count)} × {name}
                </span>
                <span>{format.money(amountMinor, currency)}</span>
              </li>
            ))}
      </ul>
      {mayName && (
        <Button
          size="compact-sm"
          variant="subtle"
          px={6}
          mb={6}
          aria-expanded={naming}
          onClick={() => setNaming(!naming)}
        >
          {words.forWhom}
        </Button>
      )}
      {basket.totals.map(({ amountMinor, currency }) => (
        <div key={currency} className={classes.total}>
          <span>{words.total}</span>
          <span>{format.money(amountMinor, currency)}</span>
        </div>
      ))}
      <Group justify="space-between" gap="xs" mb="lg">
        <span className={classes.quiet}>{words.held(format.time(basket.expiresAt))}</span>
        <Group gap="xs">
          <Button size="compact-sm" variant="subtle" px={6} loading={holding} onClick={hold}>
            {words.keep}
          </Button>
          <Button size="compact-sm" variant="subtle" px={6} onClick={clear}>
            {words.clear}
          </Button>
        </Group>
      </Group>
    </>
  );
}

/** Tickets that are the same, once, with what they come to. */
function counted(lines: Basket['lines'], named: (line: Basket['lines'][number]) => string) {
  const groups = new Map<string, { name: string; count: number; amountMinor: number; currency: string }>();
  for (const line of lines) {
    const name = named(line);
    const key = `${name} ${line.amountMinor} ${line.currency}`;
    const group = groups.get(key) ?? { name, count: 0, amountMinor: 0, currency: line.currency };
    group.count += 1;
    group.amountMinor += line.amountMinor;
    groups.set(key, group);
  }
  return [...groups.values()];
}
