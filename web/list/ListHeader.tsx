import { IconChevronDown, IconChevronUp, IconSelector } from '@tabler/icons-react';
import { useWords } from '../words/words.tsx';
import classes from './DataList.module.css';
import type { Column, Sort } from './list.ts';

interface Props<Row> {
  columns: Column<Row>[];
  sort: Sort | undefined;
  onSort: ((sort: Sort) => void) | undefined;
}

export function ListHeader<Row>({ columns, sort, onSort }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: as the rows of ListRow.tsx
    // biome-ignore lint/a11y/useFocusableInteractive: the buttons inside have the focus
    <div role="row" className={classes.header} aria-rowindex={1}>
      {columns.map((column) => {
        const sorted = sort?.column === column.id ? sort : undefined;
        return (
          // biome-ignore lint/a11y/useSemanticElements: as its row
          // biome-ignore lint/a11y/useFocusableInteractive: the button inside has the focus
          <div
            key={column.id}
            role="columnheader"
            data-align={column.align}
            aria-sort={
              column.sortable
                ? sorted
                  ? sorted.descending
                    ? 'descending'
                    : 'ascending'
                  : 'none'
                : undefined
            }
          >
            {column.sortable && onSort ? (
              <SortButton
                label={column.label}
                sorted={sorted}
                onSort={(descending) => onSort({ column: column.id, descending })}
              />
            ) : (
              column.label
            )}
          </div>
        );
      })}
    </div>
  );
}

function SortButton(props: {
  label: string;
  sorted: Sort | undefined;
  onSort: (descending: boolean) => void;
}) {
  const { say } = useWords();
  const Icon =
    props.sorted === undefined ? IconSelector : props.sorted.descending ? IconChevronDown : IconChevronUp;
  return (
    <button
      type="button"
      className={classes.sort}
      title={say.list.sortBy(props.label)}
      onClick={() => props.onSort(props.sorted !== undefined && !props.sorted.descending)}
    >
      {props.label}
      <Icon size={14} aria-hidden="true" />
    </button>
  );
}
