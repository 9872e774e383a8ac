import { Alert, Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { Session } from '../api/types.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { EnrolSecondFactor, RecoveryCodes } from './EnrolSecondFactor.tsx';

interface Props {
  awaits: 'second-factor' | 'enrolment';
  onSignedIn: (session: Session) => void;
  onBack: () => void;
}

/** What follows the password: a code, or a second factor to be set up because the institution asks for it. */
export function SecondStep({ awaits, onSignedIn, onBack }: Props) {
  const { page } = usePageWords();
  return (
    <Stack gap="md">
      {awaits === 'second-factor' ? (
        <GiveCode onSignedIn={onSignedIn} />
      ) : (
        <EnrolFirst onSignedIn={onSignedIn} />
      )}
      <div>
        <Button variant="subtle" size="compact-sm" onClick={onBack}>
          {page.secondFactor.back}
        </Button>
      </div>
    </Stack>
  );
}

function GiveCode({ onSignedIn }: Pick<Props, 'onSignedIn'>) {
  const { page } = usePageWords();
  const words = page.secondFactor;
  const [code, setCode] = useState('');
  const give = useMutation({
    mutationFn: () => answered(api.POST('/api/session/code', { body: { code } })),
    onSuccess: onSignedIn,
    onError: () => setCode(''),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    give.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <TextInput
          label={words.give}
          description={words.giveHint}
          autoComplete="one-time-code"
          // the password was just sent: the next thing to type is this
          autoFocus
          required
          withAsterisk={false}
          maxLength={60}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Refusal error={give.error} />
        <Button type="submit" color="rope" loading={give.isPending}>
          {words.signIn}
        </Button>
      </Stack>
    </form>
  );
}

function EnrolFirst({ onSignedIn }: Pick<Props, 'onSignedIn'>) {
  const { page } = usePageWords();
  const [done, setDone] = useState<{ session: Session; codes: string[] }>();
  const { data, error } = useQuery({
    queryKey: ['enrolment'],
    queryFn: () => answered(api.POST('/api/session/enrolment')),
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 0,
    refetchOnWindowFocus: false,
    retry: false,
  });
  if (done !== undefined) return <RecoveryCodes codes={done.codes} onKept={() => onSignedIn(done.session)} />;
  return (
    <>
      <Alert color="ink" variant="light">
        <Text size="sm">{page.secondFactor.needed}</Text>
      </Alert>
      <Refusal error={error} />
      {data !== undefined && (
        <EnrolSecondFactor
          enrolment={data}
          confirm={async (code) => {
            const { session, recoveryCodes } = await answered(
              api.POST('/api/session/enrolment/confirm', { body: { code } }),
            );
            setDone({ session, codes: recoveryCodes });
            return recoveryCodes;
          }}
          onConfirmed={() => {}}
        />
      )}
    </>
  );
}
