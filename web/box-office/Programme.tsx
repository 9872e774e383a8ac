import { TextInput, UnstyledButton } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { Empty } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './BoxOffice.module.css';
import { type Choice, fits } from './choices.ts';

interface Props {
  choices: Choice[];
  chosen: string | undefined;
  choose: (key: string) => void;
}

/** What is on sale, found by typing: Enter takes the first, the arrows go through the list. */
export function Programme({ choices, chosen, choose }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice;
  const [typed, setTyped] = useState('');
  if (choices.length === 0) return <Empty title={words.nothingOn} hint={words.nothingOnHint} />;
  const when = ({ startsAt, validUntil }: Choice) =>
    startsAt !== null
      ? format.instant(startsAt)
      : validUntil !== null
        ? words.validUntil(format.day(validUntil))
        : '';
  const shown = choices.filter((choice) => fits(choice, typed.trim(), when(choice)));
  const room = (choice: Choice) => {
    if (choice.cancelled) return words.cancelled;
    if (choice.sale === 'not-yet' && choice.saleStartsAt !== null)
      return words.notYet(format.instant(choice.saleStartsAt));
    return choice.free === null ? words.unlimited : words.free(choice.free);
  };
  return (
    <>
      <TextInput
        aria-label={words.search}
        placeholder={words.search}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        onKeyDown={(event) => {
          const [first] = shown;
          if (event.key === 'Enter' && first !== undefined && !event.ctrlKey) {
            // the same key must not press the button that has the focus next
            event.preventDefault();
            choose(first.key);
          }
          if (event.key === 'ArrowDown') {
            event.preventDefault();
            document.querySelector<HTMLElement>(`.${classes.choice}`)?.focus();
          }
        }}
      />
      {shown.length === 0 && <p className={classes.quiet}>{words.nothingFound}</p>}
      <ul className={classes.programme}>
        {shown.map((choice) => (
          <li key={choice.key}>
            <UnstyledButton
              className={classes.choice ?? ''}
              aria-pressed={choice.key === chosen}
              onClick={() => choose(choice.key)}
              onKeyDown={(event) => {
                const step = { ArrowDown: 'nextElementSibling', ArrowUp: 'previousElementSibling' } as const;
                const way = step[event.key as keyof typeof step];
                if (way === undefined) return;
                event.preventDefault();
                event.currentTarget.parentElement?.[way]?.querySelector('button')?.focus();
              }}
            >
              <strong>{choice.name}</strong>
              <span>{room(choice)}</span>
              <span className={classes.quiet}>
                {[when(choice), choice.venue].filter(Boolean).join(' · ')}
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </>
  );
}
