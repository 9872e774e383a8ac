import { ActionIcon } from '@mantine/core';
import { IconMinus, IconPlus } from '@tabler/icons-react';
import { usePageWords } from '../words/pages.ts';
import classes from './BoxOffice.module.css';
import type { Choice } from './choices.ts';
import type { Basket } from './queries.ts';

type Lines = Basket['lines'];

interface Props {
  choice: Choice;
  basket: Basket | undefined;
  put: (priceCategory: number) => void;
  take: (which: (lines: Lines) => Lines) => void;
}

/** How many of what is chosen, for each price: the places are held from the first touch on. */
export function Tickets({ choice, basket, put, take }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice;
  const sellable = choice.sale === 'open' && !choice.cancelled;
  return (
    <div>
      {choice.prices.map(({ priceCategoryId, name, amountMinor, currency }, index) => {
        const mine = (lines: Lines) =>
          lines.filter(
            (line) =>
              line.productId === choice.product &&
              (line.performance?.id ?? null) === choice.performance &&
              line.priceCategory === name,
          );
        const count = mine(basket?.lines ?? []).length;
        return (
          <div key={priceCategoryId} className={classes.price}>
            <div>
              <p>{name}</p>
              <p className={classes.quiet}>{format.money(amountMinor, currency)}</p>
            </div>
            {/* biome-ignore lint/a11y/useSemanticElements: three things that belong together, no fields */}
            <div className={classes.stepper} role="group" aria-label={name}>
              <ActionIcon
                size={48}
                variant="default"
                aria-label={words.fewer(name)}
                aria-disabled={count === 0}
                onClick={() => count > 0 && take((lines) => mine(lines).slice(-1))}
              >
                <IconMinus size={22} aria-hidden="true" />
              </ActionIcon>
              <output aria-label={words.count(name, count)}>{format.number(count)}</output>
              <ActionIcon
                size={48}
                variant="filled"
                data-first-price={index === 0 || undefined}
                aria-label={words.more(name)}
                aria-disabled={!sellable}
                onClick={() => sellable && put(priceCategoryId)}
              >
                <IconPlus size={22} aria-hidden="true" />
              </ActionIcon>
            </div>
          </div>
        );
      })}
    </div>
  );
}
