import { useElementSize } from '@mantine/hooks';
import { useId } from 'react';
import { useWords } from '../words/words.tsx';
import classes from './Rope.module.css';
import { placeLabels, type RopeLine } from './rope.ts';

const LINE = 56;
const THICK = 8;
const ROW = 18;
/** Room at both ends for the ring around the knot that holds. */
const END = 16;

/** The rope as a picture, for the eye: the list beside it says the same in words. */
export function RopePicture({ line }: { line: RopeLine }) {
  const { say, format } = useWords();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const id = useId();
  const x = (day: string) => END + line.at(day) * (width - 2 * END);
  const holding = line.knots.find(({ holds }) => holds);
  const oldest = line.knots.at(-1)?.day ?? line.today;
  const end = [line.today, line.knots[0]?.day ?? ''].toSorted().at(-1) as string;
  const marks = [
    { day: line.cutoff, text: `${say.rope.cutoff} ${format.shortDay(line.cutoff)}` },
    { day: line.today, text: say.rope.today },
    { day: line.forgottenOn, text: `${say.rope.forgottenShort} ${format.shortDay(line.forgottenOn)}` },
  ];
  const labels = placeLabels(
    marks.map(({ day, text }) => ({ text, x: x(day) })),
    width,
  );
  const rows = Math.max(...labels.map(({ row }) => row)) + 1;
  const above = holding && `${say.sources[holding.source]}, ${format.shortDay(holding.day)}`;

  return (
    <div ref={ref} className={classes.picture} aria-hidden="true">
      {width > 0 && (
        <svg width={width} height={LINE + 30 + rows * ROW} aria-hidden="true">
          <defs>
            <pattern id={id} width="9" height={THICK} patternUnits="userSpaceOnUse" y={LINE - THICK / 2}>
              <rect width="9" height={THICK} className={classes.strand} />
              <path d={`M-3 ${THICK + 1} L4 -1 M6 ${THICK + 1} L13 -1`} className={classes.twist} />
            </pattern>
          </defs>
          <rect className={classes.past} width={x(line.cutoff)} y={22} height={LINE - 4} />
          <line
            className={classes.ahead}
            x1={x(end)}
            x2={x(line.forgottenOn)}
            y1={LINE}
            y2={LINE}
            visibility={line.forgottenOn > end ? 'visible' : 'hidden'}
          />
          <rect
            x={x(oldest)}
            width={Math.max(0, x(end) - x(oldest))}
            y={LINE - THICK / 2}
            height={THICK}
            rx={THICK / 2}
            fill={`url(#${id})`}
          />
          {marks.map(({ day }) => (
            <line
              key={day}
              className={day === line.today ? classes.now : classes.mark}
              x1={x(day)}
              x2={x(day)}
              y1={day === line.today ? 30 : 22}
              y2={LINE + 22}
            />
          ))}
          {line.knots
            .toReversed()
            .toSorted((one, other) => Number(one.holds) - Number(other.holds))
            .map(({ day, source, organisation, holds, tooOld }) => (
              <g key={`${day} ${source} ${organisation} ${holds}`} transform={`translate(${x(day)} ${LINE})`}>
                {holds && <circle r={13} className={classes.ring} />}
                <circle r={holds ? 8 : 6} className={tooOld ? classes.oldKnot : classes.knot} />
              </g>
            ))}
          {holding && above && (
            <text
              className={classes.holding}
              x={Math.min(Math.max(x(holding.day), above.length * 3.6), width - above.length * 3.6)}
              y={16}
              textAnchor="middle"
            >
              {above}
            </text>
          )}
          {labels.map(({ text, left, row }) => (
            <text key={text} className={classes.label} x={left} y={LINE + 38 + row * ROW}>
              {text}
            </text>
          ))}
        </svg>
      )}
    </div>
  );
}
