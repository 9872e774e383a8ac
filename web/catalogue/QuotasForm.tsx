import { Button, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { Places, placesOf } from './Places.tsx';
import { QuotaFields, quotasOf, typedQuotas } from './QuotaFields.tsx';
import type { Product } from './queries.ts';

/** The places of a product without performances. */
export function QuotasForm({ product }: { product: Product }) {
  const { page, say } = usePageWords();
  const words = page.catalogue.quotas;
  const { may } = useSession();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(typedQuotas(product.quotas));
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/products/{product}/offer', {
          params: { path: { product: product.id } },
          body: { version: product.version, quotas: quotasOf(typed) },
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
  if (!may('catalogue.edit')) return <Places places={placesOf(product.quotas)} />;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text c="dimmed" maw={640}>
          {words.hint} {words.hintUndated}
        </Text>
        <QuotaFields value={typed} onChange={setTyped} organisation={product.organisation.id} />
        <Refusal error={save.error} />
        <div>
          <Button type="submit" color="rope" loading={save.isPending}>
            {page.catalogue.save}
          </Button>
        </div>
      </Stack>
    </form>
  );
}
