import { Alert, Button, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useEffect, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { SecondStep } from './SecondStep.tsx';
import classes from './SignInPage.module.css';

/** By a link that is good once: name and password of who was invited, or a new password. */
export function JoinPage() {
  const { page, language } = usePageWords();
  const words = page.join;
  // behind the #: browsers send it to no server
  const [token] = useState(() => window.location.hash.slice(1));
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [awaits, setAwaits] = useState<'second-factor' | 'enrolment'>();
  const link = useQuery({
    queryKey: ['link', token],
    queryFn: () => answered(api.POST('/api/operator-links', { body: { token } })),
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
  });
  const title = words.titles[link.data?.kind ?? 'invitation'];
  useEffect(() => {
    document.title = `${title} · Rappel`;
  }, [title]);
  const enter = async (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    await navigate({ to: addresses.home, replace: true });
  };
  const use = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/operator-links/use', {
          body: { token, password, locale: language, ...(name === '' ? {} : { name }) },
        }),
      ),
    onSuccess: async (answer) => {
      if (answer === undefined) return;
      if ('awaits' in answer) setAwaits(answer.awaits);
      else await enter(answer);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    use.mutate();
  };
  return (
    <main className={classes.page}>
      <Stack className={classes.sheet} gap="lg">
        <Title order={1}>{title}</Title>
        {link.error !== null && (
          <Alert color="red" variant="light" title={words.wrong}>
            {words.wrongHint}
          </Alert>
        )}
        {awaits !== undefined && (
          <SecondStep
            awaits={awaits}
            onSignedIn={enter}
            onBack={() => void navigate({ to: addresses.signIn })}
          />
        )}
        {link.data !== undefined && awaits === undefined && (
          <form onSubmit={submit}>
            <Stack gap="md">
              <Text>
                {(link.data.kind === 'invitation' ? words.invited : words.newPassword)(
                  link.data.institution.name,
                  link.data.email,
                )}
              </Text>
              {link.data.passwords ? (
                <>
                  <input type="hidden" autoComplete="username" value={link.data.email} readOnly />
                  {link.data.kind === 'invitation' && (
                    <TextInput
                      label={words.name}
                      autoComplete="name"
                      required
                      withAsterisk={false}
                      maxLength={200}
                      value={name}
                      onChange={({ currentTarget }) => setName(currentTarget.value)}
                    />
                  )}
                  <PasswordInput
                    label={words.password}
                    description={words.passwordHint}
                    autoComplete="new-password"
                    required
                    withAsterisk={false}
                    minLength={12}
                    value={password}
                    onChange={({ currentTarget }) => setPassword(currentTarget.value)}
                  />
                  <Refusal error={use.error} />
                  <Button type="submit" color="rope" loading={use.isPending}>
                    {words.act[link.data.kind]}
                  </Button>
                </>
              ) : (
                <>
                  <Text>{words.byProvider}</Text>
                  <Button
                    color="rope"
                    onClick={() =>
                      void navigate({
                        to: addresses.signIn,
                        search: { institution: link.data.institution.slug },
                      })
                    }
                  >
                    {words.toSignIn}
                  </Button>
                </>
              )}
            </Stack>
          </form>
        )}
      </Stack>
    </main>
  );
}
