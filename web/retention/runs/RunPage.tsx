import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import type { CliffData, Run } from '../../api/types.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { RunProgress } from '../../irreversible/RunProgress.tsx';
import { ThreeSteps } from '../../irreversible/ThreeSteps.tsx';
import { useSession } from '../../session/session.tsx';
import { useActor } from '../../words/actor.ts';
import { usePageWords } from '../../words/pages.ts';
import { Cliff } from './Cliff.tsx';
import { Journal } from './Journal.tsx';
import { cliffQuery, type JournalSearch, runQuery } from './queries.ts';
import { useSimulate } from './SimulateForm.tsx';

/** What stands in the address of a run: the months that the cutoff was dragged to, and the journal's filters. */
interface Search extends JournalSearch {
  months?: number | undefined;
}

/** A run: its progress while it works; then the cliff, what to do, and the journal. */
export function RunPage() {
  const { run: text } = useParams({ strict: false }) as { run: string };
  const run = Number(text);
  const { page } = usePageWords();
  const { data, error } = useQuery(runQuery(run));
  const crumbs = [{ label: page.runs.title, href: addresses.runs }];
  if (data === undefined) return <Page title={text} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page title={page.run.title(data.mode, run)} crumbs={crumbs}>
      <Stack gap="xl">
        <RunFacts run={data} />
        {data.state === 'running' ? <Working run={data} /> : <Over run={data} />}
      </Stack>
    </Page>
  );
}

function RunFacts({ run }: { run: Run }) {
  const { page, format } = usePageWords();
  const words = page.run;
  const who = useActor()(run.startedBy);
  const over = run.state !== 'running';
  return (
    <div>
      {run.type === 'retention' && (
        <Text>{words.facts(format.day(run.asOf), run.months, format.day(run.cutoff))}</Text>
      )}
      <Text c="dimmed" size="sm">
        {words.startedBy(who, format.instant(run.startedAt))}
        {over && ` ${words.took(format.duration(run.seconds))}`}
        {run.simulation !== null && ` ${words.ofSimulation(run.simulation)}`}
        {run.mode === 'real' && ` ${run.sealed ? words.sealed : words.notSealed}`}
      </Text>
    </div>
  );
}

