import { Alert, Button, Checkbox, Group, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Becomes } from './Becomes.tsx';
import { ChooseFields } from './ChooseFields.tsx';
import { type Comparison, comparisonQuery, type Field } from './queries.ts';

/** Two contacts side by side: which one stays, what it takes from the other, what becomes of the rest. */
export function MergePage() {
  const { one, other } = useParams({ strict: false }) as { one: string; other: string };
  const { page } = usePageWords();
  const words = page.duplicates;
  const { data, error } = useQuery(comparisonQuery(one, other));
  const crumbs = [
    { label: page.contacts.title, href: addresses.contacts },
    { label: words.title, href: addresses.duplicates },
  ];
  return (
    <Page title={words.compare} crumbs={crumbs} loading={data === undefined && error === null} error={error}>
      {data !== undefined && <Merge key={data.fingerprint} comparison={data} />}
    </Page>
  );
}

function Merge({ comparison }: { comparison: Comparison }) {
  const { page, say } = usePageWords();
  const words = page.duplicates;
  const navigate = useNavigate();
  const queries = useQueryClient();
  // More is known of the one with more orders: most often it is the one to stay.
  const first = comparison.one.counts.orders >= comparison.other.counts.orders ? 'one' : 'other';
  const [keeps, setKeeps] = useState<'one' | 'other'>(first);
  const [taken, setTaken] = useState<Field[]>([]);
  const [sure, setSure] = useState(false);
  const [tried, setTried] = useState(false);
  const kept = comparison[keeps];
  const absorbed = comparison[keeps === 'one' ? 'other' : 'one'];
  const pair = { one: comparison.one.number, other: comparison.other.number };
  const tell = async (message: string) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    await queries.invalidateQueries({ queryKey: ['duplicates'] });
  };
  const merge = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/duplicates/merges', {
          body: {
            keep: kept.number,
            absorb: absorbed.number,
            fromAbsorbed: taken,
            fingerprint: comparison.fingerprint,
          },
        }),
      ),
    onSuccess: async () => {
      queries.removeQueries({ queryKey: ['contact'] });
      await tell(words.done);
      await navigate({ to: addresses.contact, params: { number: kept.number } });
    },
  });
  const dismiss = useMutation({
    mutationFn: () => answered(api.POST('/api/duplicates/dismissals', { body: pair })),
    onSuccess: async () => {
      await tell(words.dismissed);
      await navigate({ to: addresses.duplicates });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (sure) merge.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xl" maw={900}>
        <section>
          <Title order={2}>{words.choose}</Title>
          <Text c="dimmed" mb="sm">
            {words.chooseHint}
          </Text>
          <ChooseFields
            comparison={comparison}
            keeps={keeps}
            onKeep={(side) => {
              setKeeps(side);
              setTaken([]);
            }}
            taken={taken}
            onTake={setTaken}
          />
          <Text mt="sm">{words.keeps(kept.number)}</Text>
        </section>
        <Becomes kept={kept} absorbed={absorbed} />
        <Stack gap="sm" align="start">
          <Alert color="red" variant="light" role="note">
            {words.irreversible} {words.noActivity}
          </Alert>
          <Checkbox
            label={words.confirm}
            checked={sure}
            onChange={({ currentTarget }) => setSure(currentTarget.checked)}
            error={tried && !sure ? words.confirmFirst : undefined}
          />
          <Refusal error={merge.error ?? dismiss.error} />
          <Group>
            <Button type="submit" color="red" loading={merge.isPending}>
              {words.act}
            </Button>
            <Button variant="default" loading={dismiss.isPending} onClick={() => dismiss.mutate()}>
              {words.dismiss}
            </Button>
          </Group>
        </Stack>
      </Stack>
    </form>
  );
}
