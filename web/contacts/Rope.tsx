import { Badge, Button } from '@mantine/core';
import { useState } from 'react';
import type { RopeData } from '../api/types.ts';
import { useWords } from '../words/words.tsx';
import classes from './Rope.module.css';
import { RopePicture } from './RopePicture.tsx';
import { ropeLine } from './rope.ts';

/** As many as are seen without scrolling. */
const FIRST = 6;

interface Props {
  rope: RopeData;
  /** YYYY-MM-DD, in the institution's time zone. */
  today: string;
}

/** A contact's activities on one line of time, what holds it, and until when. */
export function Rope({ rope, today }: Props) {
  const { say, format } = useWords();
  const [all, setAll] = useState(false);
  const line = ropeLine(rope, today);
  const shown = all ? line.knots : line.knots.slice(0, FIRST);
  const spared = rope.obstacles.length > 0;
  const reasons = format.list(rope.obstacles.map((reason) => say.reasons[reason]));
  return (
    <section className={classes.rope} aria-label={say.rope.activities(line.knots.length)}>
      <p className={classes.sentence}>
        {!line.due
          ? say.rope.forgotten(format.day(rope.forgottenOn))
          : spared
            ? say.rope.dueButSpared(format.day(rope.recency), reasons)
            : say.rope.due(format.day(rope.recency))}
      </p>
      {spared && !line.due && <p className={classes.spared}>{say.rope.spared(reasons)}</p>}
      <RopePicture line={line} />
      <ol className={classes.knots} aria-label={say.rope.list}>
        {shown.map(({ day, source, organisation, holds, tooOld }, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two activities may be alike in all
            key={index}
            data-holds={holds || undefined}
            data-old={tooOld || undefined}
          >
            <time dateTime={day}>{format.day(day)}</time>
            <span>
              {say.sources[source]}
              {organisation !== null && <span className={classes.organisation}> {organisation}</span>}
            </span>
            {holds && (
              <Badge color={tooOld ? 'gray' : 'rope'} variant="outline" tt="none">
                {tooOld ? say.rope.last : say.rope.holds}
              </Badge>
            )}
          </li>
        ))}
      </ol>
      {line.knots.length > FIRST && (
        <Button variant="subtle" size="compact-sm" ml={-8} onClick={() => setAll(!all)} aria-expanded={all}>
          {all ? say.rope.fewer : say.rope.all(line.knots.length)}
        </Button>
      )}
      <p className={classes.stored}>
        {rope.stored === null
          ? say.rope.notComputed
          : say.rope.computed(
              format.day(rope.stored.recency),
              [say.sources[rope.stored.source], rope.stored.organisation].filter(Boolean).join(', '),
              format.instant(rope.stored.computedAt),
            )}
      </p>
    </section>
  );
}
