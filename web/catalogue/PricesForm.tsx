import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { Categories } from './Categories.tsx';
import { PriceFields, pricesOf, typedOf } from './PriceFields.tsx';
import { categoriesQuery, type Product } from './queries.ts';

/** The prices of a product, and the categories that they are in. */
export function PricesForm({ product }: { product: Product }) {
  const { page, say, format } = usePageWords();
  const words = page.catalogue.prices;
  const { may, institution } = useSession();
  const queries = useQueryClient();
  const { data } = useQuery(categoriesQuery);
  const [typed, setTyped] = useState(typedOf(product.prices));
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/products/{product}/offer', {
          params: { path: { product: product.id } },
          body: { version: product.version, prices: pricesOf(typed, institution.currency) },
        }),
      ),
    onSuccess: async () => {
      notifications.show({
        message: page.catalogue.saved,
        closeButtonProps: { 'aria-label': say.common.close },
      });
      await queries.invalidateQueries({ queryKey: ['products'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  if (!may('catalogue.edit')) {
    const names = new Map(data?.items.map(({ id, name }) => [id, name]));
    return (
      <Facts
        facts={product.prices.map(({ categoryId, amountMinor, currency }) => [
          names.get(categoryId) ?? String(categoryId),
          format.money(amountMinor, currency),
        ])}
      />
    );
  }
  return (
    <Stack gap="xl">
      <form onSubmit={submit}>
        <Stack gap="md">
          <Text c="dimmed" maw={640}>
            {words.hint}
          </Text>
          {data?.items.length === 0 ? (
            <div>
              <Text fw={600}>{words.noCategory}</Text>
              <Text c="dimmed">{words.noCategoryHint}</Text>
            </div>
          ) : (
            <>
              <PriceFields value={typed} onChange={setTyped} />
              <Refusal error={save.error} />
              <div>
                <Button type="submit" color="rope" loading={save.isPending}>
                  {page.catalogue.save}
                </Button>
              </div>
            </>
          )}
        </Stack>
      </form>
      <Categories categories={data?.items ?? []} />
    </Stack>
  );
}
