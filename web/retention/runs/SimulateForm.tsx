import { Button, Checkbox, Group } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { DurationFields, type Durations } from '../DurationFields.tsx';

interface WantedSimulation extends Durations {
  /** Whoever has yes there is looked at instead; null: the inactive. */
  criterion?: number | null;
  notify?: boolean;
}

/** Starts a simulation and opens its page. */
export function useSimulate() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ({ months, prospectMonths, criterion = null, notify = false }: WantedSimulation) =>
      answered(
        api.POST('/api/runs/simulations', {
          body: {
            months,
            notify,
            ...(prospectMonths === null ? {} : { prospectMonths }),
            ...(criterion === null ? {} : { criterion }),
          },
        }),
      ),
    onSuccess: async ({ run }) => {
      await queries.invalidateQueries({ queryKey: ['runs'] });
      await navigate({ to: addresses.run, params: { run: String(run) } });
    },
  });
}

/** Whoever starts a run may be told when it ends. */
export function NotifyMe({ checked, onChange }: { checked: boolean; onChange: (checked: boolean) => void }) {
  const { page } = usePageWords();
  return (
    <Checkbox
      label={page.outbox.notifyMe}
      checked={checked}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

export function SimulateForm() {
  const { page } = usePageWords();
  const [durations, setDurations] = useState<Durations>({ months: 36, prospectMonths: null });
  const [notify, setNotify] = useState(false);
  const simulate = useSimulate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    simulate.mutate({ ...durations, notify });
  };
  return (
    <form onSubmit={submit}>
      <Group align="start" gap="md" mb="sm">
        <DurationFields value={durations} onChange={setDurations} />
      </Group>
      <Group align="center" gap="md" mb="lg">
        <Button type="submit" color="rope" loading={simulate.isPending}>
          {page.runs.start}
        </Button>
        <NotifyMe checked={notify} onChange={setNotify} />
      </Group>
      <Refusal error={simulate.error} />
    </form>
  );
}
