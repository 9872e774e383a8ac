import { Button, Group, Stack, Text, Title } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../../addresses.ts';
import { Problem } from '../../api/problem.ts';
import type { Run } from '../../api/types.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Erase } from './Erase.tsx';
import type { RunSearch } from './queries.ts';
import { useSimulate } from './SimulateForm.tsx';

interface Props {
  run: Run;
  /** Where the cutoff was dragged to. */
  months: number;
  onLook: (search: RunSearch) => void;
}

/** From a simulation: settle, invite back (R29), simulate again at the dragged cutoff, or erase in three steps. */
export function Decide({ run, months, onLook }: Props) {
  const { page } = usePageWords();
  const words = page.run;
  const { may } = useSession();
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const simulate = useSimulate();
  const owing = run.counts.spare.debt + run.counts.spare.credit;
  const erasable = run.counts.delete + run.counts.anonymise > 0 && run.followedBy === null;
  if (months !== run.months) {
    return (
      <Group>
        <Button
          color="rope"
          loading={simulate.isPending}
          onClick={() => simulate.mutate({ months, prospectMonths: run.prospectMonths ?? null })}
        >
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
        {may('campaigns.edit') && may('targets.edit') && erasable && run.scope.kind === 'inactive' && (
          <Group gap="sm">
            <Text>{words.inviteBack}</Text>
            <Button
              variant="default"
              size="xs"
              onClick={() =>
                void navigate({
                  to: addresses.renewal,
                  search: { months: run.months, run: run.run } as never,
                })
              }
            >
              {words.inviteBackAct}
            </Button>
          </Group>
        )}
        {may('retention.erase') && erasable && !asked && (
          <Button color="red" variant="outline" onClick={() => setAsked(true)}>
            {words.erase}…
          </Button>
        )}
        {asked && may('retention.erase') && erasable && <Erase simulation={run} />}
        {/* The permission went while somebody was at it: what stood here does not just vanish. */}
        {asked && !may('retention.erase') && <Refusal error={new Problem('not-permitted', 403)} />}
      </Stack>
    </section>
  );
}
