import { Badge } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import type { Run } from '../../api/types.ts';
import { Page } from '../../frame/Page.tsx';
import { DataList } from '../../list/DataList.tsx';
import { useSlices } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { useActor } from '../../words/actor.ts';
import { usePageWords } from '../../words/pages.ts';
import { isCheck } from './run-words.ts';
import { SimulateForm } from './SimulateForm.tsx';

const loadRuns = async (batch: number | undefined, cursor: string | undefined) =>
  await answered(
    api.GET('/api/runs', {
      params: {
        query: {
          ...(batch === undefined ? {} : { batch }),
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        },
      },
    }),
  );

const STATE_COLOURS = { running: 'rope', completed: 'ink', cancelled: 'gray', failed: 'red' } as const;

/** The history of runs. */
export function RunsPage() {
  const { page } = usePageWords();
  const maySimulate = useSession().may('retention.simulate');
  return (
    <Page title={page.runs.title}>
      {maySimulate && <SimulateForm />}
      <RunsList />
    </Page>
  );
}

/** @param batch runs of this batch only */
export function RunsList({ batch }: { batch?: number }) {
  const { page, format } = usePageWords();
  const words = page.runs;
  const navigate = useNavigate();
  const list = useSlices(['runs', batch ?? null], ({ cursor }) => loadRuns(batch, cursor));
  const by = useActor();
  return (
    <DataList<Run>
      label={words.title}
      name="runs"
      list={list}
      keyOf={({ run }) => String(run)}
      onOpen={({ run }) => navigate({ to: addresses.run, params: { run: String(run) } })}
      columns={[
        {
          id: 'run',
          label: words.run,
          align: 'right',
          width: '5rem',
          render: ({ run }) => format.number(run),
        },
        {
          id: 'mode',
          label: words.mode,
          render: (run) =>
            isCheck(run)
              ? words.check(run.simulation)
              : run.type === 'retention'
                ? words.modes[run.mode]
                : words.types[run.type],
        },
        {
          id: 'state',
          label: words.state,
          render: ({ state }) => (
            <Badge variant="light" color={STATE_COLOURS[state]}>
              {words.states[state]}
            </Badge>
          ),
        },
        { id: 'started', label: words.started, render: ({ startedAt }) => format.instant(startedAt) },
        { id: 'by', label: words.by, hideable: true, render: ({ startedBy }) => by(startedBy) },
        {
          id: 'cutoff',
          label: words.cutoff,
          hideable: true,
          render: ({ cutoff }) => (cutoff === '' ? '' : format.shortDay(cutoff)),
        },
        {
          id: 'erased',
          label: words.erased,
          align: 'right',
          render: ({ counts }) => format.number(counts.delete + counts.anonymise),
        },
        {
          id: 'spared',
          label: words.spared,
          align: 'right',
          hideable: true,
          render: ({ counts }) =>
            format.number(Object.values(counts.spare).reduce((sum, count) => sum + count, 0)),
        },
      ]}
      empty={{ title: words.empty, hint: words.emptyHint }}
    />
  );
}
