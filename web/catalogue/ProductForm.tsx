import { Button, Group, Select, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { organisationsQuery } from '../settings/queries.ts';
import { usePageWords } from '../words/pages.ts';
import { KINDS, type Product, seasonsQuery } from './queries.ts';

interface Props {
  /** undefined: a new one. */
  product?: Product;
  onSaved: (id: number) => void;
  onCancel?: () => void;
}

/** What a product is; its prices and places have forms of their own. */
export function ProductForm({ product, onSaved, onCancel }: Props) {
  const { page } = usePageWords();
  const words = page.catalogue;
  const { data: seasons } = useQuery(seasonsQuery);
  const { data: organisations } = useQuery(organisationsQuery);
  const [wanted, setWanted] = useState({
    kind: product?.kind ?? ('event' as const),
    name: product?.name ?? '',
    organisation: undefined as string | undefined,
    season: product?.season === null || product === undefined ? '' : String(product.season.id),
    description: product?.description ?? '',
    validUntil: product?.validUntil ?? '',
  });
  const change = (part: Partial<typeof wanted>) => setWanted({ ...wanted, ...part });
  const organisation = wanted.organisation ?? String(organisations?.items[0]?.id ?? '');
  const save = useMutation({
    mutationFn: async () => {
      const body = {
        kind: wanted.kind,
        name: wanted.name,
        seasonId: wanted.season === '' ? null : Number(wanted.season),
        description: wanted.description.trim() || null,
        validUntil: wanted.kind === 'pass' ? wanted.validUntil || null : null,
      };
      if (product === undefined) {
        const organisationId = Number(organisation);
        return (await answered(api.POST('/api/products', { body: { ...body, organisationId } }))).id;
      }
      await answered(
        api.PUT('/api/products/{product}', {
          params: { path: { product: product.id } },
          body: { ...body, version: product.version },
        }),
      );
      return product.id;
    },
    onSuccess: onSaved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" maw={560}>
        <Select
          label={words.kind}
          description={words.kindHints[wanted.kind]}
          inputWrapperOrder={['label', 'input', 'description']}
          allowDeselect={false}
          disabled={product?.hasPerformances ?? false}
          data={KINDS.map((value) => ({ value, label: words.kinds[value] }))}
          value={wanted.kind}
          onChange={(kind) => change({ kind: kind as typeof wanted.kind })}
        />
        <TextInput
          label={words.name}
          required
          maxLength={300}
          data-autofocus
          value={wanted.name}
          onChange={({ currentTarget }) => change({ name: currentTarget.value })}
        />
        {product !== undefined && wanted.name !== product.name && (
          <Text size="sm" c="dimmed">
            {words.imported}
          </Text>
        )}
        {product === undefined && (
          <Select
            label={words.organisation}
            allowDeselect={false}
            required
            data={(organisations?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name }))}
            value={organisation || null}
            onChange={(chosen) => change({ organisation: chosen ?? '' })}
          />
        )}
        <Select
          label={words.season}
          allowDeselect={false}
          data={[
            { value: '', label: words.noSeason },
            ...(seasons?.items ?? []).map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
          value={wanted.season}
          onChange={(season) => change({ season: season ?? '' })}
        />
        {wanted.kind === 'pass' && (
          <TextInput
            type="date"
            label={words.validUntil}
            required
            disabled={product?.sold === true && product.validUntil !== null}
            maw={220}
            value={wanted.validUntil}
            onChange={({ currentTarget }) => change({ validUntil: currentTarget.value })}
          />
        )}
        <Textarea
          label={words.description}
          description={words.descriptionHint}
          inputWrapperOrder={['label', 'input', 'description']}
          autosize
          minRows={3}
          maxLength={10_000}
          value={wanted.description}
          onChange={({ currentTarget }) => change({ description: currentTarget.value })}
        />
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
          {onCancel && (
            <Button variant="default" onClick={onCancel}>
              {words.cancel}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
