import { useState } from 'react';
import type { Column } from './list.ts';

/** Which columns are in sight; what was chosen by hand is kept in this browser under the list's name. */
export function useColumns<Row>(name: string, columns: Column<Row>[]) {
  const key = `rappel.columns.${name}`;
  const [chosen, setChosen] = useState(() => read(key));
  const isShown = ({ id, hidden }: Column<Row>, index: number) =>
    index === 0 || (chosen[id] ?? hidden !== true);
  return {
    shown: columns.filter(isShown),
    isShown: (column: Column<Row>) => isShown(column, columns.indexOf(column)),
    show: (id: string, whether: boolean) => {
      const now = { ...chosen, [id]: whether };
      setChosen(now);
      localStorage.setItem(key, JSON.stringify(now));
    },
  };
}

function read(key: string): Record<string, boolean> {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? '{}');
    return typeof kept === 'object' && kept !== null ? (kept as Record<string, boolean>) : {};
  } catch {
    return {};
  }
}