function Working({ run }: { run: Run }) {
  const queries = useQueryClient();
  const mayCancel = useSession().may(run.mode === 'real' ? 'retention.erase' : 'retention.simulate');
  const cancel = useMutation({
    mutationFn: () => answered(api.POST('/api/runs/{run}/cancel', { params: { path: { run: run.run } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['run', run.run] }),
  });
  return (
    <>
      <RunProgress
        run={run}
        cancelling={cancel.isPending}
        onCancel={mayCancel ? () => cancel.mutate() : undefined}
      />
      <Refusal error={cancel.error} />
    </>
  );
}

function Over({ run }: { run: Run }) {
  const search = useSearch({ strict: false }) as Search;
  const navigate = useNavigate();
  const { months: chosen, ...filter } = search;
  const look = (wanted: Search) =>
    navigate({
      to: addresses.run,
      params: { run: String(run.run) },
      search: wanted as never,
      replace: true,
      resetScroll: false,
    });
  const ofBatch = run.type === 'retention' && run.state === 'completed';
  const { data: cliff } = useQuery(cliffQuery(run.run, ofBatch));
  const months = chosen ?? run.months;
  return (
    <>
      <Outcome run={run} />
      {cliff !== undefined && (
        <Cliff
          cliff={cliff as CliffData}
          months={months}
          onMonthsChange={(wanted) => look({ ...filter, months: wanted === run.months ? undefined : wanted })}
          selected={
            cliff.columns.find(({ from }) => from !== null && from === filter.from)?.monthsAgo ?? null
          }
          onSelect={(_, range) =>
            void look({ ...search, from: range?.from ?? undefined, to: range?.to ?? undefined })
          }
        />
      )}
      {ofBatch && run.mode === 'simulation' && <Decide run={run} months={months} onLook={look} />}
      <Journal run={run.run} search={filter} onSearch={(wanted) => look({ ...wanted, months: chosen })} />
    </>
  );
}

/** How a run that is over ended, where it is not simply done. */
function Outcome({ run }: { run: Run }) {
  const { page, say } = usePageWords();
  const queries = useQueryClient();
  const mayErase = useSession().may('retention.erase');
  const finish = useMutation({
    mutationFn: () => answered(api.POST('/api/runs/{run}/finish', { params: { path: { run: run.run } } })),
    onSuccess: (data) => queries.setQueryData(['run', run.run], { ...data, state: 'running' as const }),
  });
  const { drift } = run;
  return (
    <>
      {run.state === 'cancelled' && <Alert color="gray">{page.run.cancelled}</Alert>}
      {run.state === 'failed' && (
        <Alert color="red" variant="light">
          <Text mb="sm">{page.run.failed}</Text>
          {mayErase && run.mode === 'real' && (
            <Button color="rope" loading={finish.isPending} onClick={() => finish.mutate()}>
              {page.run.finish}
            </Button>
          )}
          <Refusal error={finish.error} />
        </Alert>
      )}
      {run.mode === 'real' && (
        <Alert color="ink" variant="light" title={page.run.done(run.counts.delete, run.counts.anonymise)}>
          {drift !== undefined && drift.noLongerEligible > 0 && (
            <Text size="sm">{say.steps.noLonger(drift.noLongerEligible)}</Text>
          )}
          {drift !== undefined && drift.newlyEligible > 0 && (
            <Text size="sm">{say.steps.newly(drift.newlyEligible)}</Text>
          )}
        </Alert>
      )}
    </>
  );
}

/** From a simulation: settle, simulate again at the dragged cutoff, or erase in three steps. */
function Decide({ run, months, onLook }: { run: Run; months: number; onLook: (search: Search) => void }) {
  const { page } = usePageWords();
  const words = page.run;
  const mayErase = useSession().may('retention.erase');
  const [asked, setAsked] = useState(false);
  const simulate = useSimulate();
  const erase = useErase(run.run);
  const owing = run.counts.spare.debt + run.counts.spare.credit;
  const erased = run.counts.delete + run.counts.anonymise;
  if (months !== run.months) {
    return (
      <Group>
        <Button color="rope" loading={simulate.isPending} onClick={() => simulate.mutate(months)}>
          {words.simulateAgain(months)}
        </Button>
        <Refusal error={simulate.error} />
      </Group>
    );
  }
  return (
    <section>
      <Title order={2} mb="sm">
        {words.actions}
      </Title>
      <Stack gap="md" align="start">
        {owing > 0 && (
          <Group gap="sm">
            <Text>{words.settle(owing)}</Text>
            <Button variant="default" size="xs" onClick={() => onLook({ outcome: 'spare', reason: 'debt' })}>
              {words.settleAct}
            </Button>
          </Group>
        )}
        {mayErase && erased > 0 && !asked && (
          <Button color="red" variant="outline" onClick={() => setAsked(true)}>
            {words.erase}…
          </Button>
        )}
        {mayErase && asked && run.endedAt !== null && (
          <ThreeSteps
            counts={run.counts}
            base={run.counts.contacts}
            simulation={{ run: run.run, endedAt: run.endedAt }}
            sparedAddress={`${addresses.run.replace('$run', String(run.run))}?outcome=spare`}
            onConfirm={(count) => erase.mutate(count)}
            pending={erase.isPending}
            error={erase.error}
          />
        )}
      </Stack>
    </section>
  );
}

function useErase(simulation: number) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (confirm: number) =>
      answered(
        api.POST('/api/runs/{run}/real', { params: { path: { run: simulation } }, body: { confirm } }),
      ),
    onSuccess: async ({ run }) => {
      await queries.invalidateQueries({ queryKey: ['runs'] });
      await navigate({ to: addresses.run, params: { run: String(run) } });
    },
  });
}
