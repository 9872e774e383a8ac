import { Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import type { ContactFile } from './queries.ts';

/** Restricts the processing of a person's data, or lifts the restriction, with a reason (art. 18 GDPR). */
export function RestrictFile({
  file,
  request,
  onDone,
}: {
  file: ContactFile;
  /** The request of the person that this carries out. */
  request: number | undefined;
  onDone: () => void;
}) {
  const { page, say } = usePageWords();
  const words = page.file.restricting;
  const queries = useQueryClient();
  // as it was when the form was opened: it does not turn into its opposite while it is being sent
  const [lifts] = useState(request === undefined && file.restrictedOn !== null);
  const [reason, setReason] = useState('');
  const left = useRef(false);
  const act = useMutation({
    mutationFn: () =>
      request === undefined
        ? answered(
            api.PUT('/api/contacts/{number}/restriction', {
              params: { path: { number: file.number } },
              body: { restricted: !lifts, reason },
            }),
          )
        : answered(
            api.POST('/api/requests/{request}/carrying-out', {
              params: { path: { request } },
              body: { kind: 'restriction', reason },
            }),
          ),
    onSuccess: async () => {
      left.current = true;
      await queries.invalidateQueries({ queryKey: ['contact', file.number] });
      await queries.invalidateQueries({ queryKey: ['requests'] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={560}>
        <Title order={2}>{lifts ? words.liftTitle : words.title}</Title>
        <Text>{lifts ? words.liftHint : words.hint}</Text>
        <Textarea
          label={words.reason}
          description={words.reasonHint}
          required
          autosize
          minRows={2}
          minLength={3}
          maxLength={1000}
          value={reason}
          onChange={({ currentTarget }) => setReason(currentTarget.value)}
        />
        <Refusal error={act.error} />
        <Group>
          <Button type="submit" color="rope" loading={act.isPending}>
            {lifts ? words.lift : words.save}
          </Button>
          <Button variant="default" onClick={onDone}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
      <LeaveGuard unsaved={() => !left.current && reason.trim() !== ''} />
    </form>
  );
}
