import { Alert, Button, FileButton, Group, Stack, Text, Textarea } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { NotifyMe } from '../../retention/runs/SimulateForm.tsx';
import { usePageWords } from '../../words/pages.ts';
import { simulateSelection } from './queries.ts';

/** A list of contact numbers, pasted or from a file, and the simulation of erasing them. */
export function EraseSelection() {
  const { page, format } = usePageWords();
  const words = page.bulk;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [numbers, setNumbers] = useState('');
  const [notify, setNotify] = useState(false);
  const simulate = useMutation({
    mutationFn: () => simulateSelection(numbers, notify),
    onSuccess: async ({ run }) => {
      await queries.invalidateQueries({ queryKey: ['runs'] });
      await navigate({ to: addresses.run, params: { run: String(run) } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    simulate.mutate();
  };
  const { error } = simulate;
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={720}>
        <Text>{words.ignores}</Text>
        <Text size="sm" c="dimmed">
          {words.simulateFirst}
        </Text>
        <Textarea
          label={words.numbers}
          description={words.numbersHint}
          required
          autosize
          minRows={6}
          maxRows={16}
          spellCheck={false}
          value={numbers}
          onChange={({ currentTarget }) => setNumbers(currentTarget.value)}
        />
        <Group>
          <FileButton
            accept=".csv,.txt,text/csv,text/plain"
            onChange={async (file) => setNumbers((await file?.text()) ?? '')}
          >
            {(props) => (
              <Button variant="default" {...props}>
                {words.fromFile}…
              </Button>
            )}
          </FileButton>
          <NotifyMe checked={notify} onChange={setNotify} />
        </Group>
        {isProblem(error, 'wrong-selection') ? (
          <Alert color="red" variant="light" role="alert">
            {words.wrongNumbers} {format.list(error.errors.map(({ message }) => message))}
          </Alert>
        ) : (
          <Refusal error={error} />
        )}
        <div>
          <Button type="submit" color="rope" loading={simulate.isPending}>
            {words.simulate}
          </Button>
        </div>
        <Text size="sm" c="dimmed">
          {words.tagged}
        </Text>
      </Stack>
    </form>
  );
}
