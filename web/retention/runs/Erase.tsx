import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import type { Run } from '../../api/types.ts';
import { Checking } from '../../irreversible/Checking.tsx';
import { ThreeSteps } from '../../irreversible/ThreeSteps.tsx';
import { checkQuery, runQuery } from './queries.ts';
import { NotifyMe } from './SimulateForm.tsx';

/** The three steps from a reviewed simulation to its real run; opening them has the simulation checked. */
export function Erase({ simulation }: { simulation: Run }) {
  const started = useQuery(checkQuery(simulation.run));
  const checkRun = started.data?.run;
  const { data: looked } = useQuery({ ...runQuery(checkRun ?? 0), enabled: checkRun !== undefined });
  const check = looked ?? started.data;
  const erase = useErase(simulation.run, checkRun);
  const [notify, setNotify] = useState(false);
  return (
    <ThreeSteps
      simulation={foundBy(simulation)}
      check={
        check?.state === 'completed' && check.drift !== undefined
          ? { ...foundBy(check), drift: check.drift }
          : undefined
      }
      checking={
        <Checking
          done={check?.counts.contacts}
          total={check?.total ?? 0}
          failed={!started.isFetching && (check?.state === 'failed' || check?.state === 'cancelled')}
          error={started.isFetching ? null : started.error}
          onAgain={() => void started.refetch()}
        />
      }
      onConfirm={(confirm) => erase.mutate({ confirm, notify })}
      beside={<NotifyMe checked={notify} onChange={setNotify} />}
      pending={erase.isPending}
      error={erase.error}
    />
  );
}

const foundBy = ({ run, counts, endedAt, startedAt }: Run) => ({
  run,
  counts,
  base: counts.contacts,
  endedAt: endedAt ?? startedAt,
  address: addresses.run.replace('$run', String(run)),
});

function useErase(simulation: number, check: number | undefined) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { confirm: number; notify: boolean }) =>
      answered(
        api.POST('/api/runs/{run}/real', {
          params: { path: { run: simulation } },
          body: { ...wanted, ...(check === undefined ? {} : { check }) },
        }),
      ),
    onSuccess: async ({ run }) => {
      await queries.invalidateQueries({ queryKey: ['runs'] });
      await queries.invalidateQueries({ queryKey: ['run', simulation], exact: true });
      await navigate({ to: addresses.run, params: { run: String(run) } });
    },
  });
}
