import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { DataList } from '../../list/DataList.tsx';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { useSlices } from '../../list/list.ts';
import { usePageWords } from '../../words/pages.ts';
import { PaperList } from '../delivery/PaperList.tsx';
import { Undecided } from '../delivery/Undecided.tsx';
import classes from './Campaign.module.css';
import { type Campaign, loadRecipients, type Recipient, type Results, resultsQuery } from './queries.ts';
import { scrolls } from './scrolls.ts';
import { Timeline } from './Timeline.tsx';

/** What became of a campaign: figures, who was left out and why, over time, and its links. */
export function ResultsStep({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns.results;
  const { data, error, refetch } = useQuery(resultsQuery(campaign));
  if (data === undefined)
    return error ? (
      <Failed title={words.recipients} error={error} retry={() => void refetch()} />
    ) : (
      <Waiting />
    );
  return (
    <Stack gap={40}>
      <Figures results={data} />
      <PaperList campaign={campaign} />
      <Undecided campaign={campaign.id} count={data.states.undecided ?? 0} />
      <Excluded campaign={campaign} results={data} />
      <section>
        <Title order={2} mb="sm">
          {words.timeline}
        </Title>
        <Timeline results={data} />
      </section>
      <Links results={data} />
    </Stack>
  );
}

function Figures({ results: { states, sent, bounced, clicked, unsubscribed } }: { results: Results }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.results;
  const of = (name: string) => states[name] ?? 0;
  const waiting = of('queued') + of('sending');
  const share = (count: number) =>
    sent > 0 && count > 0 ? words.share(format.share(count / sent)) : undefined;
  const figures: [string, number, string | undefined, boolean][] = [
    [words.sent, sent, undefined, true],
    [words.waiting, waiting, undefined, waiting > 0],
    [words.clicked, clicked, share(clicked), true],
    [words.unsubscribed, unsubscribed, share(unsubscribed), true],
    [words.bounced, bounced, share(bounced), true],
    [words.failed, of('failed'), undefined, of('failed') > 0],
    [words.undecided, of('undecided'), undefined, of('undecided') > 0],
    [words.cancelled, of('cancelled'), undefined, of('cancelled') > 0],
    [words.excluded, of('excluded'), undefined, true],
  ];
  return (
    <dl className={classes.figures}>
      {figures
        .filter(([, , , shown]) => shown)
        .map(([name, count, note]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {format.number(count)}
              {note && <small>{note}</small>}
            </dd>
          </div>
        ))}
    </dl>
  );
}

/** R27: each reason with its count, and the contacts behind it. */
function Excluded({ campaign, results: { excluded } }: { campaign: Campaign; results: Results }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.results;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { step?: string; why?: string };
  const look = (why: string | undefined) =>
    void navigate({
      to: addresses.campaign,
      params: { campaign: String(campaign.id) },
      search: { ...search, why } as never,
      replace: true,
    });
  const most = Math.max(1, ...excluded.map(({ count }) => count));
  const said = (reason: string) =>
    page.campaigns.reasons[reason as keyof typeof page.campaigns.reasons] ?? reason;
  return (
    <section>
      <Title order={2} mb="sm">
        {words.excludedTitle}
      </Title>
      {excluded.length === 0 ? (
        <Text>{page.campaigns.volume.nobodyExcluded}</Text>
      ) : (
        <ul className={classes.bars}>
          {excluded.map(({ reason, count }) => (
            <li key={reason}>
              <Anchor
                component="button"
                type="button"
                ta="left"
                aria-expanded={search.why === reason}
                onClick={() => look(search.why === reason ? undefined : reason)}
              >
                {said(reason)}
              </Anchor>
              <svg width="100%" height="12" aria-hidden="true" focusable="false">
                <rect
                  width={`${(100 * count) / most}%`}
                  height="12"
                  rx="2"
                  fill="var(--mantine-color-ink-4, currentColor)"
                />
              </svg>
              <Text span ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
                {format.number(count)}
              </Text>
            </li>
          ))}
        </ul>
      )}
      {search.why !== undefined && (
        <Stack gap="xs" mt="md">
          <Group justify="space-between">
            <Title order={3}>{words.list(said(search.why))}</Title>
            <Button variant="default" size="xs" onClick={() => look(undefined)}>
              {words.close}
            </Button>
          </Group>
          <ExcludedList key={search.why} campaign={campaign} reason={search.why} />
        </Stack>
      )}
    </section>
  );
}

function ExcludedList({ campaign, reason }: { campaign: Campaign; reason: string }) {
  const { page } = usePageWords();
  const words = page.campaigns.results;
  const navigate = useNavigate();
  const list = useSlices(['campaigns', campaign.id, 'excluded', reason], ({ cursor }) =>
    loadRecipients(campaign.id, reason, cursor),
  );
  const said = page.campaigns.reasons[reason as keyof typeof page.campaigns.reasons] ?? reason;
  return (
    <DataList<Recipient>
      label={words.list(said)}
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
      empty={{ title: page.campaigns.volume.nobodyExcluded }}
    />
  );
}

function Links({ results: { links } }: { results: Results }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.results;
  const shown = links.filter(({ url, clicks }) => clicks > 0 || !url.startsWith('rappel:'));
  return (
    <section>
      <Title order={2} mb="sm">
        {words.links}
      </Title>
      {shown.length === 0 ? (
        <Text>{words.noLinks}</Text>
      ) : (
        <Table.ScrollContainer minWidth={320} scrollAreaProps={scrolls(words.links)}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.link}</Table.Th>
                <Table.Th ta="right">{words.clicks}</Table.Th>
                <Table.Th ta="right">{words.people}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map(({ url, clicks, contacts }) => (
                <Table.Tr key={url}>
                  <Table.Td style={{ overflowWrap: 'anywhere' }}>
                    {url.startsWith('rappel:') ? words.renewalPage : url}
                  </Table.Td>
                  <Table.Td ta="right">{format.number(clicks)}</Table.Td>
                  <Table.Td ta="right">{format.number(contacts)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
