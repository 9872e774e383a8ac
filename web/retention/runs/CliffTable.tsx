import { Table } from '@mantine/core';
import { useWords } from '../../words/words.tsx';
import classes from './Cliff.module.css';
import { columnTotal, type Drawn, sparedIn } from './cliff.ts';

/** The columns of the picture in figures, as the run decided; for whoever reads better than looks. */
export function CliffTable({ drawn }: { drawn: Drawn[] }) {
  const { say, format } = useWords();
  const day = (text: string | null) => (text === null ? '…' : format.shortDay(text));
  return (
    <details className={classes.table}>
      <summary>{say.cliff.table}</summary>
      <section
        className={classes.tableScroll}
        aria-label={say.cliff.table}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard
        tabIndex={0}
      >
        <Table stickyHeader>
          <Table.Caption className="heard">{say.cliff.title}</Table.Caption>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{say.cliff.from}</Table.Th>
              <Table.Th scope="col">{say.cliff.to}</Table.Th>
              {(['delete', 'anonymise', 'spare', 'kept'] as const).map((outcome) => (
                <Table.Th key={outcome} scope="col" ta="right">
                  {say.cliff.erased[outcome]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {drawn
              .filter((column) => columnTotal(column) > 0)
              .map((column) => (
                <Table.Tr key={column.monthsAgo}>
                  <Table.Th scope="row" fw={400}>
                    {day(column.from)}
                  </Table.Th>
                  <Table.Td>{day(column.to)}</Table.Td>
                  {[column.delete, column.anonymise, sparedIn(column), column.kept].map((count, index) => (
                    // biome-ignore lint/suspicious/noArrayIndexKey: the place says which count it is
                    <Table.Td key={index} ta="right">
                      {format.number(count)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
          </Table.Tbody>
        </Table>
      </section>
    </details>
  );
}
