import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isProblem } from '../api/problem.ts';
import { usePageWords } from '../words/pages.ts';
import { type Order, orderQuery } from './queries.ts';

/** Something done with an order: what comes back is what the page shows from then on. */
export function useOrderAct<Variables = void>(
  what: 'confirm' | 'sell' | 'cancel' | 'take' | 'refund',
  ask: (variables: Variables) => Promise<Order>,
  onDone: () => void,
) {
  const { page, say, explain } = usePageWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: ask,
    onSuccess: async (order) => {
      queries.setQueryData(orderQuery(order.id).queryKey, order);
      await queries.invalidateQueries({ queryKey: ['contact'] });
      notifications.show({
        message: page.boxOffice.order.done[what],
        closeButtonProps: { 'aria-label': say.common.close },
      });
      onDone();
    },
    onError: async (error) => {
      // the lines are gone, and with them the form that would say it
      if (!isProblem(error, 'cancelled-not-refunded')) return;
      notifications.show({
        ...{ color: 'red', message: explain(error).sentence, autoClose: false },
        closeButtonProps: { 'aria-label': say.common.close },
      });
      await queries.invalidateQueries({ queryKey: ['orders'] });
    },
  });
}
