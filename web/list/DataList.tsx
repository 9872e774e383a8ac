import { Button } from '@mantine/core';
import { useMediaQuery } from '@mantine/hooks';
import { IconDownload } from '@tabler/icons-react';
import { type ReactNode, useEffect, useId } from 'react';
import { usePageWords } from '../words/pages.ts';
import { ColumnChooser } from './ColumnChooser.tsx';
import classes from './DataList.module.css';
import { ActiveFilters, type FilterField, Filters } from './Filters.tsx';
import { ListRows } from './ListRows.tsx';
import { Empty, Failed, Waiting } from './ListStates.tsx';
import type { Column, ListSearch, Rows, Sort } from './list.ts';
import { type ColumnsInAddress, useColumns } from './useColumns.ts';
import { Views } from './Views.tsx';

interface Props<Row> {
  /** Tells the kept choice of columns from that of other lists. */
  name: string;
  /** What the list is, for whoever does not see the page around it. */
  label: string;
  list: Rows<Row>;
  /** The first column names the row. */
  columns: Column<Row>[];
  keyOf: (row: Row) => string | number;
  /** Enter, or a click on the row. */
  onOpen?: (row: Row) => void;
  /** The address of the row, so that it opens in another tab, too. */
  addressOf?: (row: Row) => string;
  sort?: Sort;
  onSort?: (sort: Sort) => void;
  /** What stands before the filters, such as the field of a search. */
  filters?: ReactNode;
  /** What the address says, and what it can be narrowed by. With it come filters and saved views. */
  narrow?: {
    fields: FilterField[];
    search: ListSearch;
    onSearch: (search: ListSearch) => void;
  };
  /** Where a browser downloads what is shown, with the columns in sight. */
  exportAddress?: (columns: string[]) => string;
  /** Tools of the page's own at the end of the row, with the columns in sight. */
  tools?: (columns: string[]) => ReactNode;
  columnsInAddress?: ColumnsInAddress;
  /** What it would show, and what to do next. */
  empty: { title: string; hint?: ReactNode; act?: ReactNode };
}

/** The list of the back office: filters, columns, sorting, keyboard, pages by cursor, cards where it is narrow. */
export function DataList<Row>(props: Props<Row>) {
  const {
    name,
    label,
    list,
    columns,
    keyOf,
    onOpen,
    addressOf,
    sort,
    onSort,
    filters,
    narrow,
    exportAddress,
  } = props;
  const { page, say } = usePageWords();
  const { shown, isShown, show, showOnly } = useColumns(name, columns, props.columnsInAddress);
  const ids = shown.map(({ id }) => id);
  const cards = useMediaQuery('(max-width: 48em)', undefined, { getInitialValueInEffect: false });
  const hint = useId();
  // A page may come back empty though more are looked for: the list goes on by itself.
  const looking = list.rows.length === 0 && list.hasMore && !list.error;
  const { loadingMore, loadMore } = list;
  useEffect(() => {
    if (looking && !loadingMore) loadMore();
  }, [looking, loadingMore, loadMore]);
  return (
    <section className={classes.list} aria-label={label} aria-describedby={hint}>
      <div className={classes.tools}>
        <div className={classes.filters}>
          {filters}
          {narrow && <Filters {...narrow} />}
        </div>
        {narrow && (
          <Views
            list={name}
            search={narrow.search}
            columns={ids}
            onApply={(search, wanted) => {
              showOnly(wanted);
              narrow.onSearch(search);
            }}
          />
        )}
        <ColumnChooser columns={columns} isShown={isShown} show={show} />
        {exportAddress && (
          <Button
            variant="default"
            component="a"
            href={exportAddress(ids)}
            download
            leftSection={<IconDownload size={16} aria-hidden="true" />}
          >
            {page.finding.export}
          </Button>
        )}
        {props.tools?.(ids)}
      </div>
      {narrow && <ActiveFilters {...narrow} />}
      <p id={hint} className="heard">
        {say.list.keys}
      </p>
      {list.loading || looking ? (
        <Waiting />
      ) : list.rows.length === 0 ? (
        list.error ? (
          <Failed title={say.list.failed} error={list.error} retry={list.retry} />
        ) : (
          <Empty {...props.empty} />
        )
      ) : (
        <>
          <ListRows
            {...{ label, list, keyOf, onOpen, addressOf, sort, onSort }}
            columns={shown}
            cards={cards}
            below={
              list.error ? (
                <Failed title={say.list.failed} error={list.error} retry={list.retry} />
              ) : (
                list.loadingMore && <p className={classes.more}>{say.list.loadingMore}</p>
              )
            }
          />
          <p className={classes.loaded}>{say.list.loaded(list.rows.length, list.hasMore)}</p>
        </>
      )}
    </section>
  );
}
