import { ActionIcon, Kbd, UnstyledButton } from '@mantine/core';
import { spotlight } from '@mantine/spotlight';
import { IconSearch } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import type { Ref } from 'react';
import { useWords } from '../words/words.tsx';
import { Account } from './Account.tsx';
import classes from './Frame.module.css';
import type { Heading } from './title.ts';

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

interface Props {
  heading: Heading | undefined;
  onSignOut: () => void;
  /** The title takes the focus after each move, so that whoever listens hears where they are. */
  titleRef: Ref<HTMLHeadingElement>;
}

export function TopBar({ heading, onSignOut, titleRef }: Props) {
  const { say } = useWords();
  return (
    <header className={classes.top}>
      <div className={classes.heading}>
        {heading && heading.crumbs.length > 0 && (
          <ol className={classes.crumbs}>
            {heading.crumbs.map(({ label, href }) => (
              <li key={href}>
                <Link to={href}>{label}</Link>
              </li>
            ))}
          </ol>
        )}
        <h1 ref={titleRef} tabIndex={-1} className={classes.title}>
          {heading?.title ?? say.common.loading}
        </h1>
      </div>
      <UnstyledButton className={classes.search} onClick={spotlight.open}>
        <IconSearch size={16} aria-hidden="true" />
        <span>{say.frame.search}</span>
        <Kbd size="xs" aria-hidden="true">
          {isMac ? '⌘' : 'Ctrl'} K
        </Kbd>
      </UnstyledButton>
      <ActionIcon
        className={classes.searchIcon}
        variant="subtle"
        size="lg"
        aria-label={say.frame.search}
        onClick={spotlight.open}
      >
        <IconSearch size={20} aria-hidden="true" />
      </ActionIcon>
      <Account onSignOut={onSignOut} />
    </header>
  );
}
