import { Button, Group, PasswordInput, Select, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';
import type { Profile } from '../api/types.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';

type SingleSignOn = components['schemas']['SingleSignOn'];

const NONE: SingleSignOn = { issuer: '', clientId: '', label: '', emailDomains: [], newProfile: null };

/** The provider of single sign-on, and who of its people is let in. */
export function SingleSignOnForm({
  present,
  redirectUri,
}: {
  present: SingleSignOn | null;
  redirectUri: string;
}) {
  const { page, say } = usePageWords();
  const words = page.signInSettings;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(present ?? NONE);
  const [domains, setDomains] = useState(wanted.emailDomains.join(', '));
  const [clientSecret, setClientSecret] = useState('');
  const finish = async (message: string) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    await queries.invalidateQueries({ queryKey: ['sign-in-settings'] });
  };
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/sign-in-settings/single-sign-on', {
          body: {
            ...wanted,
            issuer: wanted.issuer.trim(),
            emailDomains: domains.split(/[\s,;]+/).filter(Boolean),
            ...(clientSecret === '' ? {} : { clientSecret }),
          },
        }),
      ),
    onSuccess: () => {
      setClientSecret('');
      return finish(words.saved);
    },
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE('/api/sign-in-settings/single-sign-on')),
    onSuccess: () => finish(words.removed),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const text = (field: 'issuer' | 'clientId' | 'label') => ({
    required: true,
    value: wanted[field],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setWanted({ ...wanted, [field]: currentTarget.value }),
  });
  const below = {
    inputWrapperOrder: ['label', 'input', 'description'] as ('label' | 'input' | 'description')[],
  };
  const profiles = (Object.entries(say.profiles) as [Profile, string][]).filter(
    ([profile]) => profile !== 'administrator',
  );
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{words.sso}</Title>
        <Text c="dimmed" size="sm">
          {words.ssoHint}
        </Text>
        <TextInput label={words.redirect} readOnly value={redirectUri} />
        <TextInput
          label={words.issuer}
          description={words.issuerHint}
          {...below}
          type="url"
          maxLength={500}
          {...text('issuer')}
        />
        <TextInput label={words.clientId} maxLength={500} autoComplete="off" {...text('clientId')} />
        <PasswordInput
          label={words.clientSecret}
          description={present === null ? undefined : words.clientSecretKept}
          {...below}
          autoComplete="off"
          maxLength={500}
          value={clientSecret}
          onChange={({ currentTarget }) => setClientSecret(currentTarget.value)}
        />
        <TextInput label={words.label} maxLength={60} {...text('label')} />
        <TextInput
          label={words.domains}
          description={words.domainsHint}
          {...below}
          value={domains}
          onChange={({ currentTarget }) => setDomains(currentTarget.value)}
        />
        <Select
          label={words.newProfile}
          allowDeselect={false}
          data={[
            { value: '', label: words.notLetIn },
            ...profiles.map(([value, label]) => ({ value, label: words.becomes(label) })),
          ]}
          value={wanted.newProfile ?? ''}
          onChange={(value) => setWanted({ ...wanted, newProfile: value ? (value as Profile) : null })}
        />
        <Refusal error={save.error ?? remove.error} />
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
          {present !== null && (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              {words.remove}
            </Button>
          )}
        </Group>
        {present !== null && (
          <Text c="dimmed" size="sm">
            {words.removeHint}
          </Text>
        )}
      </Stack>
    </form>
  );
}
