import { Button, Group, Radio, Select, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { Waiting } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import type { ActProps } from './OrderActs.tsx';
import { METHODS, type Method, type OrderLine } from './queries.ts';
import { useOrderAct } from './useOrderAct.ts';

/** What cancelling does to places and money, before it is done. */
export function CancelLines({ order, lines, onDone, onClose }: ActProps & { lines: OrderLine[] }) {
  const { page, format } = usePageWords();
  const words = page.boxOffice.order;
  const [cancelledBy, setCancelledBy] = useState<'contact' | 'operator' | 'venue'>('contact');
  const known = order.purchaseContact !== null;
  const online = order.payments.some(({ method }) => method === 'stripe');
  const [refund, setRefund] = useState<Method | 'stripe'>(online ? 'stripe' : known ? 'balance' : 'cash');
  const ids = lines.map(({ id }) => id);
  const path = { order: order.id };
  const preview = useQuery({
    queryKey: ['orders', order.id, 'cancel', ids, order.due],
    queryFn: () =>
      answered(api.POST('/api/orders/{order}/cancel/preview', { params: { path }, body: { lines: ids } })),
  });
  const cancel = useOrderAct(
    'cancel',
    () =>
      answered(
        api.POST('/api/orders/{order}/cancel', {
          params: { path },
          body: { lines: ids, cancelledBy, ...(refund === 'balance' ? {} : { refund }) },
        }),
      ),
    onDone,
  );
  const sums = (amounts: { amountMinor: number; currency: string }[]) =>
    format.list(amounts.map(({ amountMinor, currency }) => format.money(amountMinor, currency)));
  if (preview.error) return <Refusal error={preview.error} />;
  if (preview.data === undefined) return <Waiting rows={3} />;
  const { credit, refundable } = preview.data;
  const offered = [
    ...(online ? (['stripe'] as const) : []),
    ...METHODS.filter((one) => known || one !== 'balance'),
  ];
  return (
    <Stack gap="sm">
      <h2>{words.cancelTitle(lines.length)}</h2>
      <div>
        <p>{words.cancelFree}</p>
        <p>
          {credit.length === 0 ? words.cancelNothing : words.cancelCredit(sums(credit))}{' '}
          {refundable.length > 0 && words.cancelPaid(sums(refundable))}
        </p>
      </div>
      <Radio.Group
        label={words.askedBy}
        value={cancelledBy}
        onChange={(who) => setCancelledBy(who as typeof cancelledBy)}
      >
        <Stack gap={6} mt={4}>
          {(['contact', 'operator', 'venue'] as const).map((who) => (
            <Radio key={who} value={who} label={words.askers[who]} />
          ))}
        </Stack>
      </Radio.Group>
      {refundable.length > 0 && (
        <Select
          label={words.giveBack}
          allowDeselect={false}
          data={offered.map((value) => ({
            value,
            label:
              value === 'balance'
                ? words.asCredit
                : value === 'stripe'
                  ? words.backOnline
                  : page.boxOffice.methods[value],
          }))}
          value={refund}
          onChange={(how) => how !== null && setRefund(how as typeof refund)}
        />
      )}
      <Refusal error={cancel.error} />
      <Group gap="xs">
        <Button color="red" loading={cancel.isPending} onClick={() => cancel.mutate()}>
          {words.cancelAct}
        </Button>
        <Button variant="default" onClick={onClose}>
          {words.back}
        </Button>
      </Group>
    </Stack>
  );
}
