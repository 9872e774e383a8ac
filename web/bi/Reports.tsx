import { ActionIcon, Button, Group, MultiSelect, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconReport, IconTrash } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { Profile } from '../api/types.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { type BiColumn, complete, type Domain, type Report, reportsQuery, type View } from './queries.ts';

/** Of those that may read the domains at all. */
const PROFILES: Profile[] = ['administrator', 'data-protection-officer', 'marketing'];

interface Props {
  domain: Domain;
  columns: BiColumn[];
  view: View;
  onOpen: (view: View) => void;
}

/** Saved reports: one's own, and those that are shared with one's profile. */
export function Reports({ domain, columns, view, onOpen }: Props) {
  const { page, say } = usePageWords();
  const words = page.bi.reports;
  const queries = useQueryClient();
  const [opened, setOpened] = useState(false);
  const [name, setName] = useState('');
  const [profiles, setProfiles] = useState<Profile[]>([]);
  const { data } = useQuery({ ...reportsQuery, enabled: opened });
  const again = () => queries.invalidateQueries({ queryKey: reportsQuery.queryKey });
  const identifying = (column: string) => columns.find((one) => one.name === column)?.identifying === true;
  const filters = (view.filters ?? []).filter(complete);
  const kept = filters.filter(({ column, values }) => values.length === 0 || !identifying(column));
  const left = kept.length < filters.length || view.number !== undefined;
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/bi/reports', {
          body: {
            name,
            domain,
            profiles,
            query: {
              filters: kept,
              groups: view.groups ?? [],
              measures: view.measures ?? [],
              columns: view.columns ?? [],
              chart: view.chart ?? 'bars',
            },
          },
        }),
      ),
    onSuccess: async () => {
      setName('');
      await again();
    },
  });
  const remove = useMutation({
    mutationFn: (report: number) =>
      answered(api.DELETE('/api/bi/reports/{report}', { params: { path: { report } } })),
    onSuccess: again,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <Popover position="bottom-end" trapFocus returnFocus opened={opened} onChange={setOpened} width={340}>
      <Popover.Target>
        <Button
          variant="default"
          leftSection={<IconReport size={16} aria-hidden="true" />}
          onClick={() => setOpened(!opened)}
        >
          {words.title}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.title} maw="calc(100vw - 2rem)">
        <Stack gap="sm">
          {data?.items.length === 0 && (
            <Text size="sm" c="dimmed">
              {words.empty}
            </Text>
          )}
          {data && data.items.length > 0 && (
            <Stack gap={2} component="ul" p={0} m={0} style={{ listStyle: 'none' }}>
              {data.items.map((report) => (
                <Group key={report.id} component="li" gap="xs" wrap="nowrap" justify="space-between">
                  <Button
                    variant="subtle"
                    size="compact-md"
                    aria-label={words.open(report.name)}
                    onClick={() => {
                      onOpen(viewOf(report));
                      setOpened(false);
                    }}
                  >
                    {report.name}
                  </Button>
                  {report.mine ? (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={words.remove(report.name)}
                      onClick={() => remove.mutate(report.id)}
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
                label={words.name}
                required
                maxLength={100}
                value={name}
                onChange={({ currentTarget }) => setName(currentTarget.value)}
                {...(left ? { description: words.notKept } : {})}
              />
              <MultiSelect
                label={words.share}
                data={PROFILES.map((value) => ({ value, label: say.profiles[value] }))}
                value={profiles}
                onChange={(chosen) => setProfiles(chosen as Profile[])}
                comboboxProps={{ withinPortal: false }}
              />
              <Refusal error={save.error ?? remove.error} />
              <div>
                <Button type="submit" variant="default" loading={save.isPending}>
                  {words.save}
                </Button>
              </div>
            </Stack>
          </form>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

/** What is as it comes does not stand in the address. */
function viewOf({ domain, query: { filters, groups, measures, columns, chart } }: Report): View {
  const some = <T,>(list: T[]) => (list.length === 0 ? undefined : list);
  return {
    domain,
    filters: some(filters),
    groups: some(groups),
    measures: some(measures),
    columns: some(columns),
    chart: groups.length === 0 ? undefined : chart,
  };
}
