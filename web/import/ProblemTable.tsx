import { Alert, Table, Text } from '@mantine/core';
import type { Problem, ProblemDetail } from '../api/problem.ts';
import { usePageWords } from '../words/pages.ts';
import classes from './Import.module.css';
import type { Mapping } from './mapping.ts';

type Told = Pick<ProblemDetail, 'code' | 'about'> & { message?: string };

/** @returns what says a problem in the language of the page; of a code it does not know, the server's sentence */
export function useProblemWords(): (problem: Told) => string {
  const { page } = usePageWords();
  const words = page.import;
  const sentences: Record<string, ((about: Record<string, string | number>) => string) | undefined> =
    words.problems;
  const named = (values: string) =>
    values
      .split(', ')
      .map((value) => words.meaning[value] ?? value)
      .join(', ');
  return ({ code = '', about = {}, message = code }) => {
    const { column, values } = about;
    const told = {
      ...about,
      ...(column === undefined ? {} : { column: words.columns[column] ?? column }),
      ...(values === undefined ? {} : { values: named(String(values)) }),
    };
    return sentences[code]?.(told) ?? message;
  };
}

/** What is wrong with a file, by line. */
export function ProblemTable({ problem, mapping }: { problem: Problem; mapping: Mapping | undefined }) {
  const { page, format } = usePageWords();
  const words = page.import;
  const say = useProblemWords();
  const more = Number(problem.errors.find(({ code }) => code === 'more')?.about?.count ?? 0);
  const shown = problem.errors.filter(({ code }) => code !== 'more');
  return (
    <Alert color="red" variant="light" title={words.wrong}>
      <Text mb="xs">{words.wrongCount(shown.length, more)}</Text>
      <Table.ScrollContainer minWidth={420} type="native" tabIndex={0} role="group" aria-label={words.wrong}>
        <Table verticalSpacing={4} aria-label={words.wrong}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.line}</Table.Th>
              <Table.Th>{words.column}</Table.Th>
              <Table.Th>{words.what}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((one, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: the same may be wrong twice, and nothing moves
              <Table.Tr key={index}>
                <Table.Td className={classes.nowrap}>
                  {one.line === undefined ? '' : format.number(one.line)}
                </Table.Td>
                <Table.Td>
                  <ColumnName column={one.column} mapping={mapping} />
                </Table.Td>
                <Table.Td>
                  {one.value !== undefined && <strong>{one.value} </strong>}
                  {say(one)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Alert>
  );
}

/** A column as the file names it; of a file of ours its own name, which the user sees there. */
function ColumnName({ column, mapping }: { column: string | undefined; mapping: Mapping | undefined }) {
  if (column === undefined) return '';
  const from = mapping?.columns.filter(({ to }) => to === column).map((one) => one.from);
  return from === undefined || from.length === 0 ? column : from.join(' + ');
}
