import { Box, Button, Checkbox, Group, NumberInput } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';

/** Starts a simulation and opens its page. */
export function useSimulate() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (wanted: { months: number; notify?: boolean }) =>
      answered(api.POST('/api/runs/simulations', { body: { notify: false, ...wanted } })),
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
  const [months, setMonths] = useState<string | number>(36);
  const [notify, setNotify] = useState(false);
  const simulate = useSimulate();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    simulate.mutate({ months: Number(months), notify });
  };
  return (
    <form onSubmit={submit}>
      <Group align="end" gap="sm" mb="lg">
        <NumberInput
          label={page.runs.months}
          description={page.runs.monthsHint}
          min={1}
          max={1200}
          clampBehavior="strict"
          allowDecimal={false}
          required
          value={months}
          onChange={setMonths}
        />
        <Button type="submit" color="rope" loading={simulate.isPending}>
          {page.runs.start}
        </Button>
        <Box pb={8}>
          <NotifyMe checked={notify} onChange={setNotify} />
        </Box>
      </Group>
      <Refusal error={simulate.error} />
    </form>
  );
}
