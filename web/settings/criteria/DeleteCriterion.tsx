import { Alert, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { conversionQuery } from './Conversion.tsx';
import type { Criterion } from './queries.ts';

/** Deleting says first how many contacts lose what they said. */
export function DeleteCriterion({ criterion, onDeleted }: { criterion: Criterion; onDeleted: () => void }) {
  const { page, say } = usePageWords();
  const words = page.criteria;
  const { id, type, choices } = criterion;
  const [asked, setAsked] = useState(false);
  const { data, error } = useQuery({ ...conversionQuery({ criterion: id, type, choices }), enabled: asked });
  const remove = useMutation({
    mutationFn: (contacts: number) =>
      answered(
        api.DELETE('/api/criteria/{criterion}', {
          params: { path: { criterion: id }, query: { contacts } },
        }),
      ),
    onSuccess: onDeleted,
  });
  if (!asked || data === undefined) {
    return (
      <Stack gap="xs" mt="lg" align="flex-start">
        <Button color="red" variant="subtle" loading={asked && error === null} onClick={() => setAsked(true)}>
          {words.delete}
        </Button>
        <Refusal error={error} />
      </Stack>
    );
  }
  return (
    <Alert color="red" variant="light" mt="lg" role="alert">
      <Stack gap="sm">
        <Text>{words.deleteWarning(data.contacts)}</Text>
        <Refusal error={remove.error} />
        <Group gap="sm">
          <Button color="red" loading={remove.isPending} onClick={() => remove.mutate(data.contacts)}>
            {words.deleteAct}
          </Button>
          <Button variant="default" onClick={() => setAsked(false)}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
    </Alert>
  );
}
