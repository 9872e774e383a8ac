import { type KeyboardEvent, type PointerEvent, useRef } from 'react';
import classes from './Cliff.module.css';
import { type Geometry, GROUND } from './cliff-geometry.ts';

const TALL = 30;
const YEAR = 12;

interface Props {
  geometry: Geometry;
  months: number;
  label: string;
  /** What stands on the handle. */
  text: string;
  /** What is read out: the day and what would happen. */
  heard: string;
  onMonthsChange: (months: number) => void;
}

/** The cutoff: a line to be drawn along the columns by mouse, finger or keyboard. */
export function CliffHandle({ geometry, months, label, text, heard, onMonthsChange }: Props) {
  const { x, monthsAt, furthest, width } = geometry;
  const line = x(months);
  // A figure or letter of 13 px takes about 7.6 px; the arrows stand on both sides of them.
  const across = Math.round(text.length * 7.6 + 44);
  const pill = Math.min(Math.max(line - across / 2, 2), width - across - 2);
  const offset = useRef<number>(undefined);

  const inPicture = (event: PointerEvent<SVGGElement>) =>
    event.clientX - (event.currentTarget.ownerSVGElement?.getBoundingClientRect().left ?? 0);
  const change = (to: number) => {
    const within = Math.min(Math.max(1, to), furthest);
    if (within !== months) onMonthsChange(within);
  };
  const onPointerDown = (event: PointerEvent<SVGGElement>) => {
    if (event.button !== 0) return;
    // Taken where it is held, so that it does not jump.
    offset.current = inPicture(event) - line;
    event.currentTarget.setPointerCapture(event.pointerId);
  };
  const onPointerMove = (event: PointerEvent<SVGGElement>) => {
    if (offset.current !== undefined) change(monthsAt(inPicture(event) - offset.current));
  };
  const letGo = () => {
    offset.current = undefined;
  };
  // To the left lies the past: the key moves the line to where it points.
  const onKeyDown = (event: KeyboardEvent) => {
    const to = {
      ArrowLeft: months + 1,
      ArrowUp: months + 1,
      ArrowRight: months - 1,
      ArrowDown: months - 1,
      PageUp: months + YEAR,
      PageDown: months - YEAR,
      Home: 1,
      End: furthest,
    }[event.key];
    if (to === undefined) return;
    event.preventDefault();
    change(to);
  };

  return (
    <g
      className={classes.handle}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={1}
      aria-valuemax={furthest}
      aria-valuenow={months}
      aria-valuetext={heard}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onPointerUp={letGo}
      onPointerCancel={letGo}
      onKeyDown={onKeyDown}
    >
      <rect className={classes.grip} x={line - 8} y={TALL} width={16} height={GROUND - TALL} />
      <line className={classes.cutoff} x1={line} x2={line} y1={TALL} y2={GROUND} />
      <rect className={classes.grip} x={pill - 4} y={-6} width={across + 8} height={TALL + 14} />
      <rect className={classes.pill} x={pill} y={2} width={across} height={TALL} rx={TALL / 2} />
      <path
        className={classes.arrows}
        d={`M${pill + 15} 12.5 l-4.5 4.5 l4.5 4.5 M${pill + across - 15} 12.5 l4.5 4.5 l-4.5 4.5`}
      />
      <text className={classes.pillText} x={pill + across / 2} y={21.5}>
        {text}
      </text>
    </g>
  );
}
