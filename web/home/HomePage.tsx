import { Badge, Button, Card, Group, Progress, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Page } from '../frame/Page.tsx';
import { usePageWords } from '../words/pages.ts';

const homeQuery = queryOptions({
  queryKey: ['home'],
  queryFn: () => answered(api.GET('/api/home')),
  refetchInterval: (query) => (query.state.data?.running.length ? 2_000 : 30_000),
});

/** What waits for a decision, what runs, what is scheduled. */
export function HomePage() {
  const { page, format } = usePageWords();
  const words = page.home;
  const { data } = useQuery(homeQuery);
  if (data === undefined) return <Page title={words.title} loading />;
  const {
    toReview,
    stopped,
    failed,
    debts,
    unanswered,
    failedMessages,
    mailbox,
    requests,
    running,
    scheduled,
  } = data;
  const decisions = [
    ...failed.map(({ run }) => (
      <Decision
        key={`failed ${run}`}
        title={words.failed(run)}
        hint={words.failedHint}
        act={<RunLink run={run}>{words.failedAct}</RunLink>}
      />
    )),
    ...(requests?.firstDueOn
      ? [
          <Decision
            key="requests"
            title={page.requests.home(requests.open)}
            hint={page.requests.homeHint(requests.overdue, format.day(requests.firstDueOn))}
            act={
              <Button
                variant="default"
                size="xs"
                renderRoot={(props) => <Link to={addresses.requests} {...props} />}
              >
                {page.requests.homeAct}
              </Button>
            }
          />,
        ]
      : []),
    ...stopped.map(({ run, batch, erased, contacts, ceilingPercent, endedAt }) => (
      <Decision
        key={`stopped ${run}`}
        title={words.stopped(batch)}
        hint={words.stoppedHint(
          erased,
          contacts,
          format.share(erased / Math.max(contacts, 1)),
          ceilingPercent,
          format.instant(endedAt),
        )}
        act={<RunLink run={run}>{words.stoppedAct}</RunLink>}
      />
    )),
    ...toReview.map(({ run, erased, months, endedAt }) => (
      <Decision
        key={`review ${run}`}
        title={words.review(run)}
        hint={words.reviewHint(erased, months, format.instant(endedAt))}
        act={<RunLink run={run}>{words.reviewAct}</RunLink>}
      />
    )),
    ...(debts === null
      ? []
      : [
          <Decision
            key="debts"
            title={words.debts(debts.contacts)}
            hint={words.debtsHint}
            act={
              <RunLink run={debts.run} search={{ outcome: 'spare', reason: 'debt' }}>
                {words.debtsAct}
              </RunLink>
            }
          />,
        ]),
    ...(failedMessages
      ? [
          <Decision
            key="messages"
            title={words.messages(failedMessages)}
            hint={words.messagesHint}
            act={
              <Button
                variant="default"
                size="xs"
                renderRoot={(props) => (
                  <Link to={addresses.outbox} search={{ state: 'failed' } as never} {...props} />
                )}
              >
                {words.messagesAct}
              </Button>
            }
          />,
        ]
      : []),
    ...(mailbox
      ? [
          <Decision
            key="mailbox"
            title={words.mailbox}
            hint={words.mailboxHint(format.instant(mailbox.since), words.mailboxFailures[mailbox.failure])}
          />,
        ]
      : []),
    ...(unanswered
      ? [
          <Decision
            key="unanswered"
            title={page.finding.unanswered(unanswered)}
            hint={page.finding.unansweredHint}
            act={
              <Button
                variant="default"
                size="xs"
                renderRoot={(props) => (
                  <Link to={addresses.contacts} search={{ answer: 'none' } as never} {...props} />
                )}
              >
                {page.finding.unansweredAct}
              </Button>
            }
          />,
        ]
      : []),
  ];
  return (
    <Page title={words.title}>
      <Stack gap={40}>
        <Section title={words.decide}>
          {decisions.length > 0 ? (
            <Stack gap="sm">{decisions}</Stack>
          ) : (
            <Decision title={words.nothing} hint={words.nothingHint} />
          )}
        </Section>
        <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
          <Section title={words.running}>
            {running.length === 0 && <Text c="dimmed">{words.noRun}</Text>}
            {running.map(({ run, mode, done, total }) => (
              <Stack key={run} gap={6} mb="md">
                <Group justify="space-between">
                  <RunLink run={run}>{words.runs(mode, run)}</RunLink>
                  <Text size="sm">{format.share(total === 0 ? 0 : done / total)}</Text>
                </Group>
                <Progress value={total === 0 ? 0 : (100 * done) / total} aria-label={words.runs(mode, run)} />
              </Stack>
            ))}
          </Section>
          <Section title={words.scheduled}>
            {scheduled.length === 0 && <Text c="dimmed">{words.noSchedule}</Text>}
            {scheduled.map(({ batch, name, mode, at }) => (
              <Group key={batch} justify="space-between" mb="xs" wrap="nowrap">
                <Link to={addresses.batch} params={{ batch: String(batch) }}>
                  {name}
                </Link>
                <Group gap="xs" wrap="nowrap">
                  <Badge variant="light" color={mode === 'real' ? 'red' : 'ink'}>
                    {page.runs.modes[mode]}
                  </Badge>
                  <Text size="sm">{format.instant(at)}</Text>
                </Group>
              </Group>
            ))}
          </Section>
        </SimpleGrid>
      </Stack>
    </Page>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Decision({ title, hint, act }: { title: string; hint: string; act?: ReactNode }) {
  return (
    <Card withBorder padding="md">
      <Group justify="space-between" wrap="wrap" gap="sm">
        <div>
          <Text fw={600}>{title}</Text>
          <Text c="dimmed" size="sm">
            {hint}
          </Text>
        </div>
        {act}
      </Group>
    </Card>
  );
}

function RunLink({ run, search, children }: { run: number; search?: object; children: string }) {
  return (
    <Button
      variant="default"
      size="xs"
      renderRoot={(props) => (
        <Link to={addresses.run} params={{ run: String(run) }} search={search as never} {...props} />
      )}
    >
      {children}
    </Button>
  );
}
