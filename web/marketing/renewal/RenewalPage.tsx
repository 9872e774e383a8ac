import { Anchor, Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, type ReactNode, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { countQuery } from '../targets/queries.ts';
import { inactiveFor, type Made, prepare } from './prepare.ts';
import classes from './RenewalPage.module.css';

const MONTHS = 24;

/** The walk of R29 in one go: simulation, target, draft. What is made so far stands in the address. */
export function RenewalPage() {
  const { page, format } = usePageWords();
  const words = page.renewal;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { today } = useSession();
  const { months: asked, ...search } = useSearch({ strict: false }) as Partial<Made>;
  const [months, setMonths] = useState(asked ?? MONTHS);
  const made: Made = { ...search, months: asked ?? months };
  const tell = (known: Made | Record<string, never>) =>
    void navigate({ to: addresses.renewal, search: known as never, replace: true });
  const act = useMutation({
    mutationFn: () => {
      return prepare(made, words.name(made.months, format.day(today)), tell);
    },
    onSettled: async () => {
      for (const queryKey of [['runs'], ['targets'], ['campaigns']])
        await queries.invalidateQueries({ queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    act.mutate();
  };
  const begun = made.run !== undefined || act.isPending;
  const complete = made.campaign !== undefined && !act.isPending;
  return (
    <Page
      title={words.title}
      crumbs={[{ label: page.campaigns.title, href: addresses.campaigns }]}
      about={<Text c="dimmed">{words.about}</Text>}
    >
      <Stack gap="lg" maw={720}>
        <Text>
          {words.page}{' '}
          <Anchor component={Link} to={addresses.trackingSettings}>
            {words.seePage}
          </Anchor>
        </Text>
        <form onSubmit={submit}>
          <Stack gap="sm">
            <NumberInput
              label={words.months}
              description={words.monthsHint}
              w={320}
              min={1}
              max={1200}
              allowDecimal={false}
              disabled={begun}
              value={made.months}
              onChange={(given) => setMonths(typeof given === 'number' ? given : MONTHS)}
            />
            {!complete && (
              <div>
                <Button type="submit" color="rope" loading={act.isPending}>
                  {made.run === undefined ? words.begin : words.goOn}
                </Button>
              </div>
            )}
          </Stack>
        </form>
        {isProblem(act.error, 'simulation-failed') ? (
          <Text role="alert">{words.simulationFailed}</Text>
        ) : (
          <Refusal error={act.error} />
        )}
        <Steps made={made} working={act.isPending} />
        {complete && (
          <section>
            <Title order={2}>{words.next}</Title>
            <Text mb="sm">{words.nextHint}</Text>
            <Group>
              <Button
                color="rope"
                onClick={() =>
                  void navigate({
                    to: addresses.campaign,
                    params: { campaign: String(made.campaign) },
                    search: { step: 'text' } as never,
                  })
                }
              >
                {words.open}
              </Button>
              <Button variant="default" onClick={() => tell({})}>
                {words.again}
              </Button>
            </Group>
          </section>
        )}
      </Stack>
    </Page>
  );
}

/** Each step with its numbers, once it is done. */
function Steps({ made: { months, run, target, campaign }, working }: { made: Made; working: boolean }) {
  // one that somebody came with from its own page is over already
  const { data } = useQuery({ ...simulationQuery(run ?? 0), enabled: run !== undefined });
  const simulated = target !== undefined || data?.state === 'completed';
  return (
    <ol className={classes.steps} aria-live="polite">
      <Step name="simulation" state={simulated ? 'done' : working || run !== undefined ? 'doing' : 'todo'}>
        {run !== undefined && <Simulated run={run} />}
      </Step>
      <Step name="target" state={target !== undefined ? 'done' : working && simulated ? 'doing' : 'todo'}>
        {target !== undefined && <Targeted months={months} target={target} />}
      </Step>
      <Step
        name="campaign"
        state={campaign !== undefined ? 'done' : working && target !== undefined ? 'doing' : 'todo'}
      >
        {campaign !== undefined && <Reached campaign={campaign} />}
      </Step>
    </ol>
  );
}

interface StepProps {
  name: 'simulation' | 'target' | 'campaign';
  state: 'todo' | 'doing' | 'done';
  children: ReactNode;
}

function Step({ name, state, children }: StepProps) {
  const { page } = usePageWords();
  const words = page.renewal;
  return (
    <li data-state={state}>
      <Text fw={600} component="h2">
        {words.steps[name]}{' '}
        <Text span c="dimmed" fw={400}>
          ({words[state]})
        </Text>
      </Text>
      <Text c="dimmed">{words.stepHints[name]}</Text>
      {children}
    </li>
  );
}

const simulationQuery = (run: number) =>
  queryOptions({
    queryKey: ['runs', 'renewal', run],
    queryFn: () => answered(api.GET('/api/runs/{run}', { params: { path: { run } } })),
    refetchInterval: ({ state: { data } }) =>
      data === undefined || data.state === 'running' ? 1000 : (false as const),
  });

function Simulated({ run }: { run: number }) {
  const { page } = usePageWords();
  const words = page.renewal;
  const { data } = useQuery(simulationQuery(run));
  return (
    <Text>
      {data && words.simulated(data.counts.contacts, data.counts.inactive)}{' '}
      <Anchor component={Link} to={addresses.run.replace('$run', String(run))}>
        {words.seeSimulation}
      </Anchor>
    </Text>
  );
}

function Targeted({ months, target }: { months: number; target: number }) {
  const { page } = usePageWords();
  const words = page.renewal;
  const { data } = useQuery(countQuery({ query: inactiveFor(months) }, 'email'));
  const { general = 0, channel = 0, unanswered = 0 } = data?.excluded ?? {};
  return (
    <Text>
      {data && words.targeted(data.volume, data.volume - general - channel - unanswered)}{' '}
      <Anchor component={Link} to={addresses.target.replace('$target', String(target))}>
        {words.seeTarget}
      </Anchor>
    </Text>
  );
}

function Reached({ campaign }: { campaign: number }) {
  const { page } = usePageWords();
  const { data } = useQuery({
    queryKey: ['campaigns', campaign, 'renewal'],
    queryFn: () => answered(api.GET('/api/campaigns/{campaign}/volume', { params: { path: { campaign } } })),
  });
  return data && <Text>{page.renewal.reached(data.reached, data.members - data.reached)}</Text>;
}
