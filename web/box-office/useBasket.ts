import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { Choice } from './choices.ts';
import { type Basket, offerQuery } from './queries.ts';

/** What is done with a basket is done one after the other. */
export const scope = { id: 'basket' };

/** Kept in this tab: who reloads the page has the places still. */
const KEPT = 'rappel.basket';

/**
 * The basket of this counter. It is opened with the first ticket, and gone when it expires or became an order. Keys that
 * are pressed faster than the server answers wait for each other, and none is lost.
 */
export function useBasket(pointOfSale: number) {
  const queries = useQueryClient();
  const kept = `${KEPT}.${pointOfSale}`;
  const [id, setId] = useState(() => sessionStorage.getItem(kept));
  /** As the last answer left it, also before the page shows it. */
  const latest = useRef(id);
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
    latest.current = null;
    setId(null);
  }
  const keep = (basket: Basket) => {
    sessionStorage.setItem(kept, basket.id);
    latest.current = basket.id;
    queries.setQueryData(['baskets', basket.id], basket);
    setId(basket.id);
    void queries.invalidateQueries({ queryKey: offerQuery(pointOfSale).queryKey });
  };
  const onError = (error: unknown) => {
    if (isProblem(error, 'unknown-basket')) forget();
    void queries.invalidateQueries({ queryKey: offerQuery(pointOfSale).queryKey });
  };

  const put = useMutation({
    scope,
    mutationFn: async ({ choice, priceCategory }: { choice: Choice; priceCategory: number }) => {
      const basket =
        latest.current ?? (await answered(api.POST('/api/baskets', { body: { pointOfSale } }))).id;
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
    scope,
    /** @param which of the lines as they are when its turn comes */
    mutationFn: (which: (lines: Basket['lines']) => Basket['lines']) => {
      const basket = queries.getQueryData<Basket>(['baskets', latest.current]);
      const lines = which(basket?.lines ?? []).map(({ id: line }) => line);
      return answered(
        api.POST('/api/baskets/{basket}/lines/out', {
          params: { path: { basket: latest.current as string } },
          body: { lines },
        }),
      );
    },
    onSuccess: keep,
    onError,
  });
  const hold = useMutation({
    scope,
    mutationFn: () =>
      answered(
        api.POST('/api/baskets/{basket}/keep', { params: { path: { basket: latest.current as string } } }),
      ),
    onSuccess: keep,
    onError,
  });
  return { basket: id === null ? undefined : (data ?? undefined), put, take, hold, forget };
}
