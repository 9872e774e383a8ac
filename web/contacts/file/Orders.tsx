import { Anchor, Badge, Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Empty, Failed, Waiting } from '../../list/ListStates.tsx';
import { useSlices } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './file.module.css';
import type { ContactFile } from './queries.ts';

const load = async (number: string, cursor: string | undefined) =>
  await answered(
    api.GET('/api/contacts/{number}/orders', {
      params: { path: { number }, query: cursor === undefined ? {} : { cursor } },
    }),
  );
type Order = Awaited<ReturnType<typeof load>>['items'][number];

/** The orders of a contact with their lines, the latest day first. */
export function Orders({ file }: { file: ContactFile }) {
  const { page } = usePageWords();
  const words = page.file;
  const list = useSlices(['contact', file.number, 'orders'], ({ cursor }) => load(file.number, cursor));
  if (list.loading) return <Waiting />;
  if (list.error && list.rows.length === 0)
    return <Failed title={words.tabs.orders} error={list.error} retry={list.retry} />;
  const { hidden } = file;
  return (
    <section aria-label={words.tabs.orders}>
      {hidden.orders.count > 0 && (
        <p className={classes.quiet}>{words.hiddenOrders(hidden.orders.count, hidden.orders.more)}</p>
      )}
      {list.rows.length === 0 ? (
        <Empty title={words.orders.empty} hint={words.orders.emptyHint} />
      ) : (
        list.rows.map((order) => <OneOrder key={`${order.number} ${order.day}`} order={order} />)
      )}
      {list.hasMore && (
        <Button variant="default" mt="md" loading={list.loadingMore} onClick={list.loadMore}>
          {words.orders.more}
        </Button>
      )}
    </section>
  );
}

function OneOrder({ order }: { order: Order }) {
  const { page, format } = usePageWords();
  const words = page.file.orders;
  const { may } = useSession();
  const left = order.lineCount - order.lines.length;
  return (
    <article className={classes.order}>
      <h3>
        {may('sales.read') ? (
          <Anchor component={Link} to={addresses.order.replace('$order', String(order.id))}>
            {order.number}
          </Anchor>
        ) : (
          order.number
        )}{' '}
        {order.as.map((part) => (
          <Badge key={part} variant="outline" color="gray" tt="none" ml={6} size="md">
            {words.as[part]}
          </Badge>
        ))}
      </h3>
      <p>
        {order.organisation} · {words.ordered(format.day(order.orderedOn))}
      </p>
      <ul className={classes.plain}>
        {order.lines.map((line) => (
          <li key={line.line} className={classes.line}>
            <span>
              {line.product}
              {line.own && <span className={classes.quiet}> ({words.own})</span>}
            </span>
            <span>
              {line.startsAt !== null
                ? format.instant(line.startsAt)
                : line.validUntil !== null && words.until(format.day(line.validUntil))}
            </span>
            <span>{words.states[line.state]}</span>
            <span>
              {line.priceMinor !== null && format.money(line.priceMinor, line.currency ?? undefined)}
            </span>
          </li>
        ))}
        {left > 0 && <li className={classes.quiet}>{words.moreLines(left)}</li>}
      </ul>
    </article>
  );
}
