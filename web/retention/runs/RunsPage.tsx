import { Badge, Button } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import type { Run } from '../../api/types.ts';
import { Page } from '../../frame/Page.tsx';
import { DataList } from '../../list/DataList.tsx';
import type { FilterField } from '../../list/Filters.tsx';
import { type ListSearch, useSlices } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { useActor } from '../../words/actor.ts';
import { usePageWords } from '../../words/pages.ts';
import { batchesQuery } from '../batches/queries.ts';
import { isCheck } from './run-words.ts';
import { SimulateForm } from './SimulateForm.tsx';

const loadRuns = async ({ batch, mode, state, descending }: ListSearch, cursor: string | undefined) => {
  const asked = { batch, mode, state, oldestFirst: descending === false || undefined, cursor };
  const given = Object.entries(asked).filter(([, value]) => value !== undefined);
  const query = Object.fromEntries(given.map(([name, value]) => [name, String(value)]));
  return await answered(api.GET('/api/runs', { params: { query } }));
};

const STATE_COLOURS = { running: 'rope', completed: 'ink', cancelled: 'gray', failed: 'red' } as const;

/** The history of runs. */
export function RunsPage() {
  const { page } = usePageWords();
  const maySimulate = useSession().may('retention.simulate');
  return (
    <Page title={page.runs.title}>
      {maySimulate && <SimulateForm />}
      <AllRuns />
    </Page>
  );
}

/** Every run; the address holds what the list is narrowed to. */
function AllRuns() {
  const { page } = usePageWords();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as ListSearch;
  const { data: batches } = useQuery(batchesQuery);
  const onSearch = (wanted: ListSearch) =>
    void navigate({ to: addresses.runs, search: wanted as never, replace: true });
  const choice = (name: 'mode' | 'state', named: Record<string, string>): FilterField => ({
    type: 'choice',
    name,
    label: page.finding.fields[name],
    values: Object.entries(named).map(([value, label]) => ({ value, label })),
  });
  const fields: FilterField[] = [
    choice('mode', page.runs.modes),
    choice('state', page.runs.states),
    {
      type: 'choice',
      name: 'batch',
      label: page.finding.fields.batch,
      values: (batches?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
    },
  ];
  return <RunsList search={search} narrow={{ fields, search, onSearch }} />;
}

interface ListProps {
  /** What the list is narrowed to, such as `{ batch: 1 }`. */
  search: ListSearch;
  /** Where it can be narrowed and sorted by hand. */
  narrow?: { fields: FilterField[]; search: ListSearch; onSearch: (search: ListSearch) => void };
}

export function RunsList({ search, narrow }: ListProps) {
  const { page, format } = usePageWords();
  const words = page.runs;
  const navigate = useNavigate();
  const by = useActor();
  const list = useSlices(['runs', search], ({ cursor }) => loadRuns(search, cursor));
  const narrowed = narrow?.fields.some(({ name }) => search[name] !== undefined);
  return (
    <DataList<Run>
      label={words.title}
      name="runs"
      list={list}
      keyOf={({ run }) => String(run)}
      onOpen={({ run }) => navigate({ to: addresses.run, params: { run: String(run) } })}
      addressOf={({ run }) => addresses.run.replace('$run', String(run))}
      {...(narrow
        ? {
            narrow,
            sort: { column: 'run', descending: search.descending !== false },
            onSort: ({ descending }) =>
              narrow.onSearch({ ...search, descending: descending ? undefined : false }),
          }
        : {})}
      columns={[
        {
          id: 'run',
          label: words.run,
          align: 'right',
          width: '7rem',
          sortable: narrow !== undefined,
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
      empty={
        narrowed
          ? {
              title: page.finding.noRuns,
              act: (
                <Button variant="default" onClick={() => narrow?.onSearch({})}>
                  {page.finding.clear}
                </Button>
              ),
            }
          : { title: words.empty, hint: words.emptyHint }
      }
    />
  );
}
