import { Button, SegmentedControl, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { sentWho, type Who } from './Attendees.tsx';
import { CASH, isTooLittle, Payment, paymentOf } from './Payment.tsx';
import { type Chosen, PurchaseContact } from './PurchaseContact.tsx';
import { type Basket, type Order, orderQuery } from './queries.ts';
import { scope } from './useBasket.ts';

interface Props {
  basket: Basket;
  options: boolean;
  who: Record<number, Who>;
  onDone: (order: Order) => void;
}

const HOWS = ['sale', 'reservation', 'option'] as const;

/** Who buys, how, and with what. Ctrl + Enter does it from wherever one stands. */
export function Checkout({ basket, options, who, onDone }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice;
  const queries = useQueryClient();
  const [contact, setContact] = useState<Chosen | null>(null);
  const [how, setHow] = useState<(typeof HOWS)[number]>('sale');
  const [paying, setPaying] = useState(CASH);
  const amount = basket.totals[0] ?? { amountMinor: 0, currency: 'CHF' };
  const place = useMutation({
    // after the tickets that are on their way, and with them
    scope,
    mutationFn: () => {
      const latest = queries.getQueryData<Basket>(['baskets', basket.id]) ?? basket;
      const payment = how === 'sale' ? paymentOf(paying, latest.totals[0] ?? amount) : undefined;
      return answered(
        api.POST('/api/orders', {
          body: {
            basket: basket.id,
            how,
            purchaseContact: contact?.number ?? null,
            attendees: latest.lines.map(({ id }) => ({
              line: id,
              who: sentWho(who[id] ?? { kind: 'unnamed' }),
            })),
            // one basket is one order, however often it is sent
            placementKey: basket.id,
            payments: payment === undefined ? [] : [payment],
          },
        }),
      );
    },
    onSuccess: (order) => {
      queries.setQueryData(orderQuery(order.id).queryKey, order);
      onDone(order);
    },
  });
  const needsContact = how !== 'sale' && contact === null;
  const ready =
    basket.lines.length > 0 &&
    !needsContact &&
    !(how === 'sale' && isTooLittle(paying, amount)) &&
    !place.isPending;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || !ready) return;
      event.preventDefault();
      place.mutate();
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  });
  return (
    <Stack gap="md">
      <PurchaseContact
        label={words.contact}
        description={words.contactHint}
        value={contact}
        onChange={(chosen) => {
          setContact(chosen);
          if (chosen === null && (paying.method === 'later' || paying.method === 'balance')) setPaying(CASH);
        }}
      />
      <SegmentedControl
        aria-label={words.how}
        fullWidth
        data={HOWS.filter((one) => one !== 'option' || options).map((value) => ({
          value,
          label: words.hows[value],
        }))}
        value={how}
        onChange={(chosen) => setHow(chosen as typeof how)}
      />
      {how === 'sale' && amount.amountMinor > 0 && (
        <Payment paying={paying} amount={amount} onChange={setPaying} mayOwe={contact !== null} />
      )}
      {needsContact && <Text c="dimmed">{words.needsContact}</Text>}
      <Refusal error={place.error} />
      <Button
        color="rope"
        size="lg"
        disabled={!ready && !place.isPending}
        loading={place.isPending}
        aria-keyshortcuts="Control+Enter"
        onClick={() => place.mutate()}
      >
        {how === 'sale'
          ? words.acts.sale(format.money(amount.amountMinor, amount.currency))
          : words.acts[how]}
      </Button>
      <Text c="dimmed" size="sm" ta="center">
        {words.shortcut}
      </Text>
    </Stack>
  );
}
