import { Anchor, Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';

interface Props {
  items: { reason: string; count: number }[];
  said: (reason: string) => string;
  /** The reason whose list is open. */
  open: string | undefined;
  onOpen: (reason: string | undefined) => void;
}

/** Reasons with how often they hold, as bars; each opens the list behind it. */
export function ReasonBars({ items, said, open, onOpen }: Props) {
  const { format } = usePageWords();
  const most = Math.max(1, ...items.map(({ count }) => count));
  return (
    <ul className={classes.bars}>
      {items.map(({ reason, count }) => (
        <li key={reason}>
          <Anchor
            component="button"
            type="button"
            ta="left"
            aria-expanded={open === reason}
            onClick={() => onOpen(open === reason ? undefined : reason)}
          >
            {said(reason)}
          </Anchor>
          <svg width="100%" height="12" aria-hidden="true" focusable="false">
            <rect
              width={`${(100 * count) / most}%`}
              height="12"
              rx="2"
              fill="var(--mantine-color-ink-4, currentColor)"
            />
          </svg>
          <Text span ta="right" style={{ fontVariantNumeric: 'tabular-nums' }}>
            {format.number(count)}
          </Text>
        </li>
      ))}
    </ul>
  );
}
