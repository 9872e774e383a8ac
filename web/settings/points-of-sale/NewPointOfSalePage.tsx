import { Button, Group, Select, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { Empty } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import { organisationsQuery } from '../queries.ts';
import { type Draft, missingOn, NEW, showMissing, wantedOf } from './draft.ts';
import { Parts, type Tab } from './Parts.tsx';
import { Recommendation } from './PolicyState.tsx';
import type { PointOfSale } from './queries.ts';

/** Creates a point of sale; without the address of a policy it recommends one first (R17). */
export function NewPointOfSalePage() {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  const navigate = useNavigate();
  const { data, error } = useQuery(organisationsQuery);
  const crumbs = [{ label: words.title, href: addresses.pointsOfSale }];
  if (data === undefined)
    return <Page title={words.create} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page title={words.create} crumbs={crumbs}>
      {data.items.length === 0 ? (
        <Empty
          title={words.noOrganisation}
          hint={words.noOrganisationHint}
          act={
            <Button onClick={() => void navigate({ to: addresses.organisations })}>
              {words.noOrganisationAct}
            </Button>
          }
        />
      ) : (
        <CreateForm organisations={data.items} />
      )}
    </Page>
  );
}

function CreateForm({ organisations }: { organisations: { id: number; name: string }[] }) {
  const { page, say } = usePageWords();
  const words = page.pointsOfSale;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { tab } = useSearch({ strict: false }) as { tab?: string };
  const [kind, setKind] = useState<PointOfSale['kind']>('shop');
  const [organisation, setOrganisation] = useState(String(organisations[0]?.id ?? ''));
  const [draft, setDraft] = useState<Draft>(NEW);
  const show = (wanted: Tab) =>
    void navigate({ to: addresses.newPointOfSale, search: { tab: wanted } as never, replace: true });
  const create = useMutation({
    mutationFn: (withoutPolicy: boolean) =>
      answered(
        api.POST('/api/points-of-sale', {
          body: {
            organisationId: Number(organisation),
            kind,
            withoutPolicy,
            ...wantedOf(draft, kind),
          },
        }),
      ),
    onSuccess: async ({ id }) => {
      notifications.show({ message: words.created, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['points-of-sale'] });
      await navigate({ to: addresses.pointOfSale, params: { point: String(id) } });
    },
  });
  const recommended = isProblem(create.error, 'policy-recommended') && draft.policyAddress.trim() === '';
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const missing = missingOn(draft, kind);
    if (missing === undefined) create.mutate(false);
    else showMissing(event.currentTarget, () => show(missing));
  };
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <Parts
          kind={kind}
          draft={draft}
          onChange={(part) => setDraft({ ...draft, ...part })}
          tab={tab}
          onTab={show}
          policy={draft.policyAddress.trim() === '' && !recommended && <Recommendation />}
          first={
            <Group grow align="start">
              <Select
                label={words.kind}
                allowDeselect={false}
                data={(['shop', 'box-office'] as const).map((value) => ({
                  value,
                  label: words.kinds[value],
                }))}
                value={kind}
                onChange={(chosen) => setKind(chosen as typeof kind)}
              />
              <Select
                label={words.organisation}
                allowDeselect={false}
                data={organisations.map(({ id, name }) => ({ value: String(id), label: name }))}
                value={organisation}
                onChange={(chosen) => setOrganisation(chosen ?? '')}
              />
            </Group>
          }
        />
        {recommended ? (
          <Recommendation>
            <Group mt="md">
              <Button
                color="rope"
                onClick={() => {
                  create.reset();
                  show('internet');
                  requestAnimationFrame(() => document.getElementById('policy-address')?.focus());
                }}
              >
                {words.giveAddress}
              </Button>
              <Button variant="default" loading={create.isPending} onClick={() => create.mutate(true)}>
                {words.without}
              </Button>
            </Group>
          </Recommendation>
        ) : (
          <>
            <Refusal error={create.error} />
            <div>
              <Button type="submit" color="rope" loading={create.isPending}>
                {words.act}
              </Button>
            </div>
          </>
        )}
      </Stack>
    </form>
  );
}
