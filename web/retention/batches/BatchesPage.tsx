import { Badge, Button, Card, Group, Modal, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { useMayWrite, useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { BatchForm, type WantedBatch } from './BatchForm.tsx';
import { type Batch, batchesQuery } from './queries.ts';
import { useScheduleWords } from './schedule-words.ts';

/** The batches of the institution, and what comes next. */
export function BatchesPage() {
  const { page, say, format } = usePageWords();
  const words = page.batches;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayEdit = useSession().may('batches.edit');
  const mayWrite = useMayWrite('batches.edit');
  // In the address, so that the palette comes here, too.
  const creating = (useSearch({ strict: false }) as { new?: boolean }).new === true && mayWrite;
  const setCreating = (whether: boolean) =>
    void navigate({ to: addresses.retention, search: (whether ? { new: true } : {}) as never });
  const inWords = useScheduleWords();
  const whom = ({ criterion, months, prospectMonths }: Batch) => {
    if (criterion !== null) return page.bulk.batchCriterion(criterion.name);
    const prospects = prospectMonths === null ? '' : ` (${say.cliff.ofProspects(prospectMonths)})`;
    return `${format.number(months)} ${words.months.toLowerCase()}${prospects}`;
  };
  const { data, error } = useQuery(batchesQuery);
  const create = useMutation({
    mutationFn: (body: WantedBatch) => answered(api.POST('/api/batches', { body })),
    onSuccess: async ({ id }) => {
      await queries.invalidateQueries({ queryKey: ['batches'] });
      await navigate({ to: addresses.batch, params: { batch: String(id) } });
    },
  });
  return (
    <Page
      title={words.title}
      loading={data === undefined && error === null}
      // What is shown stays while somebody writes into the form, whatever looking again came to.
      error={data === undefined ? error : null}
      act={
        mayEdit && (
          <Button color="rope" onClick={() => setCreating(true)}>
            {words.create}
          </Button>
        )
      }
    >
      {data?.items.length === 0 && (
        <Stack gap="xs">
          <Text fw={600}>{words.empty}</Text>
          <Text c="dimmed">{words.emptyHint}</Text>
        </Stack>
      )}
      <Stack gap="sm">
        {data?.items.map((batch) => (
          <Card key={batch.id} withBorder padding="md">
            <Group justify="space-between" gap="sm">
              <div>
                <Group gap="sm">
                  <Link to={addresses.batch} params={{ batch: String(batch.id) }}>
                    <Text component="span" fw={600}>
                      {batch.name}
                    </Text>
                  </Link>
                  <Badge variant="light" color={batch.mode === 'real' ? 'red' : 'ink'}>
                    {page.runs.modes[batch.mode]}
                  </Badge>
                </Group>
                <Text c="dimmed" size="sm">
                  {whom(batch)} · {inWords(batch.schedule)}
                </Text>
              </div>
              {batch.next[0] !== undefined && (
                <Text size="sm">
                  {words.next} : {format.instant(batch.next[0])}
                </Text>
              )}
            </Group>
          </Card>
        ))}
      </Stack>
      <Modal
        opened={creating}
        onClose={() => setCreating(false)}
        title={words.create}
        size="lg"
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        <BatchForm onSave={create.mutate} saving={create.isPending} error={create.error} />
      </Modal>
    </Page>
  );
}
