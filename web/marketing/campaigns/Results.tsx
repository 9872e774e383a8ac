import { Stack, Table, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import { PaperList } from '../delivery/PaperList.tsx';
import { Undecided } from '../delivery/Undecided.tsx';
import { UncountedClicks } from '../tracking/UncountedClicks.tsx';
import classes from './Campaign.module.css';
import { type Campaign, isPaper, type Results, resultsQuery } from './queries.ts';
import { Excluded, Undelivered } from './Recipients.tsx';
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
  if (campaign.state === 'preparing') return <Text role="status">{words.preparing}</Text>;
  return (
    <Stack gap={40}>
      <Figures campaign={campaign} results={data} />
      <PaperList campaign={campaign} />
      <Undecided campaign={campaign.id} count={data.states.undecided ?? 0} />
      <Excluded campaign={campaign} results={data} />
      <Undelivered campaign={campaign} results={data} />
      <section>
        <Title order={2} mb="sm">
          {words.timeline}
        </Title>
        <Timeline results={data} />
      </section>
      {!isPaper(campaign.channel) && <Links campaign={campaign} results={data} />}
      <UncountedClicks campaign={campaign.id} />
    </Stack>
  );
}

function Figures({
  campaign: { channel },
  results: { states, sent, bounced, clicked, unsubscribed },
}: {
  campaign: Campaign;
  results: Results;
}) {
  const { page, format } = usePageWords();
  const words = page.campaigns.results;
  const of = (name: string) => states[name] ?? 0;
  const paper = isPaper(channel);
  const waiting = of('queued') + of('sending');
  const share = (count: number) =>
    sent > 0 && count > 0 ? words.share(format.share(count / sent)) : undefined;
  const figures: [string, number, string | undefined, boolean][] = [
    [paper ? words.listed : words.sent, sent, undefined, true],
    [words.waiting, waiting, undefined, waiting > 0],
    [words.clicked, clicked, share(clicked), !paper],
    [words.unsubscribed, unsubscribed, share(unsubscribed), !paper],
    [words.bounced, bounced, share(bounced), !paper],
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

function Links({ campaign: { type }, results: { links } }: { campaign: Campaign; results: Results }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.results;
  // the renewal page has a link in every campaign, whether its text leads there or not
  const shown = links.filter(
    ({ url, clicks }) => clicks > 0 || type === 'consent-renewal' || !url.startsWith('rappel:'),
  );
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
