import { Button, Group, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { draftOf, missingOn, showMissing, wantedOf } from './draft.ts';
import { Parts, type Tab, VisitShop } from './Parts.tsx';
import { PolicyState, Recommendation } from './PolicyState.tsx';
import { type PointOfSale, pointOfSaleQuery } from './queries.ts';

/** A box office or a shop, in tabs; which one is shown stands in the address. */
export function PointOfSalePage() {
  const { point: text } = useParams({ strict: false }) as { point: string };
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  const { data, error } = useQuery(pointOfSaleQuery(Number(text)));
  const crumbs = [{ label: words.title, href: addresses.pointsOfSale }];
  if (data === undefined)
    return <Page title={words.title} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page
      title={data.name}
      crumbs={crumbs}
      about={
        <Group gap="md">
          <Text c="dimmed">
            {words.kinds[data.kind]} · {data.organisation.name}
          </Text>
          <VisitShop slug={data.slug} />
        </Group>
      }
    >
      <EditForm key={data.version} point={data} />
    </Page>
  );
}

function EditForm({ point }: { point: PointOfSale }) {
  const { page, say } = usePageWords();
  const words = page.pointsOfSale;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const [draft, setDraft] = useState(draftOf(point));
  const show = (wanted: Tab) =>
    void navigate({
      to: addresses.pointOfSale,
      params: { point: String(point.id) },
      search: (wanted === 'general' ? {} : { tab: wanted }) as never,
      replace: true,
    });
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/points-of-sale/{point}', {
          params: { path: { point: point.id } },
          body: { version: point.version, ...wantedOf(draft, point.kind) },
        }),
      ),
    onSuccess: async (saved) => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      queries.setQueryData(pointOfSaleQuery(point.id).queryKey, saved);
      await queries.invalidateQueries({ queryKey: ['points-of-sale'], exact: true });
    },
  });
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const missing = missingOn(draft, point.kind);
    if (missing === undefined) save.mutate();
    else showMissing(event.currentTarget, () => show(missing));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        {point.policy === null && tab !== 'internet' && (
          <Recommendation>
            <Button mt="sm" variant="default" size="xs" onClick={() => show('internet')}>
              {words.giveAddress}
            </Button>
          </Recommendation>
        )}
        <Parts
          kind={point.kind}
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          tab={tab}
          onTab={show}
          policy={<PolicyState point={point} />}
        />
        <Refusal error={save.error} />
        <div>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
