import { type KeyboardEvent, useState } from 'react';
import type { CliffData } from '../../api/types.ts';
import classes from './Cliff.module.css';
import { columnTotal, type Drawn, type Stack, stackAt } from './cliff.ts';
import { type Geometry, GROUND, SKY } from './cliff-geometry.ts';

const LAYERS: (keyof Stack)[] = ['delete', 'anonymise', 'unjudged', 'spare', 'kept'];

interface Props {
  geometry: Geometry;
  cliff: CliffData;
  months: number;
  label: string;
  describe: (column: Drawn) => string;
  fill: (layer: keyof Stack) => string;
  selected: number | null;
  onSelect: (monthsAgo: number | null) => void;
  onLook: (column: Drawn | undefined) => void;
}

/** The columns as one field of the keyboard: arrows go along them, Enter chooses. */
export function CliffColumns({
  geometry,
  cliff,
  months,
  label,
  describe,
  fill,
  selected,
  onSelect,
  onLook,
}: Props) {
  const { drawn, span, y } = geometry;
  const [at, setAt] = useState<number>();
  const active = drawn.find(({ monthsAgo }) => monthsAgo === at);

  const go = (column: Drawn | undefined) => {
    setAt(column?.monthsAgo);
    onLook(column);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const place = active === undefined ? drawn.length : drawn.indexOf(active);
    const to = { ArrowLeft: place - 1, ArrowRight: place + 1, Home: 0, End: drawn.length - 1 }[event.key];
    if (to !== undefined) go(drawn[Math.min(Math.max(to, 0), drawn.length - 1)]);
    else if ((event.key === 'Enter' || event.key === ' ') && active !== undefined) toggle(active);
    else if (event.key === 'Escape' && selected !== null) onSelect(null);
    else return;
    event.preventDefault();
  };
  const toggle = ({ monthsAgo }: Drawn) => onSelect(monthsAgo === selected ? null : monthsAgo);
  const idOf = ({ monthsAgo }: Drawn) => `cliff-column-${monthsAgo}`;

  return (
    <>
      {/* biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a picture takes no focus; the list box below is heard */}
      <g aria-hidden="true">
        {drawn.map((column) => (
          <Column key={column.monthsAgo} {...{ column, geometry, cliff, months, fill }} />
        ))}
      </g>
      <g
        className={classes.columns}
        role="listbox"
        aria-label={label}
        aria-activedescendant={active && idOf(active)}
        tabIndex={0}
        onKeyDown={onKeyDown}
        // By the mouse, the column under it is meant already.
        onFocus={(event) =>
          event.currentTarget.matches(':focus-visible') &&
          go(active ?? drawn.find(({ monthsAgo }) => monthsAgo === selected) ?? drawn.at(-1))
        }
        onBlur={() => onLook(undefined)}
        onPointerLeave={() => onLook(undefined)}
      >
        {drawn.map((column) => {
          const { x, width } = span(column);
          return (
            <rect
              key={column.monthsAgo}
              id={idOf(column)}
              role="option"
              aria-selected={column.monthsAgo === selected}
              aria-label={describe(column)}
              className={classes.hit}
              data-active={column.monthsAgo === at || undefined}
              x={column.folded || column.monthsAgo < 0 ? x : x - 1}
              width={column.folded || column.monthsAgo < 0 ? width : geometry.step}
              y={Math.min(SKY - 4, y(columnTotal(column)))}
              height={GROUND - SKY + 4}
              onPointerEnter={() => onLook(column)}
              onClick={() => {
                setAt(column.monthsAgo);
                toggle(column);
              }}
            />
          );
        })}
      </g>
    </>
  );
}

/** One column, from the ground up; one that is higher than the scale is torn open at the top. */
function Column({
  column,
  geometry: { span, y, top },
  cliff,
  months,
  fill,
}: Pick<Props, 'geometry' | 'cliff' | 'months' | 'fill'> & { column: Drawn }) {
  const { x, width } = span(column);
  const stack = stackAt(cliff, column, months);
  const total = columnTotal(column);
  const torn = total > top;
  // A torn column keeps its proportions, not its height.
  const scale = torn ? top / total : 1;
  let below = 0;
  return (
    <>
      {LAYERS.filter((layer) => stack[layer] > 0).map((layer) => {
        const from = y(below * scale);
        below += stack[layer];
        // One contact among thousands is still somebody: at least a hair of height.
        const height = Math.max(1, from - y(below * scale));
        return <rect key={layer} x={x} width={width} y={from - height} height={height} fill={fill(layer)} />;
      })}
      {torn && (
        <path
          className={classes.tear}
          d={`M${x - 2} ${SKY + 30} l${(width + 4) / 4} -5 l${(width + 4) / 4} 5 l${(width + 4) / 4} -5 l${(width + 4) / 4} 5`}
        />
      )}
    </>
  );
}
