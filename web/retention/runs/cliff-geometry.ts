import type { CliffData } from '../../api/types.ts';
import { type Drawn, fold, monthsWorthDrawing, oldestKnown, scaleTop } from './cliff.ts';

/** Where everything of the picture stands, in px of its own width. */
export interface Geometry {
  width: number;
  drawn: Drawn[];
  /** Months back to the left edge of the single columns. */
  reach: number;
  /** Width of one month. */
  step: number;
  /** The left edge of a day so many months before the day of the run. */
  x: (months: number) => number;
  y: (contacts: number) => number;
  span: (column: Drawn) => { x: number; width: number };
  top: number;
  monthsAt: (x: number) => number;
  /** How far the cutoff can be drawn. */
  furthest: number;
  /** Where single columns begin: the older ones stand folded on the left of it. */
  left: number;
  right: number;
}

export const HEIGHT = 300;
/** Room above for the handle, below for the years. */
export const SKY = 48;
export const GROUND = HEIGHT - 28;
const AXIS = 46;
const FOLDED = 26;
const GAP = 10;
const TO_COME = 16;
/** A month that somebody can still aim at. */
const NARROWEST = 6.5;

export function geometryOf(cliff: CliffData, months: number, width: number): Geometry {
  const left = AXIS + FOLDED + GAP;
  const toCome = cliff.columns.some((one) => one.monthsAgo < 0 && one.kept > 0);
  const right = Math.max(left + 60, width - 4 - (toCome ? TO_COME + GAP : 0));
  const fits = Math.floor((right - left) / NARROWEST);
  const reach = monthsWorthDrawing(cliff, months, fits);
  const drawn = fold(cliff.columns, reach).filter(({ monthsAgo }) => monthsAgo >= 0 || toCome);
  const step = (right - left) / reach;
  const top = scaleTop(drawn);
  const x = (back: number) => right - back * step;
  return {
    width,
    drawn,
    reach,
    step,
    x,
    y: (contacts) => GROUND - (GROUND - SKY) * Math.min(contacts / top, 1),
    span: ({ monthsAgo, folded }) => {
      if (folded) return { x: AXIS, width: FOLDED };
      if (monthsAgo < 0) return { x: right + GAP, width: TO_COME };
      const gap = step > 14 ? 3 : step > 5 ? 1.5 : 0.5;
      return { x: x(monthsAgo + 1) + gap / 2, width: Math.max(1, step - gap) };
    },
    top,
    monthsAt: (at) => Math.min(Math.max(1, Math.round((right - at) / step)), reach),
    furthest: Math.min(reach, oldestKnown(cliff.columns)),
    left,
    right,
  };
}
