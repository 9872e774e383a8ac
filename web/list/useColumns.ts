import { useState } from 'react';
import type { Column } from './list.ts';

/** Which columns are in sight; what was chosen by hand is kept in this browser under the list's name. */
export function useColumns<Row>(name: string, columns: Column<Row>[]) {
  const key = `rappel.columns.${name}`;
  const [chosen, setChosen] = useState(() => read(key));
  const isShown = ({ id, hidden }: Column<Row>, index: number) =>
    index === 0 || (chosen[id] ?? hidden !== true);
  const keep = (now: Record<string, boolean>) => {
    setChosen(now);
    localStorage.setItem(key, JSON.stringify(now));
  };
  return {
    shown: columns.filter(isShown),
    isShown: (column: Column<Row>) => isShown(column, columns.indexOf(column)),
    show: (id: string, whether: boolean) => keep({ ...chosen, [id]: whether }),
    /** These, and no others. */
    showOnly: (ids: string[]) => keep(Object.fromEntries(columns.map(({ id }) => [id, ids.includes(id)]))),
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
