import { Alert, Anchor, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import type { Run } from '../../api/types.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { RunProgress } from '../../irreversible/RunProgress.tsx';
import { useSession } from '../../session/session.tsx';
import { useActor } from '../../words/actor.ts';
import { usePageWords } from '../../words/pages.ts';
import { Cliff } from './Cliff.tsx';
import { Decide } from './Decide.tsx';
import { Journal } from './Journal.tsx';
import { cliffQuery, type RunSearch, runQuery } from './queries.ts';
import { isCheck } from './run-words.ts';

/** A run: its progress while it works; then the cliff, what to do, and the journal. */
export function RunPage() {
  const { run: text } = useParams({ strict: false }) as { run: string };
  const run = Number(text);
  const { page } = usePageWords();
  const { data, error } = useQuery(runQuery(run));
  const crumbs = [{ label: page.runs.title, href: addresses.runs }];
  if (data === undefined) return <Page title={text} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page
      title={isCheck(data) ? page.run.checkTitle(data.simulation) : page.run.title(data.mode, run)}
      crumbs={crumbs}
    >
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
  const lookedAt = useLookedAt();
  return (
    <div>
      {run.type === 'retention' && <Text>{lookedAt(run)}</Text>}
      <Text c="dimmed" size="sm">
        {words.startedBy(who, format.instant(run.startedAt))}
        {over && ` ${words.took(format.duration(run.seconds))}`}
        {run.mode === 'real' && run.simulation !== null && ` ${words.ofSimulation(run.simulation)}`}
        {run.ceiling?.exceeded === false && ` ${words.belowCeiling(run.ceiling.percent)}`}
        {run.mode === 'real' && ` ${run.sealed ? words.sealed : words.notSealed}`}
      </Text>
    </div>
  );
}

/** Whom a run looks at, in a sentence. */
function useLookedAt(): (run: Run) => string {
  const { page, format } = usePageWords();
  return ({ scope, asOf, months, cutoff, prospectMonths, prospectCutoff }) => {
    const day = format.day(asOf);
    if (scope.kind === 'selection') return page.bulk.scope.selection(day, scope.contacts);
    if (scope.kind === 'criterion') return page.bulk.scope.criterion(day, scope.criterion.name);
    if (prospectMonths === undefined || prospectCutoff === undefined)
      return page.run.facts(day, months, format.day(cutoff));
    return page.run.factsOfTwo(day, months, format.day(cutoff), prospectMonths, format.day(prospectCutoff));
  };
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
  const search = useSearch({ strict: false }) as RunSearch;
  const navigate = useNavigate();
  const { months: chosen, ...filter } = search;
  const look = (wanted: RunSearch) =>
    navigate({
      to: addresses.run,
      params: { run: String(run.run) },
      search: wanted as never,
      replace: true,
      resetScroll: false,
    });
  const ofBatch = run.type === 'retention' && run.state === 'completed';
  const { data: cliff } = useQuery(cliffQuery(run.run, ofBatch && run.scope.kind === 'inactive'));
  const months = chosen ?? run.months;
  return (
    <>
      <Outcome run={run} />
      {cliff !== undefined && (
        <Cliff
          cliff={cliff}
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
      {ofBatch && run.mode === 'simulation' && !isCheck(run) && (
        <Decide run={run} months={months} onLook={look} />
      )}
      <Journal run={run.run} search={filter} onSearch={(wanted) => look({ ...wanted, months: chosen })} />
    </>
  );
}

const erasedShare = ({ counts }: Run) => (counts.delete + counts.anonymise) / Math.max(counts.contacts, 1);

/** How a run that is over ended, where it is not simply done. */
function Outcome({ run }: { run: Run }) {
  const { page, format } = usePageWords();
  const words = page.run;
  const queries = useQueryClient();
  const mayErase = useSession().may('retention.erase');
  const finish = useMutation({
    mutationFn: () => answered(api.POST('/api/runs/{run}/finish', { params: { path: { run: run.run } } })),
    onSuccess: (data) => queries.setQueryData(['run', run.run], { ...data, state: 'running' as const }),
  });
  const { drift } = run;
  return (
    <>
      {run.ceiling?.exceeded && (
        <Alert color="rope" variant="light">
          {words.ceiling(format.share(erasedShare(run)), run.ceiling.percent)}
        </Alert>
      )}
      {run.state === 'cancelled' && <Alert color="gray">{words.cancelled}</Alert>}
      {run.state === 'failed' && (
        <Alert color="red" variant="light">
          <Text mb="sm">{words.failed}</Text>
          {mayErase && run.mode === 'real' && (
            <Button color="rope" loading={finish.isPending} onClick={() => finish.mutate()}>
              {words.finish}
            </Button>
          )}
          <Refusal error={finish.error} />
        </Alert>
      )}
      {run.mode === 'real' && (
        <Alert color="ink" variant="light" title={words.done(run.counts.delete, run.counts.anonymise)}>
          {drift !== undefined && <Drifted {...drift} />}
        </Alert>
      )}
      {isCheck(run) && drift !== undefined && run.state === 'completed' && (
        <Alert color="ink" variant="light" title={words.drift}>
          <Drifted {...drift} />
          <Text size="sm" mt="xs">
            {words.checkHint}{' '}
            <Anchor component={Link} to={addresses.run.replace('$run', String(run.simulation))}>
              {words.title('simulation', run.simulation)}
            </Anchor>
          </Text>
        </Alert>
      )}
      {run.followedBy !== null && (
        <Alert color="gray" variant="light">
          {words.followed(run.followedBy)}{' '}
          <Anchor component={Link} to={addresses.run.replace('$run', String(run.followedBy))}>
            {words.followedAct}
          </Anchor>
        </Alert>
      )}
    </>
  );
}

/** How a real run or a check differs from the simulation that was reviewed. */
function Drifted({ noLongerEligible, newlyEligible }: NonNullable<Run['drift']>) {
  const { page } = usePageWords();
  const words = page.run;
  if (noLongerEligible + newlyEligible === 0) return <Text size="sm">{words.noDrift}</Text>;
  return (
    <>
      {noLongerEligible > 0 && <Text size="sm">{words.driftLeft(noLongerEligible)}</Text>}
      {newlyEligible > 0 && <Text size="sm">{words.driftNew(newlyEligible)}</Text>}
    </>
  );
}
