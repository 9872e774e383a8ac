import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { Campaign } from './queries.ts';

/** The saved text, sent to a number that is typed: an account has none. */
export function SmsTest({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.sms;
  const { may } = useSession();
  const [number, setNumber] = useState('');
  const send = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/campaigns/{campaign}/test-sms', {
          params: { path: { campaign: campaign.id } },
          body: { language: campaign.defaultLanguage, number: number.trim() },
        }),
      ),
  });
  if (!may('campaigns.edit')) return null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (!send.isPending && number.trim() !== '') send.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" mt="md" align="flex-start">
        <TextInput
          type="tel"
          autoComplete="tel"
          label={words.testNumber}
          description={words.testHint}
          maxLength={60}
          value={number}
          onChange={(event) => setNumber(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={send.isPending}>
          {words.test}
        </Button>
        <Text size="sm" c="dimmed" role="status">
          {send.data && words.tested(send.data.sentTo)}
        </Text>
        <Refusal error={send.error} />
      </Stack>
    </form>
  );
}
