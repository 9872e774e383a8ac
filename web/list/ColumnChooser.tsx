import { Button, Checkbox, Popover, Stack } from '@mantine/core';
import { IconColumns3 } from '@tabler/icons-react';
import { useWords } from '../words/words.tsx';
import type { Column } from './list.ts';

interface Props<Row> {
  columns: Column<Row>[];
  isShown: (column: Column<Row>) => boolean;
  show: (id: string, whether: boolean) => void;
}

export function ColumnChooser<Row>({ columns, isShown, show }: Props<Row>) {
  const { say } = useWords();
  const hideable = columns.slice(1).filter((column) => column.hideable);
  if (hideable.length === 0) return null;
  return (
    <Popover position="bottom-end" trapFocus returnFocus>
      <Popover.Target>
        <Button variant="default" leftSection={<IconColumns3 size={16} aria-hidden="true" />}>
          {say.list.columns}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={say.list.columns}>
        <Stack gap="xs">
          {hideable.map((column) => (
            <Checkbox
              key={column.id}
              label={column.label}
              checked={isShown(column)}
              onChange={(event) => show(column.id, event.currentTarget.checked)}
            />
          ))}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
