import { useState } from 'react';
import type { Column } from './list.ts';

/** Columns that the address of the page says, so that a colleague or a report shows the same; undefined: as they come. */
export interface ColumnsInAddress {
  ids: string[] | undefined;
  onChange: (ids: string[]) => void;
}

/**
 * Which columns are in sight; what was chosen by hand is in the address where the page wants it there, otherwise kept in
 * this browser under the list's name.
 */
export function useColumns<Row>(name: string, columns: Column<Row>[], inAddress?: ColumnsInAddress) {
  const key = `rappel.columns.${name}`;
  const [chosen, setChosen] = useState(() => read(key));
  const isShown = ({ id, hidden }: Column<Row>, index: number) =>
    index === 0 || (inAddress?.ids?.includes(id) ?? (inAddress ? undefined : chosen[id]) ?? hidden !== true);
  const keep = (now: Record<string, boolean>) => {
    setChosen(now);
    localStorage.setItem(key, JSON.stringify(now));
  };
  return {
    shown: columns.filter(isShown),
    isShown: (column: Column<Row>) => isShown(column, columns.indexOf(column)),
    show: (id: string, whether: boolean) => {
      if (!inAddress) return keep({ ...chosen, [id]: whether });
      const shown = columns.filter(isShown).map((column) => column.id);
      inAddress.onChange(whether ? [...shown, id] : shown.filter((one) => one !== id));
    },
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
