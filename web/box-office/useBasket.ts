import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { Choice } from './choices.ts';
import { type Basket, offerQuery } from './queries.ts';

/** Kept in this tab: who reloads the page has the places still. */
const KEPT = 'rappel.basket';

/** The basket of this counter. It is opened with the first ticket, and gone when it expires or became an order. */
export function useBasket(pointOfSale: number) {
  const queries = useQueryClient();
  const kept = `${KEPT}.${pointOfSale}`;
  const [id, setId] = useState(() => sessionStorage.getItem(kept));
  const key = ['baskets', id];
  const { data } = useQuery({
    queryKey: key,
    queryFn: async () => {
      try {
        return await answered(
          api.GET('/api/baskets/{basket}', { params: { path: { basket: id as string } } }),
        );
      } catch (error) {
        if (!isProblem(error, 'unknown-basket')) throw error;
        forget();
        return null;
      }
    },
    enabled: id !== null,
    refetchInterval: 60_000,
  });

  function forget() {
    sessionStorage.removeItem(kept);
    setId(null);
  }
  const keep = async (basket: Basket) => {
    sessionStorage.setItem(kept, basket.id);
    queries.setQueryData(['baskets', basket.id], basket);
    setId(basket.id);
    await queries.invalidateQueries({ queryKey: offerQuery(pointOfSale).queryKey });
  };
  const onError = (error: unknown) => {
    if (isProblem(error, 'unknown-basket')) forget();
    void queries.invalidateQueries({ queryKey: offerQuery(pointOfSale).queryKey });
  };

  const put = useMutation({
    mutationFn: async ({ choice, priceCategory }: { choice: Choice; priceCategory: number }) => {
      const basket = id ?? (await answered(api.POST('/api/baskets', { body: { pointOfSale } }))).id;
      return await answered(
        api.POST('/api/baskets/{basket}/lines', {
          params: { path: { basket } },
          body: { product: choice.product, performance: choice.performance, priceCategory, quantity: 1 },
        }),
      );
    },
    onSuccess: keep,
    onError,
  });
  const take = useMutation({
    mutationFn: (lines: number[]) =>
      answered(
        api.POST('/api/baskets/{basket}/lines/out', {
          params: { path: { basket: id as string } },
          body: { lines },
        }),
      ),
    onSuccess: keep,
    onError,
  });
  const hold = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/baskets/{basket}/keep', { params: { path: { basket: id as string } } })),
    onSuccess: keep,
    onError,
  });
  return { basket: id === null ? undefined : (data ?? undefined), put, take, hold, forget };
}
