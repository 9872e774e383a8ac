import { Button, Group, Modal, NumberInput, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { components } from '../api/schema.generated.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';

type PriceCategory = components['schemas']['PriceCategory'];

/** The price categories of the institution: another one, another name, another order. */
export function Categories({ categories }: { categories: PriceCategory[] }) {
  const { page, say } = usePageWords();
  const words = page.catalogue.prices;
  const [editing, setEditing] = useState<PriceCategory>();
  return (
    <Stack gap="md" maw={480}>
      <Title order={2}>{words.categories}</Title>
      <Text c="dimmed">{words.categoryHint}</Text>
      <Group gap="xs">
        {categories.map((category) => (
          <Button
            key={category.id}
            variant="default"
            size="xs"
            aria-label={words.rename(category.name)}
            onClick={() => setEditing(category)}
          >
            {category.name}
          </Button>
        ))}
      </Group>
      <NewCategory last={Math.max(0, ...categories.map(({ position }) => position))} />
      <Modal
        opened={editing !== undefined}
        onClose={() => setEditing(undefined)}
        title={editing && words.rename(editing.name)}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {editing && <EditCategory category={editing} onSaved={() => setEditing(undefined)} />}
      </Modal>
    </Stack>
  );
}

function NewCategory({ last }: { last: number }) {
  const { page } = usePageWords();
  const words = page.catalogue.prices;
  const queries = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: () => answered(api.POST('/api/price-categories', { body: { name, position: last + 1 } })),
    onSuccess: async () => {
      setName('');
      await queries.invalidateQueries({ queryKey: ['price-categories'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <Group align="end" gap="xs">
          <TextInput
            label={words.categoryName}
            required
            maxLength={100}
            flex={1}
            value={name}
            onChange={({ currentTarget }) => setName(currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={add.isPending}>
            {words.add}
          </Button>
        </Group>
        <Refusal error={add.error} />
      </Stack>
    </form>
  );
}

function EditCategory({ category, onSaved }: { category: PriceCategory; onSaved: () => void }) {
  const { page } = usePageWords();
  const words = page.catalogue.prices;
  const queries = useQueryClient();
  const [name, setName] = useState(category.name);
  const [position, setPosition] = useState<number | string>(category.position);
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/price-categories/{category}', {
          params: { path: { category: category.id } },
          body: { name, position: Number(position) || 0, version: category.version },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['price-categories'] });
      onSaved();
    },
  });
  const remove = useMutation({
    mutationFn: async () => {
      const params = { path: { category: category.id }, query: { version: category.version } };
      await answered(api.DELETE('/api/price-categories/{category}', { params }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['price-categories'] });
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
          maxLength={100}
          data-autofocus
          value={name}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <NumberInput
          label={words.position}
          min={0}
          max={100_000}
          allowDecimal={false}
          maw={180}
          value={position}
          onChange={setPosition}
        />
        <Refusal error={save.error ?? remove.error} />
        <Group justify="space-between">
          <Button type="submit" color="rope" loading={save.isPending}>
            {page.catalogue.save}
          </Button>
          <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
            {page.catalogue.remove}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
