import { Button, Group, Select, TextInput } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { Empty } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import type { Who } from './Attendees.tsx';
import { BasketPanel } from './BasketPanel.tsx';
import classes from './BoxOffice.module.css';
import { Checkout } from './Checkout.tsx';
import { choicesOf } from './choices.ts';
import { JoinWaitingList } from './JoinWaitingList.tsx';
import { Programme } from './Programme.tsx';
import { countersQuery, offerQuery } from './queries.ts';
import { Tickets } from './Tickets.tsx';
import { useBasket } from './useBasket.ts';

/** The point of sale at which this browser sold last. */
const KEPT = 'rappel.point-of-sale';

/** The counter: what, for whom, how, paid. Its point of sale and what is chosen stand in the address. */
export function BoxOfficePage() {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { at?: number; what?: string };
  const { data, error } = useQuery(countersQuery);
  const counters = data?.items ?? [];
  const wanted = search.at ?? Number(localStorage.getItem(KEPT));
  const counter = counters.find(({ id }) => id === wanted) ?? counters[0];
  const go = (next: { at?: number; what?: string }) => {
    if (next.at !== undefined) localStorage.setItem(KEPT, String(next.at));
    void navigate({ to: addresses.boxOffice, search: next as never, replace: true });
  };
  return (
    <Page
      title={words.title}
      loading={data === undefined && error === null}
      error={error}
      about={
        counter && (
          <Select
            aria-label={words.at}
            maw={360}
            data={counters.map(({ id, name, organisation }) => ({
              value: String(id),
              label: `${name} · ${organisation}`,
            }))}
            allowDeselect={false}
            value={String(counter.id)}
            onChange={(id) => id !== null && go({ at: Number(id) })}
          />
        )
      }
      act={<FindOrder />}
    >
      {counter === undefined ? (
        <Empty title={words.none} hint={words.noneHint} />
      ) : (
        <Counter
          key={counter.id}
          at={counter.id}
          options={counter.options}
          what={search.what}
          choose={(what) => go({ at: counter.id, what })}
        />
      )}
    </Page>
  );
}

function Counter({
  at,
  options,
  what,
  choose,
}: {
  at: number;
  options: boolean;
  what: string | undefined;
  choose: (what: string) => void;
}) {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const navigate = useNavigate();
  const { data, error } = useQuery(offerQuery(at));
  const { basket, put, take, hold, forget } = useBasket(at);
  const [who, setWho] = useState<Record<number, Who>>({});
  const tickets = useRef<HTMLElement>(null);
  const choices = choicesOf(data?.items ?? []);
  const chosen = choices.find(({ key }) => key === what);
  const chosenKey = chosen?.key;
  useEffect(() => {
    // What is chosen is what the next key counts.
    if (chosenKey !== undefined)
      tickets.current?.querySelector<HTMLElement>('[data-first-price]')?.focus({ preventScroll: true });
  }, [chosenKey]);
  if (error) return <Refusal error={error} />;
  return (
    <div className={classes.columns}>
      <section aria-labelledby="counter-what">
        <h2 id="counter-what">{words.what}</h2>
        {data && <Programme choices={choices} chosen={what} choose={choose} />}
      </section>
      <section aria-labelledby="counter-tickets" ref={tickets}>
        <h2 id="counter-tickets">{chosen?.name ?? words.tickets}</h2>
        {chosen ? (
          <Tickets
            choice={chosen}
            basket={basket}
            put={(priceCategory) => put.mutate({ choice: chosen, priceCategory })}
            take={take.mutate}
          />
        ) : (
          <p className={classes.quiet}>{words.choose}</p>
        )}
        <Refusal error={put.error ?? take.error ?? hold.error} />
        {chosen?.free === 0 && chosen.performance !== null && chosen.sale === 'open' && (
          <JoinWaitingList key={chosen.key} at={at} performance={chosen.performance} />
        )}
      </section>
      <section aria-labelledby="counter-basket">
        <h2 id="counter-basket">{words.basket}</h2>
        {basket === undefined || basket.lines.length === 0 ? (
          <p className={classes.quiet}>{words.basketEmpty}</p>
        ) : (
          <>
            <BasketPanel
              basket={basket}
              who={who}
              onWho={(line, chosenWho) => setWho((before) => ({ ...before, [line]: chosenWho }))}
              clear={() => take.mutate((lines) => lines)}
              hold={() => hold.mutate()}
              holding={hold.isPending}
            />
            <Checkout
              key={basket.id}
              basket={basket}
              options={options}
              who={who}
              onDone={(order) => {
                forget();
                void navigate({
                  to: addresses.order,
                  params: { order: String(order.id) },
                  search: { at, what } as never,
                });
              }}
            />
          </>
        )}
      </section>
    </div>
  );
}

/** An order of before, by its number. */
function FindOrder() {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const navigate = useNavigate();
  const [number, setNumber] = useState('');
  const find = useMutation({
    mutationFn: () => answered(api.GET('/api/orders', { params: { query: { number: number.trim() } } })),
    onSuccess: ({ id }) => navigate({ to: addresses.order, params: { order: String(id) } }),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (number.trim() !== '') find.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Group gap="xs" wrap="nowrap">
        <TextInput
          aria-label={words.find}
          placeholder={words.find}
          value={number}
          maxLength={100}
          onChange={({ currentTarget }) => setNumber(currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={find.isPending}>
          {words.findAct}
        </Button>
      </Group>
      <Refusal error={find.error} />
    </form>
  );
}
