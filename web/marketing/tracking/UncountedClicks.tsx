import { Anchor, Button, Group, Stack, Table, Text, Title } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { Waiting } from '../../list/ListStates.tsx';
import { useSlices } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { ReasonBars } from '../campaigns/ReasonBars.tsx';
import { scrolls } from '../campaigns/scrolls.ts';

const ask = (campaign: number, query: { reason?: string; before?: number; limit: number }) =>
  answered(api.GET('/api/tracking/campaigns/{campaign}/clicks', { params: { path: { campaign }, query } }));

const countsQuery = (campaign: number) =>
  queryOptions({
    queryKey: ['campaigns', campaign, 'clicks'],
    queryFn: () => ask(campaign, { limit: 1 }),
  });

/** R32: the clicks of a campaign that do not count by themselves, why, and the decision about each. */
export function UncountedClicks({ campaign }: { campaign: number }) {
  const may = useSession().may('clicks.reclassify');
  const { page } = usePageWords();
  const words = page.tracking;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { clicks?: string };
  const { data, error } = useQuery({ ...countsQuery(campaign), enabled: may });
  if (!may || (data === undefined && error === null)) return null;
  const look = (clicks: string | undefined) =>
    void navigate({
      to: addresses.campaign,
      params: { campaign: String(campaign) },
      search: { ...search, clicks } as never,
      replace: true,
    });
  const judged = data?.items.length ?? 0;
  if (data?.counted === 0 && judged === 0) return null;
  return (
    <section>
      <Title order={2} mb="sm">
        {words.uncounted}
      </Title>
      <Refusal error={error} />
      {data && (
        <Stack gap="xs">
          <Text maw="44rem">{judged === 0 ? words.noneUncounted : words.uncountedHint}</Text>
          <ReasonBars
            items={data.uncounted.map(({ reason, clicks }) => ({ reason, count: clicks }))}
            said={(reason) => words.why[reason] ?? reason}
            open={search.clicks}
            onOpen={look}
          />
          {judged > 0 && search.clicks === undefined && (
            <div>
              <Button variant="default" size="xs" onClick={() => look('all')}>
                {words.listAll}
              </Button>
            </div>
          )}
        </Stack>
      )}
      {search.clicks !== undefined && (
        <Stack gap="xs" mt="md">
          <Group justify="space-between">
            <Title order={3}>{words.listOf(words.why[search.clicks])}</Title>
            <Button variant="default" size="xs" onClick={() => look(undefined)}>
              {page.campaigns.results.close}
            </Button>
          </Group>
          <Clicks key={search.clicks} campaign={campaign} reason={search.clicks} />
        </Stack>
      )}
    </section>
  );
}

/** @param reason `all`: whatever the reason is */
function Clicks({ campaign, reason }: { campaign: number; reason: string }) {
  const { page, format } = usePageWords();
  const words = page.tracking;
  const list = useSlices(['campaigns', campaign, 'clicks', reason], async ({ cursor, limit }) => {
    const { items } = await ask(campaign, {
      ...(reason === 'all' ? {} : { reason }),
      ...(cursor === undefined ? {} : { before: Number(cursor) }),
      limit,
    });
    return { items, next: items.length === limit ? String(items.at(-1)?.id) : null };
  });
  if (list.loading) return <Waiting />;
  return (
    <Stack gap="sm">
      <Refusal error={list.error} />
      {list.rows.length === 0 && list.error === null && <Text c="dimmed">{words.noneOfThese}</Text>}
      {list.rows.length > 0 && (
        <Table.ScrollContainer
          minWidth={reason === 'all' ? 560 : 320}
          scrollAreaProps={scrolls(words.uncounted)}
        >
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{page.campaigns.results.contact}</Table.Th>
                <Table.Th>{words.clickedAt}</Table.Th>
                {reason === 'all' && <Table.Th>{words.because}</Table.Th>}
                <Table.Th>{words.counts}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {list.rows.map(({ id, contact, name, at, url, reason: why, counted }) => (
                <Table.Tr key={id}>
                  <Table.Td>
                    {contact === null ? (
                      page.campaigns.results.hidden
                    ) : (
                      <Anchor
                        size="sm"
                        renderRoot={(props) => (
                          <Link to={addresses.contact} params={{ number: contact }} {...props} />
                        )}
                      >
                        {name}
                      </Anchor>
                    )}
                  </Table.Td>
                  <Table.Td>
                    {format.instant(at)}
                    <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
                      {url?.startsWith('rappel:') ? page.campaigns.results.renewalPage : url}
                    </Text>
                  </Table.Td>
                  {reason === 'all' && <Table.Td>{words.why[why] ?? why}</Table.Td>}
                  <Table.Td>
                    <Judgement
                      campaign={campaign}
                      click={id}
                      counted={counted}
                      of={words.of(name ?? page.campaigns.results.hidden, format.instant(at))}
                    />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      {list.hasMore && (
        <Button variant="default" w="fit-content" loading={list.loadingMore} onClick={list.loadMore}>
          {words.more}
        </Button>
      )}
    </Stack>
  );
}

interface JudgementProps {
  campaign: number;
  click: number;
  counted: boolean;
  /** Which click, for whoever does not see the line. */
  of: string;
}

/** The row stays where it is, so that what was decided is taken back in the same place. */
function Judgement({ campaign, click, counted, of }: JudgementProps) {
  const { page } = usePageWords();
  const words = page.tracking;
  const queries = useQueryClient();
  const judge = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/tracking/clicks/{click}', { params: { path: { click } }, body: { counted: !counted } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['campaigns', campaign] }),
  });
  const act = counted ? words.takeBack : words.count;
  return (
    <>
      <Text size="sm" role="status">
        {counted ? words.countedNow : words.notCounted}
      </Text>
      <Button
        variant="default"
        size="compact-sm"
        aria-label={`${act}, ${of}`}
        loading={judge.isPending}
        onClick={() => judge.mutate()}
      >
        {act}
      </Button>
      <Refusal error={judge.error} />
    </>
  );
}
