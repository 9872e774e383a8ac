import { Alert, Button, Divider, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect } from 'react';
import { answered, api } from '../api/client.ts';
import { Problem } from '../api/problem.ts';
import { useKnownSession } from '../session/session.tsx';
import type { Language } from '../words/format.ts';
import { languages, useWords } from '../words/words.tsx';
import { SignInForm } from './SignInForm.tsx';
import classes from './SignInPage.module.css';

/** An address of our own, not of somebody else's who made the link. */
const ownPath = (next: string | undefined) => (next && /^\/(?![/\\])/.test(next) ? next : '/');

export function SignInPage() {
  const { say, language, choose, explain } = useWords();
  const { session } = useKnownSession();
  const { next, institution, problem } = useSearch({ from: '/sign-in' });
  const navigate = useNavigate();
  useEffect(() => {
    document.title = `${say.signIn.title} · Rappel`;
  }, [say]);
  const { data: ways } = useQuery({
    queryKey: ['sign-in', institution],
    queryFn: () =>
      answered(api.GET('/api/sign-in', { params: { query: institution ? { institution } : {} } })),
    retry: false,
  });
  const start = new URLSearchParams({
    next: ownPath(next),
    ...(institution ? { institution } : {}),
  });
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
        <Stack gap="lg">
          {problem && (
            <Alert color="red" variant="light" role="alert">
              {explain(new Problem(problem, 0)).sentence}
            </Alert>
          )}
          {ways?.singleSignOn && (
            <>
              <Button component="a" href={`/api/single-sign-on/start?${start}`} variant="default">
                {ways.singleSignOn.label}
              </Button>
              <Divider label={say.signIn.or} labelPosition="center" />
            </>
          )}
          <SignInForm key={institution ?? ''} institution={institution} />
        </Stack>
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
