import { Stack, Table, Title } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import classes from './Import.module.css';
import type { OurColumn, Preview } from './mapping.ts';
import { useProblemWords } from './ProblemTable.tsx';

/** The first rows as they would become; what the import would refuse of them is said in the cell. */
export function PreviewTable({ preview, ours }: { preview: Preview; ours: OurColumn[] }) {
  const { page } = usePageWords();
  const words = page.import;
  const say = useProblemWords();
  if (preview.rows.length === 0) return null;
  const label = (column: string) => words.columns[column] ?? column;
  return (
    <Stack gap="sm">
      <Title order={2}>{words.preview}</Title>
      <Table.ScrollContainer
        minWidth={120 + 130 * preview.columns.length}
        type="native"
        tabIndex={0}
        role="group"
        aria-label={words.preview}
      >
        <Table verticalSpacing={4} aria-label={words.preview}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.line}</Table.Th>
              {preview.columns.map((column) => (
                <Table.Th key={column}>{label(column)}</Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.rows.map(({ line, values, problems }) => (
              <Table.Tr key={line}>
                <Table.Td>{line}</Table.Td>
                {preview.columns.map((column, at) => {
                  const wrong = problems.find((problem) => problem.column === column);
                  const value = values[at] ?? '';
                  const fixed = ours.some(({ name, values }) => name === column && values !== undefined);
                  return (
                    <Table.Td key={column} className={wrong ? classes.wrong : undefined}>
                      {wrong !== undefined
                        ? `${value} ${say(wrong)}`.trim()
                        : fixed
                          ? (words.meaning[value] ?? value)
                          : value}
                    </Table.Td>
                  );
                })}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Stack>
  );
}
