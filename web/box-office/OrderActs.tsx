import { Button, Group, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { readAmount, writeAmount } from './amount.ts';
import { CASH, isTooLittle, type Paying, Payment, paymentOf } from './Payment.tsx';
import type { Order, OrderLine } from './queries.ts';
import { useOrderAct } from './useOrderAct.ts';

export interface ActProps {
  order: Order;
  onDone: () => void;
  onClose: () => void;
}

/** The button that does it, and the way back. */
function Doing({
  label,
  error,
  pending,
  ready = true,
  act,
  onClose,
}: {
  label: string;
  error: unknown;
  pending: boolean;
  ready?: boolean;
  act: () => void;
  onClose: () => void;
}) {
  const { page } = usePageWords();
  return (
    <>
      <Refusal error={error} />
      <Group gap="xs">
        <Button color="rope" loading={pending} disabled={!ready} onClick={act}>
          {label}
        </Button>
        <Button variant="default" onClick={onClose}>
          {page.boxOffice.order.back}
        </Button>
      </Group>
    </>
  );
}

const pathOf = ({ id }: Order) => ({ params: { path: { order: id } } });

export function ConfirmAct({ order, lines, onDone, onClose }: ActProps & { lines: OrderLine[] }) {
  const { page } = usePageWords();
  const body = { lines: lines.map(({ id }) => id) };
  const confirm = useOrderAct(
    'confirm',
    () => answered(api.POST('/api/orders/{order}/confirm', { ...pathOf(order), body })),
    onDone,
  );
  return (
    <Doing
      label={page.boxOffice.order.confirm}
      error={confirm.error}
      pending={confirm.isPending}
      act={() => confirm.mutate()}
      onClose={onClose}
    />
  );
}

/** Sells what stands, and takes what it costs; what was paid of it before is taken off. */
export function SellAct({ order, lines, onDone, onClose }: ActProps & { lines: OrderLine[] }) {
  const { page, format } = usePageWords();
  const [paying, setPaying] = useState(CASH);
  const currency = lines[0]?.currency ?? 'CHF';
  const price = lines.reduce((sum, { amountMinor }) => sum + amountMinor, 0);
  const due = order.due.find((one) => one.currency === currency)?.amountMinor ?? 0;
  const amount = { amountMinor: Math.max(0, price + Math.min(0, due)), currency };
  const payment = paymentOf(paying, amount);
  const body = { lines: lines.map(({ id }) => id), payments: payment === undefined ? [] : [payment] };
  const sell = useOrderAct(
    'sell',
    () => answered(api.POST('/api/orders/{order}/sell', { ...pathOf(order), body })),
    onDone,
  );
  return (
    <Stack gap="sm">
      {amount.amountMinor > 0 && (
        <Payment
          paying={paying}
          amount={amount}
          onChange={setPaying}
          mayOwe={order.purchaseContact !== null}
        />
      )}
      <Doing
        label={page.boxOffice.acts.sale(format.money(amount.amountMinor, currency))}
        error={sell.error}
        pending={sell.isPending}
        ready={!isTooLittle(paying, amount)}
        act={() => sell.mutate()}
        onClose={onClose}
      />
    </Stack>
  );
}

export function TakeAct({ order, onDone, onClose }: ActProps) {
  const { page } = usePageWords();
  const owed = order.due.find(({ amountMinor }) => amountMinor > 0) ?? { amountMinor: 0, currency: 'CHF' };
  const [paying, setPaying] = useState(CASH);
  const [typed, setTyped] = useState(writeAmount(owed.amountMinor, owed.currency));
  const amountMinor = readAmount(typed, owed.currency) ?? 0;
  const amount = { amountMinor, currency: owed.currency };
  const take = useOrderAct(
    'take',
    () =>
      answered(
        api.POST('/api/orders/{order}/payments', {
          ...pathOf(order),
          body: paymentOf(paying, amount) as NonNullable<ReturnType<typeof paymentOf>>,
        }),
      ),
    onDone,
  );
  return (
    <Stack gap="sm">
      <TextInput
        label={page.boxOffice.order.amount}
        inputMode="decimal"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Payment paying={paying} amount={amount} onChange={setPaying} mayOwe={order.purchaseContact !== null} />
      <Doing
        label={page.boxOffice.order.take}
        error={take.error}
        pending={take.isPending}
        ready={amountMinor > 0 && paying.method !== 'later' && !isTooLittle(paying, amount)}
        act={() => take.mutate()}
        onClose={onClose}
      />
    </Stack>
  );
}

export function RefundAct({ order, onDone, onClose }: ActProps) {
  const { page } = usePageWords();
  const online = order.payments.some(({ method }) => method === 'stripe');
  const tooMuch = order.due.find(({ amountMinor }) => amountMinor < 0) ?? { amountMinor: 0, currency: 'CHF' };
  const [paying, setPaying] = useState<Paying>(online ? { ...CASH, method: 'stripe' } : CASH);
  const [typed, setTyped] = useState(writeAmount(-tooMuch.amountMinor, tooMuch.currency));
  const amountMinor = readAmount(typed, tooMuch.currency) ?? 0;
  const refund = useOrderAct(
    'refund',
    () =>
      answered(
        api.POST('/api/orders/{order}/refunds', {
          ...pathOf(order),
          body: { amountMinor, currency: tooMuch.currency, method: paying.method as 'cash' | 'stripe' },
        }),
      ),
    onDone,
  );
  return (
    <Stack gap="sm">
      <TextInput
        label={page.boxOffice.order.amount}
        inputMode="decimal"
        value={typed}
        onChange={({ currentTarget }) => setTyped(currentTarget.value)}
      />
      <Payment
        paying={paying}
        amount={{ amountMinor, currency: tooMuch.currency }}
        onChange={setPaying}
        mayOwe={false}
        back
        online={online}
      />
      <Doing
        label={page.boxOffice.order.refund}
        error={refund.error}
        pending={refund.isPending}
        ready={amountMinor > 0}
        act={() => refund.mutate()}
        onClose={onClose}
      />
    </Stack>
  );
}
