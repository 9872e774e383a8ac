import type { Knot, RopeData } from '../api/types.ts';
import { dayNumber, monthsBefore } from '../days.ts';

/** The line of time of the rope: its marks, and where each day stands on it from 0 to 1. */
export interface RopeLine {
  at: (day: string) => number;
  cutoff: string;
  today: string;
  forgottenOn: string;
  /** In the order of the list: the latest first. */
  knots: (Knot & { holds: boolean; tooOld: boolean })[];
  /** The day has come: without a reason to spare the contact, the next run forgets it. */
  due: boolean;
}

export function ropeLine(rope: RopeData, today: string): RopeLine {
  const cutoff = monthsBefore(today, rope.months);
  const days = [cutoff, today, rope.forgottenOn, rope.recency, ...rope.knots.map(({ day }) => day)].map(
    dayNumber,
  );
  const first = Math.min(...days);
  const span = Math.max(...days) - first || 1;
  const all: Knot[] =
    rope.knots.length > 0
      ? rope.knots
      : [{ day: rope.recency, source: rope.source, organisation: rope.organisation }];
  // Several on one day: the server's own choice of source holds, not simply the first.
  const same = all.findIndex(({ day, source }) => day === rope.recency && source === rope.source);
  const holding = same === -1 ? all.findIndex(({ day }) => day === rope.recency) : same;
  return {
    at: (day) => (dayNumber(day) - first) / span,
    cutoff,
    today,
    forgottenOn: rope.forgottenOn,
    knots: all.map((knot, index) => ({ ...knot, holds: index === holding, tooOld: knot.day < cutoff })),
    due: rope.forgottenOn <= today,
  };
}

export interface Label {
  text: string;
  /** In px, where the label belongs. */
  x: number;
}

/** Puts labels that would run into each other on rows below one another, and keeps them inside. */
export function placeLabels(labels: Label[], width: number): (Label & { left: number; row: number })[] {
  const ends: number[] = [];
  return labels
    .toSorted((one, other) => one.x - other.x)
    .map((label) => {
      // A letter of 12 px takes about 6.8 px.
      const long = label.text.length * 6.8;
      const left = Math.min(Math.max(0, label.x - long / 2), Math.max(0, width - long));
      let row = ends.findIndex((end) => end + 12 <= left);
      if (row === -1) row = ends.length;
      ends[row] = left + long;
      return { ...label, left, row };
    });
}
