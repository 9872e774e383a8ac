import { Button, Select, Stack, Text, TextInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { languages } from '../words/words.tsx';
import type { MadeLink } from './queries.ts';
import { type Rights, RightsFields } from './RightsFields.tsx';

/** Invites somebody; the link is handed over by who invites. */
export function InviteForm({ onMade }: { onMade: (made: MadeLink) => void }) {
  const { page, language } = usePageWords();
  const words = page.operators;
  const queries = useQueryClient();
  const [email, setEmail] = useState('');
  const [locale, setLocale] = useState(language);
  const [rights, setRights] = useState<Rights>({ profile: 'box-office', organisations: [] });
  const invite = useMutation({
    mutationFn: () => answered(api.POST('/api/operators', { body: { email, locale, ...rights } })),
    onSuccess: async (made) => {
      await queries.invalidateQueries({ queryKey: ['operators'] });
      onMade(made);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text c="dimmed" size="sm">
          {words.inviteHint}
        </Text>
        <TextInput
          label={words.email}
          type="email"
          autoComplete="off"
          required
          data-autofocus
          value={email}
          onChange={({ currentTarget }) => setEmail(currentTarget.value)}
        />
        <RightsFields rights={rights} onChange={setRights} />
        <Select
          label={words.locale}
          allowDeselect={false}
          data={Object.entries(languages).map(([value, { name }]) => ({ value, label: name }))}
          value={locale}
          onChange={(value) => setLocale(value === 'en' ? 'en' : 'fr')}
        />
        <Refusal error={invite.error} />
        <div>
          <Button type="submit" color="rope" loading={invite.isPending}>
            {words.act}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
