import { Button, Group, Select, TextInput } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { fits, type Inspection, type Kind, type Mapping } from './mapping.ts';

const profilesKey = ['import-profiles'];

/** Mappings of the institution that fit this file: taken up, or removed. */
export function ChooseProfile({
  kind,
  inspection,
  onChoose,
}: {
  kind: Kind;
  inspection: Inspection;
  onChoose: (mapping: Mapping) => void;
}) {
  const { page } = usePageWords();
  const words = page.import;
  const queries = useQueryClient();
  const [chosen, setChosen] = useState<string | null>(null);
  const { data } = useQuery({
    queryKey: profilesKey,
    queryFn: () => answered(api.GET('/api/import-profiles')),
  });
  const remove = useMutation({
    mutationFn: (id: number) => api.DELETE('/api/import-profiles/{id}', { params: { path: { id } } }),
    onSettled: () => queries.invalidateQueries({ queryKey: profilesKey }),
  });
  const fitting = (data?.items ?? []).filter((one) => one.kind === kind && fits(one, inspection));
  if (fitting.length === 0) return null;
  const profile = fitting.find(({ id }) => String(id) === chosen);
  return (
    <>
      <Select
        label={words.profile}
        placeholder={words.noProfile}
        data={fitting.map(({ id, name }) => ({ value: String(id), label: name }))}
        value={profile === undefined ? null : chosen}
        onChange={(id) => {
          setChosen(id);
          const found = fitting.find((one) => String(one.id) === id);
          if (found !== undefined) onChoose(found.mapping);
        }}
      />
      {profile !== undefined && (
        <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate(profile.id)}>
          {words.deleteProfile(profile.name)}
        </Button>
      )}
      <Refusal error={remove.error} />
    </>
  );
}

/** Keeps the mapping for the next file of this sort; under a name that is there already it takes its place. */
export function SaveProfile({ kind, mapping }: { kind: Kind; mapping: Mapping }) {
  const { page, say } = usePageWords();
  const words = page.import;
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const save = useMutation({
    mutationFn: () => answered(api.POST('/api/import-profiles', { body: { name, kind, mapping } })),
    onSuccess: async (saved) => {
      notifications.show({
        message: words.profileSaved(saved.name),
        closeButtonProps: { 'aria-label': say.common.close },
      });
      setName('');
      await queries.invalidateQueries({ queryKey: profilesKey });
    },
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <Group gap="xs" align="end">
        <TextInput
          label={words.profileName}
          description={words.profileHint}
          maxLength={100}
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <Button type="submit" variant="default" disabled={name.trim() === ''} loading={save.isPending}>
          {words.saveProfile}
        </Button>
      </Group>
      <Refusal error={save.error} />
    </form>
  );
}
