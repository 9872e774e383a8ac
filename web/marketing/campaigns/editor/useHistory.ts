import { useCallback, useRef, useState } from 'react';

/** What is typed, and follows what was typed within this time, is undone together; in milliseconds. */
const TOGETHER = 700;
const MOST = 100;

interface Steps<Value> {
  past: readonly Value[];
  now: Value;
  future: readonly Value[];
}

/** A value with what it was before, to go back to. */
export function useHistory<Value>(first: Value, onChange: (value: Value) => void) {
  const [steps, setSteps] = useState<Steps<Value>>({ past: [], now: first, future: [] });
  const changedAt = useRef(0);
  const kept = useRef(steps);
  const keep = useCallback(
    (next: Steps<Value>) => {
      kept.current = next;
      setSteps(next);
      onChange(next.now);
    },
    [onChange],
  );
  const change = useCallback(
    (make: (value: Value) => Value, typing = false) => {
      const { past, now } = kept.current;
      const next = make(now);
      if (next === now) return;
      const at = performance.now();
      const together =
        typing && past.length > 0 && changedAt.current > 0 && at - changedAt.current < TOGETHER;
      changedAt.current = typing ? at : 0;
      keep({ past: together ? past : [...past, now].slice(-MOST), now: next, future: [] });
    },
    [keep],
  );
  const undo = () => {
    const { past, now, future } = kept.current;
    const before = past.at(-1);
    changedAt.current = 0;
    if (before !== undefined) keep({ past: past.slice(0, -1), now: before, future: [now, ...future] });
  };
  const redo = () => {
    const { past, now, future } = kept.current;
    const [after, ...later] = future;
    changedAt.current = 0;
    if (after !== undefined) keep({ past: [...past, now], now: after, future: later });
  };
  return {
    value: steps.now,
    change,
    undo: steps.past.length > 0 ? undo : undefined,
    redo: steps.future.length > 0 ? redo : undefined,
  };
}
