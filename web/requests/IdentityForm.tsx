import { Button, Group, Select } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { IDENTITIES } from './queries.ts';
import { Section } from './Section.tsx';
import { useActing } from './useActing.ts';

type Identity = (typeof IDENTITIES)[number];

/** How it was made sure who asks. */
export function IdentityForm({ request }: { request: number }) {
  const { page } = usePageWords();
  const words = page.requests;
  const [identity, setIdentity] = useState<Identity>('document');
  const check = useActing(() =>
    answered(
      api.PUT('/api/requests/{request}/identity', { params: { path: { request } }, body: { identity } }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    check.mutate(undefined);
  };
  return (
    <Section title={words.check} hint={words.checkHint}>
      <form onSubmit={submit}>
        <Group align="end" gap="sm">
          <Select
            label={words.identity}
            allowDeselect={false}
            data={IDENTITIES.map((value) => ({ value, label: words.identities[value] }))}
            value={identity}
            onChange={(value) => setIdentity(value as Identity)}
          />
          <Button type="submit" variant="default" loading={check.isPending}>
            {words.checkAct}
          </Button>
        </Group>
        <Refusal error={check.error} />
      </form>
    </Section>
  );
}
