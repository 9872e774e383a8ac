import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { DataList } from '../../list/DataList.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import { type Campaign, loadRecipients, type Recipient, type Results, type Wanted } from './queries.ts';
import { ReasonBars } from './ReasonBars.tsx';

interface Props {
  campaign: Campaign;
  results: Results;
}

/** R27: each reason with its count, and the contacts behind it. */
export function Excluded({ campaign, results: { excluded } }: Props) {
  const { page } = usePageWords();
  const words = page.campaigns.results;
  return (
    <Recipients
      campaign={campaign}
      title={words.excludedTitle}
      none={page.campaigns.volume.nobodyExcluded}
      groups={excluded.map(({ reason, count }) => ({
        ...{ key: reason, count, wanted: { state: 'excluded' as const, reason } },
        said: page.campaigns.reasons[reason as keyof typeof page.campaigns.reasons] ?? reason,
      }))}
      list={words.list}
    />
  );
}

/** Who was to get it and did not: refused by a mail server, returned, or not sent because it was ended; nothing where nobody is. */
export function Undelivered({ campaign, results: { failures, states } }: Props) {
  const { page } = usePageWords();
  const words = page.campaigns.results;
  const cancelled = states.cancelled ?? 0;
  const groups = [
    ...(cancelled === 0
      ? []
      : [
          {
            ...{ key: 'ended', count: cancelled, said: words.ended },
            wanted: { state: 'cancelled' as const },
          },
        ]),
    ...failures.map(({ reason, count }) => ({
      ...{ key: reason, count, said: words.undeliveredWhy(reason) },
      wanted: {
        state: reason.startsWith('bounce-') ? ('bounced' as const) : ('failed' as const),
        reason,
      },
    })),
  ];
  if (groups.length === 0) return null;
  return (
    <Recipients
      {...{ campaign, groups }}
      title={words.undeliveredTitle}
      none=""
      list={words.undeliveredList}
    />
  );
}

interface RecipientsProps {
  campaign: Campaign;
  title: string;
  /** Said where there are no groups. */
  none: string;
  groups: { key: string; said: string; count: number; wanted: Wanted }[];
  /** The heading of the list behind a group. */
  list: (said: string) => string;
}

function Recipients({ campaign, title, none, groups, list }: RecipientsProps) {
  const { page } = usePageWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { why?: string };
  const open = groups.find(({ key }) => key === search.why);
  const look = (why: string | undefined) =>
    void navigate({
      to: addresses.campaign,
      params: { campaign: String(campaign.id) },
      search: { ...search, why } as never,
    });
  return (
    <section>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {groups.length === 0 ? (
        <Text>{none}</Text>
      ) : (
        <ReasonBars
          items={groups.map(({ key, count }) => ({ reason: key, count }))}
          said={(key) => groups.find((group) => group.key === key)?.said ?? key}
          open={open?.key}
          onOpen={look}
        />
      )}
      {open !== undefined && (
        <Stack gap="xs" mt="md">
          <Group justify="space-between">
            <Title order={3}>{list(open.said)}</Title>
            <Button variant="default" size="xs" onClick={() => look(undefined)}>
              {page.campaigns.results.close}
            </Button>
          </Group>
          <List
            key={open.key}
            {...{ campaign, wanted: open.wanted, said: open.said }}
            label={list(open.said)}
          />
        </Stack>
      )}
    </section>
  );
}

interface ListProps {
  campaign: Campaign;
  wanted: Wanted;
  said: string;
  label: string;
}

function List({ campaign, wanted, said, label }: ListProps) {
  const { page } = usePageWords();
  const words = page.campaigns.results;
  const navigate = useNavigate();
  const list = useSlices(['campaigns', campaign.id, 'recipients', wanted], ({ cursor }) =>
    loadRecipients(campaign.id, wanted, cursor),
  );
  return (
    <DataList<Recipient>
      label={label}
      name="campaign-excluded"
      list={list}
      keyOf={({ id }) => id}
      onOpen={({ number }) => number !== null && void navigate({ to: addresses.contact, params: { number } })}
      addressOf={({ number }) =>
        number === null ? '#' : addresses.contact.replace('$number', encodeURIComponent(number))
      }
      columns={[
        { id: 'name', label: words.contact, render: ({ name }) => name ?? words.hidden },
        { id: 'why', label: words.why, render: () => said },
      ]}
      empty={{ title: words.nobodyHere }}
    />
  );
}
