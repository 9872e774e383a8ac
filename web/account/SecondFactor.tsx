import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { EnrolSecondFactor, RecoveryCodes } from '../sign-in/EnrolSecondFactor.tsx';
import { usePageWords } from '../words/pages.ts';

interface Account {
  hasPassword: boolean;
  secondFactor: boolean;
  secondFactorNeeded: boolean;
  recoveryCodes: number;
}

type Doing = 'set-up' | 'remove' | 'new-codes';

/** The second factor of the own account: set up, remove, new recovery codes. */
export function SecondFactor({ account }: { account: Account }) {
  const { page } = usePageWords();
  const words = page.account;
  const queries = useQueryClient();
  const [doing, setDoing] = useState<Doing>();
  const [codes, setCodes] = useState<string[]>();
  const show = async (recoveryCodes: string[] | undefined) => {
    setCodes(recoveryCodes);
    setDoing(undefined);
    await queries.invalidateQueries({ queryKey: ['account'] });
  };
  return (
    <Stack gap="sm" component="section" aria-label={words.secondFactor}>
      <Title order={2}>{words.secondFactor}</Title>
      <Text c="dimmed" size="sm">
        {words.secondFactorAbout} {account.secondFactorNeeded && words.needed}
      </Text>
      {account.secondFactor && <Text>{words.isSetUp(account.recoveryCodes)}</Text>}
      {codes !== undefined && <RecoveryCodes codes={codes} onKept={() => setCodes(undefined)} />}
      {codes === undefined && doing === undefined && (
        <Group gap="sm">
          {account.secondFactor ? (
            <>
              <Button variant="default" onClick={() => setDoing('new-codes')}>
                {words.newCodes}
              </Button>
              {!account.secondFactorNeeded && (
                <Button variant="default" onClick={() => setDoing('remove')}>
                  {words.removeFactor}
                </Button>
              )}
            </>
          ) : (
            <Button variant="default" onClick={() => setDoing('set-up')}>
              {words.setUp}
            </Button>
          )}
        </Group>
      )}
      {doing === 'set-up' && (
        <SetUp hasPassword={account.hasPassword} onDone={show} onCancel={() => setDoing(undefined)} />
      )}
      {(doing === 'remove' || doing === 'new-codes') && (
        <WithCode
          key={doing}
          doing={doing}
          hasPassword={account.hasPassword}
          onDone={show}
          onCancel={() => setDoing(undefined)}
        />
      )}
    </Stack>
  );
}

interface StepProps {
  hasPassword: boolean;
  onDone: (recoveryCodes: string[] | undefined) => Promise<void>;
  onCancel: () => void;
}

function SetUp({ hasPassword, onDone, onCancel }: StepProps) {
  const { page, say } = usePageWords();
  const words = page.account;
  const [password, setPassword] = useState('');
  const [enrolment, setEnrolment] = useState<components['schemas']['Enrolment']>();
  const begin = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/account/second-factor', { body: password === '' ? {} : { password } })),
    onSuccess: setEnrolment,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    begin.mutate();
  };
  if (enrolment !== undefined) {
    return (
      <EnrolSecondFactor
        enrolment={enrolment}
        confirm={async (code) => {
          const { recoveryCodes } = await answered(
            api.POST('/api/account/second-factor/confirm', { body: { code } }),
          );
          return recoveryCodes;
        }}
        onConfirmed={(codes) => void onDone(codes)}
      />
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {hasPassword && (
          <PasswordInput
            label={words.confirmPassword}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        )}
        <Refusal error={begin.error} />
        <Group gap="sm">
          <Button type="submit" color="rope" loading={begin.isPending}>
            {words.go}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function WithCode({ doing, hasPassword, onDone, onCancel }: StepProps & { doing: 'remove' | 'new-codes' }) {
  const { page, say } = usePageWords();
  const words = page.account;
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const act = useMutation({
    mutationFn: async () => {
      if (doing === 'new-codes') {
        const made = await answered(
          api.POST('/api/account/second-factor/recovery-codes', { body: { code } }),
        );
        return made.recoveryCodes;
      }
      await answered(
        api.POST('/api/account/second-factor/remove', {
          body: { code, ...(password === '' ? {} : { password }) },
        }),
      );
      return undefined;
    },
    onSuccess: onDone,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        {doing === 'remove' && hasPassword && (
          <PasswordInput
            label={words.confirmPassword}
            autoComplete="current-password"
            required
            withAsterisk={false}
            value={password}
            onChange={({ currentTarget }) => setPassword(currentTarget.value)}
          />
        )}
        <TextInput
          label={words.code}
          description={doing === 'new-codes' ? words.newCodesHint : undefined}
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={60}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Refusal error={act.error} />
        <Group gap="sm">
          <Button type="submit" color="rope" loading={act.isPending}>
            {doing === 'remove' ? words.removeFactor : words.newCodes}
          </Button>
          <Button variant="default" onClick={onCancel}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
