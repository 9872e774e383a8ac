import { Anchor, Button, Group, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { addresses } from '../addresses.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { CancelLines } from './CancelLines.tsx';
import classes from './Order.module.css';
import { ConfirmAct, RefundAct, SellAct, TakeAct } from './OrderActs.tsx';
import { OrderLines } from './OrderLines.tsx';
import { type Order, orderQuery, ticketsAddress } from './queries.ts';

type Act = 'confirm' | 'sell' | 'cancel' | 'take' | 'refund';

/** An order: what became of each line, what was paid, and what can be done with it. */
export function OrderPage() {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const { order: id } = useParams({ strict: false }) as { order: string };
  const { data: order, error } = useQuery(orderQuery(Number(id)));
  return (
    <Page
      title={order ? words.order.title(order.number) : words.title}
      crumbs={[{ label: words.title, href: addresses.boxOffice }]}
      loading={order === undefined && error === null}
      error={error}
      act={<Next />}
    >
      {order && <OneOrder order={order} />}
    </Page>
  );
}

/** Back to the counter as it was, for who stands next in the queue. */
function Next() {
  const { page } = usePageWords();
  const { may } = useSession();
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { at?: number; what?: string };
  const fromCounter = search.at !== undefined;
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (fromCounter) button.current?.focus();
  }, [fromCounter]);
  if (!may('sales.sell')) return null;
  return (
    <Button
      ref={button}
      color="rope"
      onClick={() => navigate({ to: addresses.boxOffice, search: search as never })}
    >
      {page.boxOffice.order.next}
    </Button>
  );
}

function OneOrder({ order }: { order: Order }) {
  const { page, format } = usePageWords();
  const words = page.boxOffice.order;
  const [chosen, setChosen] = useState<number[]>([]);
  const { purchaseContact, payments, due } = order;
  const owed = due.filter(({ amountMinor }) => amountMinor > 0);
  const tooMuch = due.filter(({ amountMinor }) => amountMinor < 0);
  const sums = (amounts: typeof due) =>
    format.list(amounts.map(({ amountMinor, currency }) => format.money(Math.abs(amountMinor), currency)));
  const purchaser = purchaseContact ? (
    <Anchor
      component={Link}
      to={addresses.contact.replace('$number', encodeURIComponent(purchaseContact.number))}
    >
      {purchaseContact.name}
    </Anchor>
  ) : (
    words.nobody
  );
  const stillDue = owed.length > 0 ? sums(owed) : tooMuch.length === 0 && words.settled;
  return (
    <Stack gap="lg">
      <Facts
        facts={[
          [words.contact, purchaser],
          [words.placed, order.placedAt ? format.instant(order.placedAt) : format.day(order.orderedOn)],
          [words.organisation, order.organisation],
          [words.due, stillDue],
          [words.credit, tooMuch.length > 0 && sums(tooMuch)],
        ]}
      />
      <Acts order={order} chosen={chosen} onDone={() => setChosen([])} />
      <OrderLines order={order} chosen={chosen} choose={setChosen} />
      <section aria-labelledby="order-payments">
        <h2 id="order-payments" className={classes.heading}>
          {words.payments}
        </h2>
        {payments.length === 0 ? (
          <p className={classes.quiet}>{words.noPayments}</p>
        ) : (
          <ul className={classes.payments}>
            {payments.map((one) => (
              <li key={one.id}>
                <span>
                  {one.kind === 'payment' ? words.paid : words.refunded} ·{' '}
                  {page.boxOffice.methods[one.method as keyof typeof page.boxOffice.methods] ?? one.method}
                </span>
                <span className={classes.quiet}>{format.instant(one.paidAt)}</span>
                <span>{format.money(one.amountMinor, one.currency)}</span>
              </li>
            ))}
          </ul>
        )}
      </section>
    </Stack>
  );
}

/** One at a time, each opened where its button stands. What no line fits is not offered. */
function Acts({ order, chosen, onDone }: { order: Order; chosen: number[]; onDone: () => void }) {
  const { page } = usePageWords();
  const words = page.boxOffice.order;
  const { may } = useSession();
  const [open, setOpen] = useState<Act>();
  const meant = chosen.length === 0 ? order.lines : order.lines.filter(({ id }) => chosen.includes(id));
  const of = (...states: Order['lines'][number]['state'][]) =>
    meant.filter(({ state }) => states.includes(state));
  const options = of('option').filter(({ optionConfirmedOn }) => optionConfirmedOn === null);
  const offered: Record<Act, boolean> = {
    sell: may('sales.sell') && of('option', 'reserved').length > 0,
    confirm: may('sales.sell') && options.length > 0,
    take: may('sales.sell') && order.due.some(({ amountMinor }) => amountMinor > 0),
    refund: may('sales.refund') && order.due.some(({ amountMinor }) => amountMinor < 0),
    cancel: may('sales.refund') && of('option', 'reserved', 'sold').length > 0,
  };
  const acts = (Object.keys(offered) as Act[]).filter((act) => offered[act]);
  const tickets = may('sales.sell') ? order.lines.filter(({ ticket }) => ticket).length : 0;
  if (acts.length === 0 && tickets === 0) return null;
  const close = () => setOpen(undefined);
  const done = () => {
    close();
    onDone();
  };
  const shared = { order, onDone: done, onClose: close };
  return (
    <div>
      <Group gap="xs">
        {acts.map((act) => (
          <Button
            key={act}
            variant="default"
            aria-expanded={open === act}
            onClick={() => setOpen(open === act ? undefined : act)}
          >
            {words[act]}
          </Button>
        ))}
        {tickets > 0 && (
          <Button variant="default" component="a" href={ticketsAddress(order.id)} target="_blank">
            {words.print(tickets)}
          </Button>
        )}
      </Group>
      {open !== undefined && offered[open] && (
        <div className={classes.act} key={open}>
          {open === 'sell' && <SellAct {...shared} lines={of('option', 'reserved')} />}
          {open === 'confirm' && <ConfirmAct {...shared} lines={options} />}
          {open === 'take' && <TakeAct {...shared} />}
          {open === 'refund' && <RefundAct {...shared} />}
          {open === 'cancel' && <CancelLines {...shared} lines={of('option', 'reserved', 'sold')} />}
        </div>
      )}
    </div>
  );
}
