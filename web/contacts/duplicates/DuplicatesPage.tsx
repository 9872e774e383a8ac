import { Alert, Badge, Button, Group, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { DataList } from '../../list/DataList.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import { type Duplicate, loadDuplicates } from './queries.ts';

/** Pairs that may be one, for somebody to decide. */
export function DuplicatesPage() {
  const { page, format } = usePageWords();
  const words = page.duplicates;
  const navigate = useNavigate();
  const list = useSlices(['duplicates'], ({ cursor }) => loadDuplicates(cursor));
  const look = useMutation({ mutationFn: () => answered(api.POST('/api/duplicates/search')) });
  const lookNow = (
    <Button variant="default" loading={look.isPending} onClick={() => look.mutate()}>
      {words.look}
    </Button>
  );
  const open = ({ one, other }: Duplicate) =>
    navigate({ to: addresses.duplicate, params: { one: one.number, other: other.number } });
  return (
    <Page
      title={words.title}
      crumbs={[{ label: page.contacts.title, href: addresses.contacts }]}
      about={<Text c="dimmed">{words.about}</Text>}
      act={lookNow}
    >
      {look.isSuccess && (
        <Alert color="ink" variant="light" mb="md" role="status">
          {words.looking}
        </Alert>
      )}
      <Refusal error={look.error} />
      <DataList<Duplicate>
        label={words.title}
        name="duplicates"
        list={list}
        keyOf={({ pair }) => pair}
        onOpen={(pair) => void open(pair)}
        addressOf={({ one, other }) =>
          addresses.duplicate
            .replace('$one', encodeURIComponent(one.number))
            .replace('$other', encodeURIComponent(other.number))
        }
        columns={[
          { id: 'one', label: words.pair, render: ({ one }) => suspect(one) },
          { id: 'other', label: words.other, render: ({ other }) => suspect(other) },
          {
            id: 'why',
            label: words.why,
            render: ({ reasons }) => (
              <Group gap={4}>
                {reasons.map((reason) => (
                  <Badge key={reason} variant="light" tt="none">
                    {words.reasons[reason]}
                  </Badge>
                ))}
              </Group>
            ),
          },
          {
            id: 'found',
            label: words.found,
            hideable: true,
            render: ({ foundAt }) => format.instant(foundAt),
          },
        ]}
        empty={{ title: words.empty, hint: words.emptyHint, act: lookNow }}
      />
    </Page>
  );
}

const suspect = ({ name, number, email, town }: Duplicate['one']) =>
  [name, number, email, town].filter(Boolean).join(' · ');
