import { Button, Checkbox, Group, Stack } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { AUTHORISATIONS } from './queries.ts';
import { useActing } from './useActing.ts';

type Authorisation = (typeof AUTHORISATIONS)[number];

/** Sets authorisations to "no", as the person asked (R22): the request is the proof. */
export function ObjectionForm({ request }: { request: number }) {
  const { page } = usePageWords();
  const words = page.requests;
  const [chosen, setChosen] = useState<string[]>(['institution']);
  const act = useActing(() =>
    answered(
      api.POST('/api/requests/{request}/carrying-out', {
        params: { path: { request } },
        body: { kind: 'objection', authorisations: chosen as Authorisation[] },
      }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate(undefined);
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Checkbox.Group label={words.objectTo} value={chosen} onChange={setChosen}>
          <Stack gap="xs" mt="xs">
            {AUTHORISATIONS.map((value) => (
              <Checkbox key={value} value={value} label={page.consent.names[value]} />
            ))}
          </Stack>
        </Checkbox.Group>
        <Refusal error={act.error} />
        <Group>
          <Button type="submit" variant="default" disabled={chosen.length === 0} loading={act.isPending}>
            {words.objectAct}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
