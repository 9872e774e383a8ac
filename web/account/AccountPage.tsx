import { Button, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { sessionQuery } from '../api/queries.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { languages } from '../words/words.tsx';
import { accountQuery } from './queries.ts';
import { SecondFactor } from './SecondFactor.tsx';
import { Sessions } from './Sessions.tsx';

/** What everybody who works here does with the own account. */
export function AccountPage() {
  const { page, say, format } = usePageWords();
  const words = page.account;
  const { operator } = useSession();
  const { data, error } = useQuery(accountQuery);
  return (
    <Page title={words.title} loading={data === undefined && error === null} error={error}>
      {data !== undefined && (
        <Stack gap="xl" maw={640}>
          <Facts
            facts={[
              [words.email, operator.email],
              [words.profile, say.profiles[operator.profile]],
              [
                words.organisations,
                data.organisations.length === 0 ? words.allOrganisations : format.list(data.organisations),
              ],
            ]}
          />
          <MeForm />
          {data.hasPassword && data.mayUsePassword && <PasswordForm />}
          {!data.hasPassword && (
            <div>
              <Title order={2}>{words.password}</Title>
              <Text>{words.noPassword}</Text>
            </div>
          )}
          <SecondFactor account={data} />
          <Sessions />
        </Stack>
      )}
    </Page>
  );
}

/** Says in a corner that it is done. */
function useDone() {
  const { say } = usePageWords();
  return (message: string) =>
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
}

function MeForm() {
  const { page, choose } = usePageWords();
  const words = page.account;
  const { operator } = useSession();
  const queries = useQueryClient();
  const done = useDone();
  const [me, setMe] = useState({ name: operator.name, locale: operator.locale });
  const save = useMutation({
    mutationFn: () => answered(api.PUT('/api/account', { body: me })),
    onSuccess: async () => {
      choose(me.locale);
      done(words.saved);
      await queries.invalidateQueries({ queryKey: sessionQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{words.me}</Title>
        <TextInput
          label={words.name}
          autoComplete="name"
          required
          withAsterisk={false}
          maxLength={200}
          value={me.name}
          onChange={({ currentTarget }) => setMe({ ...me, name: currentTarget.value })}
        />
        <Select
          label={words.locale}
          allowDeselect={false}
          data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
          value={me.locale}
          onChange={(locale) => setMe({ ...me, locale: locale === 'en' ? 'en' : 'fr' })}
        />
        <Refusal error={save.error} />
        <div>
          <Button type="submit" variant="default" loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

function PasswordForm() {
  const { page } = usePageWords();
  const words = page.account;
  const { operator } = useSession();
  const queries = useQueryClient();
  const done = useDone();
  const [passwords, setPasswords] = useState({ present: '', wanted: '' });
  const change = useMutation({
    mutationFn: () => answered(api.PUT('/api/account/password', { body: passwords })),
    onSuccess: async () => {
      setPasswords({ present: '', wanted: '' });
      done(words.changed);
      await queries.invalidateQueries({ queryKey: ['account'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const field = (which: 'present' | 'wanted') => ({
    required: true,
    withAsterisk: false,
    value: passwords[which],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setPasswords({ ...passwords, [which]: currentTarget.value }),
  });
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{words.password}</Title>
        <input type="hidden" autoComplete="username" value={operator.email} readOnly />
        <PasswordInput label={words.present} autoComplete="current-password" {...field('present')} />
        <PasswordInput
          label={words.wanted}
          description={words.wantedHint}
          inputWrapperOrder={['label', 'input', 'description']}
          autoComplete="new-password"
          minLength={12}
          {...field('wanted')}
        />
        <Refusal error={change.error} />
        <div>
          <Button type="submit" variant="default" loading={change.isPending}>
            {words.change}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
