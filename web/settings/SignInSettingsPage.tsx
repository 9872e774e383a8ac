import { Button, Radio, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { signInSettingsQuery } from './queries.ts';
import { SettingsPages } from './SettingsPages.tsx';
import { SingleSignOnForm } from './SingleSignOnForm.tsx';

/** How operators of the institution sign in: second factor, passwords, single sign-on. */
export function SignInSettingsPage() {
  const { page } = usePageWords();
  const words = page.signInSettings;
  const { data, error } = useQuery(signInSettingsQuery);
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={data === undefined && error === null}
      error={error}
    >
      <SettingsPages />
      {data !== undefined && (
        <Stack gap="xl" maw={640}>
          <PolicyForm
            key={`${data.secondFactor} ${data.passwords} ${data.singleSignOn === null}`}
            policy={{ secondFactor: data.secondFactor, passwords: data.passwords }}
            hasSingleSignOn={data.singleSignOn !== null}
          />
          <SingleSignOnForm
            key={JSON.stringify(data.singleSignOn)}
            present={data.singleSignOn}
            redirectUri={data.redirectUri}
          />
        </Stack>
      )}
    </Page>
  );
}

interface Policy {
  secondFactor: 'nobody' | 'erasers' | 'everybody';
  passwords: 'everybody' | 'administrators';
}

function PolicyForm({ policy, hasSingleSignOn }: { policy: Policy; hasSingleSignOn: boolean }) {
  const { page, say } = usePageWords();
  const words = page.signInSettings;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(policy);
  const save = useMutation({
    mutationFn: () => answered(api.PUT('/api/sign-in-settings', { body: wanted })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['sign-in-settings'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={2}>{words.secondFactor}</Title>
        <Radio.Group
          aria-label={words.secondFactor}
          description={words.secondFactorHint}
          value={wanted.secondFactor}
          onChange={(value) => setWanted({ ...wanted, secondFactor: value as Policy['secondFactor'] })}
        >
          <Stack gap="xs" mt="sm">
            {(['nobody', 'erasers', 'everybody'] as const).map((value) => (
              <Radio key={value} value={value} label={words.needs[value]} />
            ))}
          </Stack>
        </Radio.Group>
        {hasSingleSignOn && (
          <>
            <Title order={2}>{words.passwords}</Title>
            <Radio.Group
              aria-label={words.passwords}
              description={words.passwordsHint}
              value={wanted.passwords}
              onChange={(value) => setWanted({ ...wanted, passwords: value as Policy['passwords'] })}
            >
              <Stack gap="xs" mt="sm">
                {(['everybody', 'administrators'] as const).map((value) => (
                  <Radio key={value} value={value} label={words.passwordsFor[value]} />
                ))}
              </Stack>
            </Radio.Group>
          </>
        )}
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
