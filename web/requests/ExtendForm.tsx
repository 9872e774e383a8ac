import { Button, Group, Stack, Textarea } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import type { RequestDetails } from './queries.ts';
import { Section } from './Section.tsx';
import { useActing } from './useActing.ts';

/** Two months more, with the reason that the person was told (art. 12(3) GDPR). */
export function ExtendForm({ request: { id, dueOn } }: { request: RequestDetails }) {
  const { page, format } = usePageWords();
  const words = page.requests;
  const [reason, setReason] = useState('');
  const extend = useActing(() =>
    answered(
      api.PUT('/api/requests/{request}/extension', { params: { path: { request: id } }, body: { reason } }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    extend.mutate(undefined);
  };
  return (
    <Section title={words.extend} hint={words.extendHint(format.day(dueOn))}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          <Textarea
            label={words.extendReason}
            description={words.answerHint}
            required
            autosize
            minRows={2}
            minLength={3}
            maxLength={4000}
            value={reason}
            onChange={({ currentTarget }) => setReason(currentTarget.value)}
          />
          <Refusal error={extend.error} />
          <Group>
            <Button type="submit" variant="default" loading={extend.isPending}>
              {words.extendAct}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
