import type { ComponentProps, MouseEvent } from 'react';
import classes from './DataList.module.css';
import type { Column } from './list.ts';

interface Props<Row> {
  row: Row;
  columns: Column<Row>[];
  /** The address of the row: its name is then a link, for another tab. */
  address: string | undefined;
  /** What the list gives to the element of every row. */
  element: ComponentProps<'div'>;
}

/** A row of the grid. */
export function GridRow<Row>({ row, columns, address, element }: Props<Row>) {
  return (
    // biome-ignore lint/a11y/useSemanticElements: rows are placed by the virtual list, which a table does not allow
    // biome-ignore lint/a11y/useFocusableInteractive: the list says which row the tab key comes to
    <div role="row" className={classes.row} {...element}>
      {columns.map((column, place) => (
        // biome-ignore lint/a11y/useSemanticElements: as its row
        // biome-ignore lint/a11y/useFocusableInteractive: its row has the focus
        <div key={column.id} role="gridcell" data-align={column.align}>
          {place === 0 ? <Name {...{ row, column, address }} /> : column.render(row)}
        </div>
      ))}
    </div>
  );
}

/** A row where there is no room for columns. */
export function CardRow<Row>({ row, columns, address, element }: Props<Row>) {
  const [name, ...rest] = columns;
  return (
    // biome-ignore lint/a11y/useSemanticElements: cards are placed by the virtual list
    <div role="listitem" className={classes.card} {...element}>
      {name && (
        <div className={classes.cardTitle}>
          <Name {...{ row, column: name, address }} />
        </div>
      )}
      <dl>
        {rest.map((column) => (
          <div key={column.id}>
            <dt>{column.label}</dt>
            <dd>{column.render(row)}</dd>
          </div>
        ))}
      </dl>
    </div>
  );
}

/** A plain click is the row's; with a key held it is the browser's, which opens another tab. */
function Name<Row>({ row, column, address }: { row: Row; column: Column<Row>; address: string | undefined }) {
  if (address === undefined) return column.render(row);
  const onClick = (event: MouseEvent) => {
    if (isPlain(event)) event.preventDefault();
    else event.stopPropagation();
  };
  return (
    <a href={address} tabIndex={-1} className={classes.link} onClick={onClick}>
      {column.render(row)}
    </a>
  );
}

export const isPlain = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
