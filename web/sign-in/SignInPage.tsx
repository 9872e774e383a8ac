import { Select } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { useKnownSession } from '../session/session.tsx';
import type { Language } from '../words/format.ts';
import { languages, useWords } from '../words/words.tsx';
import { SignInForm } from './SignInForm.tsx';
import classes from './SignInPage.module.css';

/** An address of our own, not of somebody else's who made the link. */
const ownPath = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignInPage() {
  const { say, language, choose } = useWords();
  const { session } = useKnownSession();
  const { next } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${say.signIn.title} · Rappel`;
  }, [say]);
  const signedIn = session !== null && session !== undefined;
  useEffect(() => {
    if (signedIn) void navigate({ href: ownPath(next), replace: true });
  }, [signedIn, next, navigate]);
  if (signedIn) return null;
  return (
    <main className={classes.page}>
      <div className={classes.sheet}>
        <header className={classes.header}>
          <p className={classes.name}>Rappel</p>
          <p className={classes.about}>{say.signIn.about}</p>
        </header>
        <h1 className={classes.title}>{say.signIn.title}</h1>
        <SignInForm />
      </div>
      <Select
        className={classes.language}
        aria-label={say.frame.language}
        size="xs"
        allowDeselect={false}
        value={language}
        onChange={(value) => value && choose(value as Language)}
        data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
      />
    </main>
  );
}
