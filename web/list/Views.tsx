import { ActionIcon, Button, Checkbox, Group, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconBookmark, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import type { ListSearch } from './list.ts';

interface Props {
  /** The list that the views are of. */
  list: string;
  search: ListSearch;
  /** The columns in sight, by their ids. */
  columns: string[];
  onApply: (search: ListSearch, columns: string[]) => void;
}

/** Saved views: filters, order and columns of a list, for oneself or for everybody. */
export function Views({ list, search, columns, onApply }: Props) {
  const { page } = usePageWords();
  const words = page.finding;
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [shared, setShared] = useState(false);
  const { data } = useQuery({
    queryKey: ['views', list],
    queryFn: () => answered(api.GET('/api/views', { params: { query: { list } } })),
    enabled: opened,
  });
  const again = () => queries.invalidateQueries({ queryKey: ['views', list] });
  const save = useMutation({
    mutationFn: () => {
      const { q: _, ...kept } = search;
      const known = Object.entries(kept).filter(([, value]) => value !== undefined);
      const body = {
        list,
        name,
        shared,
        columns,
        search: Object.fromEntries(known) as Record<string, string>,
      };
      return answered(api.POST('/api/views', { body }));
    },
    onSuccess: async () => {
      setName('');
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: (view: number) => answered(api.DELETE('/api/views/{view}', { params: { path: { view } } })),
    onSuccess: again,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus opened={opened} onChange={setOpened} width={320}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconBookmark size={16} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          {words.views}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.views}>
        <Stack gap="sm">
          {data?.items.length === 0 && (
            <Text size="sm" c="dimmed">
              {words.noViews}
            </Text>
          )}
          {data && data.items.length > 0 && (
            <Stack gap={2} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {data.items.map((view) => (
                <Group key={view.id} component="li" gap="xs" wrap="nowrap" justify="space-between">
                  <Button
                    variant="subtle"
                    size="compact-md"
                    aria-label={words.apply(view.name)}
                    onClick={() => {
                      onApply(view.search, view.columns);
                      setOpened(false);
                    }}
                  >
                    {view.name}
                  </Button>
                  {view.mine ? (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={words.removeView(view.name)}
                      onClick={() => remove.mutate(view.id)}
                    >
                      <IconTrash size={16} aria-hidden="true" />
                    </ActionIcon>
                  ) : (
                    <Text size="xs" c="dimmed">
                      {words.shared}
                    </Text>
                  )}
                </Group>
              ))}
            </Stack>
          )}
          <form onSubmit={submit}>
            <Stack gap="xs">
              <TextInput
                label={words.viewName}
                required
                maxLength={100}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
                {...(search.q === undefined ? {} : { description: words.notKept })}
              />
              <Checkbox
                label={words.share}
                checked={shared}
                onChange={({ currentTarget }) => setShared(currentTarget.checked)}
              />
              <Refusal error={save.error ?? remove.error} />
              <div>
                <Button type="submit" variant="default" loading={save.isPending}>
                  {words.saveView}
                </Button>
              </div>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
