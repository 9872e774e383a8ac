import { Button, Group, Modal, Stack, Table, Text, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { OnlinePayment } from './OnlinePayment.tsx';
import { organisationsQuery } from './queries.ts';
import { SettingsPages } from './SettingsPages.tsx';

interface Editing {
  /** undefined: a new one */
  id?: number;
  name: string;
}

/** The organisations of the institution: its sellers. */
export function OrganisationsPage() {
  const { page, say } = usePageWords();
  const words = page.organisations;
  const [editing, setEditing] = useState<Editing>();
  const { data, error } = useQuery(organisationsQuery);
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={data === undefined && error === null}
      error={error}
      act={
        <Button color="rope" onClick={() => setEditing({ name: '' })}>
          {words.create}
        </Button>
      }
    >
      <SettingsPages />
      {data?.items.length === 0 ? (
        <Stack gap="xs">
          <Text fw={600}>{words.empty}</Text>
          <Text c="dimmed">{words.emptyHint}</Text>
        </Stack>
      ) : (
        <Table verticalSpacing="sm" maw={640}>
          <Table.Tbody>
            {data?.items.map(({ id, name }) => (
              <Table.Tr key={id}>
                <Table.Td>{name}</Table.Td>
                <Table.Td ta="right">
                  <Group gap="xs" justify="end">
                    <OnlinePayment organisation={id} name={name} />
                    <Button
                      variant="default"
                      size="xs"
                      aria-label={words.renameOne(name)}
                      onClick={() => setEditing({ id, name })}
                    >
                      {words.rename}
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing?.id === undefined ? words.create : words.rename}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {editing && <OrganisationForm editing={editing} onSaved={() => setEditing(undefined)} />}
      </Modal>
    </Page>
  );
}

function OrganisationForm({ editing, onSaved }: { editing: Editing; onSaved: () => void }) {
  const { page } = usePageWords();
  const words = page.organisations;
  const queries = useQueryClient();
  const [name, setName] = useState(editing.name);
  const save = useMutation({
    mutationFn: () =>
      editing.id === undefined
        ? answered(api.POST('/api/organisations', { body: { name } }))
        : answered(
            api.PUT('/api/organisations/{organisation}', {
              params: { path: { organisation: editing.id } },
              body: { name },
            }),
          ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['organisations'] });
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
          required
          maxLength={200}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {editing.id === undefined ? words.act : words.save}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
