import { useDroppable } from '@dnd-kit/core';
import { useSortable } from '@dnd-kit/sortable';
import { ActionIcon, Group, Text } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconCopy, IconGripVertical, IconTrash } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import classes from './Editor.module.css';
import { useEditorWords } from './words.ts';

interface Props {
  id: string;
  /** What it is, and which of them. */
  name: string;
  className: string | undefined;
  onStep: (by: -1 | 1) => void;
  onCopy: (() => void) | undefined;
  onRemove: () => void;
  children: ReactNode;
}

/** Something that is dragged by its handle, or moved by its buttons. */
export function Moving({ id, name, className, onStep, onCopy, onRemove, children }: Props) {
  const words = useEditorWords();
  const { setNodeRef, setActivatorNodeRef, attributes, listeners, isOver, isDragging, transform } =
    useSortable({ id });
  const marks = `${className ?? ''} ${isOver && !isDragging ? (classes.over ?? '') : ''} ${isDragging ? (classes.lifted ?? '') : ''}`;
  const act = (label: string, icon: ReactNode, onClick: () => void) => (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      {icon}
    </ActionIcon>
  );
  return (
    <fieldset
      ref={setNodeRef as never}
      className={marks}
      style={
        isDragging && transform
          ? { transform: `translate3d(${transform.x}px, ${transform.y}px, 0)` }
          : undefined
      }
      aria-label={name}
    >
      <Group justify="space-between" wrap="nowrap" mb={4}>
        <Group gap={4} wrap="nowrap">
          <ActionIcon
            ref={setActivatorNodeRef}
            variant="subtle"
            color="gray"
            className={classes.handle ?? ''}
            aria-label={words.drag(name)}
            aria-describedby={attributes['aria-describedby']}
            {...listeners}
          >
            <IconGripVertical size={16} aria-hidden="true" />
          </ActionIcon>
          <Text size="sm" fw={600}>
            {name}
          </Text>
        </Group>
        <Group gap={0} wrap="nowrap">
          {act(words.up(name), <IconArrowUp size={16} aria-hidden="true" />, () => onStep(-1))}
          {act(words.down(name), <IconArrowDown size={16} aria-hidden="true" />, () => onStep(1))}
          {onCopy && act(words.copy(name), <IconCopy size={16} aria-hidden="true" />, onCopy)}
          {act(words.remove(name), <IconTrash size={16} aria-hidden="true" />, onRemove)}
        </Group>
      </Group>
      {children}
    </fieldset>
  );
}

/** Where blocks are dropped. */
export function Dropping({
  id,
  full,
  label,
  children,
}: {
  id: string;
  full: boolean;
  label: string;
  children: ReactNode;
}) {
  const { setNodeRef, isOver } = useDroppable({ id, data: { full } });
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset would not shrink with its column
    <div
      ref={setNodeRef}
      role="group"
      aria-label={label}
      className={`${classes.column ?? ''} ${isOver ? (classes.over ?? '') : ''}`}
    >
      {children}
    </div>
  );
}
