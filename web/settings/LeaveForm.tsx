import { Button, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import type { StaffMember } from './queries.ts';

/** Takes name and e-mail of an operator away, for good: what happens, then the e-mail typed to confirm. */
export function LeaveForm({ member }: { member: StaffMember }) {
  const { page } = usePageWords();
  const words = page.operators;
  const queries = useQueryClient();
  const [typed, setTyped] = useState('');
  const leave = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/operators/{operator}/leave', {
          params: { path: { operator: member.id } },
          body: { email: typed },
        }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['operators'] }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    leave.mutate();
  };
  const email = member.email ?? '';
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2}>{words.leave}</Title>
        <Text c="dimmed" size="sm">
          {words.leaveHint}
        </Text>
        <TextInput
          label={words.leaveConfirm(email)}
          autoComplete="off"
          value={typed}
          onChange={({ currentTarget }) => setTyped(currentTarget.value)}
        />
        <Refusal error={leave.error} />
        <div>
          <Button
            type="submit"
            color="red"
            disabled={typed.trim().toLowerCase() !== email}
            loading={leave.isPending}
          >
            {words.leaveAct}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
