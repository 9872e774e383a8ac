import { Button, Group, List, Stack, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Facts } from '../../frame/Facts.tsx';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { RunsList } from '../runs/RunsPage.tsx';
import { useSimulate } from '../runs/SimulateForm.tsx';
import { BatchForm, type WantedBatch } from './BatchForm.tsx';
import { batchQuery } from './queries.ts';

/** One batch: what it does, when, and its runs. */
export function BatchPage() {
  const { batch: text } = useParams({ strict: false }) as { batch: string };
  const id = Number(text);
  const { page, say, format } = usePageWords();
  const words = page.batches;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const mayEdit = useMayWrite('batches.edit');
  const simulate = useSimulate();
  const { data, error } = useQuery(batchQuery(id));
  const path = { batch: id };
  const save = useMutation({
    mutationFn: (body: WantedBatch) => answered(api.PUT('/api/batches/{batch}', { params: { path }, body })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['batches'] });
    },
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE('/api/batches/{batch}', { params: { path } })),
    onSuccess: async () => {
      notifications.show({ message: words.deleted, closeButtonProps: { 'aria-label': say.common.close } });
      queries.removeQueries({ queryKey: ['batches', id] });
      await queries.invalidateQueries({ queryKey: ['batches'], exact: true });
      await navigate({ to: addresses.retention });
    },
  });
  const crumbs = [{ label: words.title, href: addresses.retention }];
  if (data === undefined) return <Page title={text} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page
      title={data.name}
      crumbs={crumbs}
      act={
        <Button
          variant="default"
          loading={simulate.isPending}
          onClick={() =>
            simulate.mutate({
              months: data.months,
              prospectMonths: data.prospectMonths,
              criterion: data.criterion?.id ?? null,
            })
          }
        >
          {page.runs.simulate}
        </Button>
      }
    >
      <Stack gap="xl">
        <Refusal error={simulate.error} />
        {data.next.length > 0 && (
          <section>
            <Title order={2} mb="xs">
              {words.next}
            </Title>
            <List>
              {data.next.map((moment) => (
                <List.Item key={moment}>{format.instant(moment)}</List.Item>
              ))}
            </List>
          </section>
        )}
        {mayEdit ? (
          <BatchForm key={id} batch={data} onSave={save.mutate} saving={save.isPending} error={save.error} />
        ) : (
          <Facts
            facts={[
              [words.mode, page.runs.modes[data.mode]],
              ...(data.criterion === null
                ? [[words.months, format.number(data.months)] as [string, string]]
                : [
                    [page.bulk.batchScope, page.bulk.batchCriterion(data.criterion.name)] as [string, string],
                  ]),
              ...(data.prospectMonths === null || data.criterion !== null
                ? []
                : [[page.runs.prospectMonths, format.number(data.prospectMonths)] as [string, string]]),
              [
                page.outbox.notify,
                format.list(data.notify.map(({ name }) => name)) || page.outbox.notifyNobody,
              ],
            ]}
          />
        )}
        <section>
          <Title order={2} mb="sm">
            {words.history}
          </Title>
          <RunsList search={{ batch: id }} />
        </section>
        {mayEdit && (
          <Group>
            <Button color="red" variant="subtle" loading={remove.isPending} onClick={() => remove.mutate()}>
              {words.delete}
            </Button>
            <Refusal error={remove.error} />
          </Group>
        )}
      </Stack>
    </Page>
  );
}
