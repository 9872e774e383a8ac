import { Badge, Checkbox } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import classes from './Order.module.css';
import type { Order, OrderLine } from './queries.ts';

interface Props {
  order: Order;
  chosen: number[];
  choose: (lines: number[]) => void;
}

/** The lines with what became of each; those that are ticked are meant by what is done next, and without any all. */
export function OrderLines({ order, chosen, choose }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice.order;
  const who = ({ attendee }: OrderLine) => {
    if (attendee.kind === 'beneficiary') return `${attendee.firstName} ${attendee.lastName}`.trim();
    if (attendee.kind === 'contact') return attendee.name;
    return attendee.kind === 'self' ? (order.purchaseContact?.name ?? page.boxOffice.who.self) : null;
  };
  const named = (line: OrderLine) => line.product ?? '—';
  return (
    <section aria-labelledby="order-lines">
      <h2 id="order-lines" className={classes.heading}>
        {words.lines}
      </h2>
      <ul className={classes.lines}>
        {order.lines.map((line) => {
          const over = line.state === 'expired' || line.state === 'cancelled';
          return (
            <li key={line.id} className={`${classes.line} ${over ? classes.over : ''}`}>
              <Checkbox
                aria-label={words.one(line.line, named(line))}
                disabled={over}
                checked={chosen.includes(line.id)}
                onChange={({ currentTarget }) =>
                  choose(
                    currentTarget.checked ? [...chosen, line.id] : chosen.filter((one) => one !== line.id),
                  )
                }
              />
              <div className={classes.what}>
                <p>{named(line)}</p>
                <p className={classes.quiet}>
                  {[
                    line.performance?.startsAt && format.instant(line.performance.startsAt),
                    line.validUntil && page.boxOffice.validUntil(format.day(line.validUntil)),
                    line.priceCategory,
                  ]
                    .filter(Boolean)
                    .join(' · ')}
                </p>
                {line.giftCardCode !== null && <p>{words.giftCard(line.giftCardCode)}</p>}
              </div>
              <span className={classes.who}>{who(line)}</span>
              <div className={classes.state}>
                <Badge variant={line.state === 'sold' ? 'filled' : 'outline'} color="gray" tt="none">
                  {words.states[line.state]}
                </Badge>
                <p className={classes.quiet}>
                  {line.optionConfirmedOn !== null && words.confirmed(format.day(line.optionConfirmedOn))}
                </p>
                <p className={classes.quiet}>
                  {!over && line.expiresAt !== null && words.until(format.instant(line.expiresAt))}
                  {over && line.cancelledBy !== null && words.by[line.cancelledBy]}
                </p>
              </div>
              <span className={classes.money}>{format.money(line.amountMinor, line.currency)}</span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
