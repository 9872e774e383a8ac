import { useSyncExternalStore } from 'react';

/** Between two looks whether the server answers again, in ms: quick at first, then without haste. */
const PAUSES = [1_000, 2_000, 4_000, 8_000, 15_000];

const listeners = new Set<() => void>();
const onBack = new Set<() => void>();
let lost = false;

function set(now: boolean): void {
  if (lost === now) return;
  lost = now;
  for (const listener of listeners) listener();
  if (lost) look(0);
  else for (const resume of onBack) resume();
}

function look(attempt: number): void {
  setTimeout(
    async () => {
      const answers = await fetch('/health', { cache: 'no-store' }).then(
        ({ status }) => status < 500,
        () => false,
      );
      if (answers) set(false);
      else look(attempt + 1);
    },
    PAUSES[Math.min(attempt, PAUSES.length - 1)],
  );
}

/** The server did not answer: looks again and again until it does. */
export const connectionLost = () => set(true);

/** Calls `resume` each time the server answers again. @returns a function that stops it */
export function whenBack(resume: () => void): () => void {
  onBack.add(resume);
  return () => onBack.delete(resume);
}

export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}
