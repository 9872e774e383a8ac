import { Anchor, Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { Empty } from '../list/ListStates.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { type Season, seasonsQuery } from './queries.ts';

/** The seasons, the latest first; each leads to what it offers. */
export function SeasonsPage() {
  const { page, say, format } = usePageWords();
  const words = page.catalogue.seasons;
  const mayEdit = useSession().may('catalogue.edit');
  const [editing, setEditing] = useState<Season | 'new'>();
  const { data, error } = useQuery(seasonsQuery);
  const act = mayEdit && (
    <Button color="rope" onClick={() => setEditing('new')}>
      {words.act}
    </Button>
  );
  return (
    <Page
      title={words.title}
      crumbs={[{ label: page.catalogue.title, href: addresses.catalogue }]}
      loading={data === undefined && error === null}
      error={data === undefined ? error : null}
      act={act}
    >
      {data?.items.length === 0 ? (
        <Empty title={words.empty} hint={words.emptyHint} />
      ) : (
        <Table.ScrollContainer minWidth={480}>
          <Table verticalSpacing="sm" maw={820}>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.name}</Table.Th>
                <Table.Th>{words.startsOn}</Table.Th>
                <Table.Th>{words.endsOn}</Table.Th>
                <Table.Th>{words.products}</Table.Th>
                {mayEdit && <Table.Th aria-label={page.catalogue.edit} />}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.items.map((season) => (
                <Table.Tr key={season.id}>
                  <Table.Td fw={600}>{season.name}</Table.Td>
                  <Table.Td>{season.startsOn !== null && format.day(season.startsOn)}</Table.Td>
                  <Table.Td>{season.endsOn !== null && format.day(season.endsOn)}</Table.Td>
                  <Table.Td>
                    {season.products === 0 ? (
                      <Text c="dimmed" size="sm">
                        {words.see(0)}
                      </Text>
                    ) : (
                      <Anchor
                        size="sm"
                        renderRoot={(props) => (
                          <Link to={addresses.catalogue} search={{ season: season.id } as never} {...props} />
                        )}
                      >
                        {words.see(season.products)}
                      </Anchor>
                    )}
                  </Table.Td>
                  {mayEdit && (
                    <Table.Td ta="right">
                      <Button
                        variant="default"
                        size="xs"
                        aria-label={words.edit(season.name)}
                        onClick={() => setEditing(season)}
                      >
                        {page.catalogue.edit}
                      </Button>
                    </Table.Td>
                  )}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing === 'new' || editing === undefined ? words.act : words.edit(editing.name)}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {editing !== undefined && (
          <SeasonForm
            season={editing === 'new' ? undefined : editing}
            onSaved={() => setEditing(undefined)}
          />
        )}
      </Modal>
    </Page>
  );
}

function SeasonForm({ season, onSaved }: { season: Season | undefined; onSaved: () => void }) {
  const { page } = usePageWords();
  const words = page.catalogue.seasons;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState({
    name: season?.name ?? '',
    startsOn: season?.startsOn ?? '',
    endsOn: season?.endsOn ?? '',
  });
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        name: wanted.name,
        startsOn: wanted.startsOn || null,
        endsOn: wanted.endsOn || null,
      };
      if (season === undefined) await answered(api.POST('/api/seasons', { body }));
      else
        await answered(
          api.PUT('/api/seasons/{season}', {
            params: { path: { season: season.id } },
            body: { ...body, version: season.version },
          }),
        );
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['seasons'] });
      onSaved();
    },
  });
  const remove = useMutation({
    mutationFn: async ({ id, version }: Season) => {
      await answered(
        api.DELETE('/api/seasons/{season}', { params: { path: { season: id }, query: { version } } }),
      );
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['seasons'] });
      onSaved();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label={words.name}
          description={words.nameHint}
          inputWrapperOrder={['label', 'input', 'description']}
          required
          maxLength={200}
          data-autofocus
          value={wanted.name}
          onChange={({ currentTarget }) => setWanted({ ...wanted, name: currentTarget.value })}
        />
        <Group grow align="start">
          {(['startsOn', 'endsOn'] as const).map((name) => (
            <TextInput
              key={name}
              type="date"
              label={words[name]}
              value={wanted[name]}
              onChange={({ currentTarget }) => setWanted({ ...wanted, [name]: currentTarget.value })}
            />
          ))}
        </Group>
        <Refusal error={save.error ?? remove.error} />
        <Group justify="space-between">
          <Button type="submit" color="rope" loading={save.isPending}>
            {page.catalogue.save}
          </Button>
          {season?.products === 0 && (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(season)}>
              {page.catalogue.remove}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
