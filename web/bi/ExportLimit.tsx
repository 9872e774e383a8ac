import { Button, Group, NumberInput, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { settingsQuery } from './queries.ts';

/** How many rows one export has at most: the institution says. */
export function ExportLimit() {
  const { data, error } = useQuery(settingsQuery);
  if (data === undefined) return <Refusal error={error} />;
  return <LimitForm key={data.exportRows} kept={data.exportRows} />;
}

function LimitForm({ kept }: { kept: number }) {
  const { page, say, format } = usePageWords();
  const words = page.bi.limit;
  const queries = useQueryClient();
  const [rows, setRows] = useState<number | string>(kept);
  const save = useMutation({
    mutationFn: () => answered(api.PUT('/api/bi/settings', { body: { exportRows: Number(rows) } })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: settingsQuery.queryKey });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm" align="flex-start">
        <Title order={2} size="h4">
          {words.title}
        </Title>
        <Text c="dimmed">{words.hint}</Text>
        <NumberInput
          label={words.rows}
          required
          min={1}
          max={100_000_000}
          allowDecimal={false}
          thousandSeparator={format.number(1000).replace(/\d/g, '') || ' '}
          value={rows}
          onChange={setRows}
        />
        <Refusal error={save.error} />
        <Group>
          <Button
            type="submit"
            variant="default"
            loading={save.isPending}
            disabled={rows === '' || rows === kept}
          >
            {words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
