import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { sessionQuery } from '../api/queries.ts';
import type { Session } from '../api/types.ts';
import { useWords } from '../words/words.tsx';
import { SecondStep } from './SecondStep.tsx';

interface Props {
  /** Somebody who was signed in a moment ago: the e-mail and the institution stand. */
  again?: Session;
  /** Its short name, where the address says it. */
  institution?: string | undefined;
  onSignedIn?: () => void;
}

export function SignInForm({ again, institution: named, onSignedIn }: Props) {
  const { say, explain } = useWords();
  const queries = useQueryClient();
  const [email, setEmail] = useState(again?.operator.email ?? '');
  const [password, setPassword] = useState('');
  const [institution, setInstitution] = useState(again?.institution.slug ?? named ?? '');
  const [asked, setAsked] = useState(false);
  const [awaits, setAwaits] = useState<'second-factor' | 'enrolment'>();
  const enter = (session: Session) => {
    queries.setQueryData(sessionQuery.queryKey, session);
    setAwaits(undefined);
    onSignedIn?.();
  };
  const signIn = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/session', {
          body: {
            email: email.trim(),
            password,
            ...(institution === '' ? {} : { institution: institution.trim() }),
          },
        }),
      ),
    onSuccess: (answer) => {
      if (answer === undefined) return;
      if ('awaits' in answer) setAwaits(answer.awaits);
      else enter(answer);
    },
    onError: (error) => {
      if (isProblem(error, 'which-institution')) setAsked(true);
      else setPassword('');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  if (awaits !== undefined) {
    const begin = () => {
      setPassword('');
      setAwaits(undefined);
    };
    return <SecondStep awaits={awaits} onSignedIn={enter} onBack={begin} />;
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={say.signIn.email}
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          readOnly={again !== undefined}
          data-autofocus={again === undefined || undefined}
        />
        <PasswordInput
          label={say.signIn.password}
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus={again !== undefined || undefined}
        />
        {asked && again === undefined && (
          <TextInput
            label={say.signIn.institution}
            description={say.signIn.institutionHint}
            required
            withAsterisk={false}
            value={institution}
            onChange={(event) => setInstitution(event.currentTarget.value)}
          />
        )}
        {signIn.error && (
          <Alert color={asked && isProblem(signIn.error, 'which-institution') ? 'ink' : 'red'} role="alert">
            {explain(signIn.error).sentence}
          </Alert>
        )}
        <Button type="submit" color="rope" loading={signIn.isPending}>
          {say.signIn.act}
        </Button>
      </Stack>
    </form>
  );
}
