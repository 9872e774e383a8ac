import {
  type Announcements,
  type CollisionDetection,
  closestCenter,
  DndContext,
  type DragEndEvent,
  KeyboardSensor,
  PointerSensor,
  pointerWithin,
  useSensor,
  useSensors,
} from '@dnd-kit/core';
import { SortableContext, sortableKeyboardCoordinates, verticalListSortingStrategy } from '@dnd-kit/sortable';
import { ActionIcon, Button, Group, Menu, NativeSelect, Text } from '@mantine/core';
import { IconArrowBackUp, IconArrowForwardUp, IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { BlockFields } from './BlockFields.tsx';
import {
  addBlock,
  addRow,
  attributeOf,
  BLOCK_KINDS,
  type Block,
  columnOf,
  type MailDocument,
  moveBlock,
  moveRow,
  newBlock,
  newRow,
  putBlock,
  putRow,
  type Row,
  removeBlock,
  removeRow,
  stepBlock,
  withValue,
} from './document.ts';
import classes from './Editor.module.css';
import { Dropping, Moving } from './Moving.tsx';
import { printMjml, readMjml } from './mjml.ts';
import { useHistory } from './useHistory.ts';
import { type EditorWords, useEditorWords } from './words.ts';

interface Props {
  /** MJML that `readMjml` reads. */
  body: string;
  variables: readonly string[];
  links: readonly string[];
  onChange: (body: string) => void;
}

/**
 * Rows among rows, blocks among blocks and columns. A pointer is over what it is over, a block rather than its column;
 * the keyboard goes to the nearest block or empty column.
 */
const among: CollisionDetection = (found) => {
  const row = String(found.active.id).startsWith('row-');
  const wanted = found.droppableContainers.filter(({ id }) => String(id).startsWith('row-') === row);
  if (found.pointerCoordinates === null) {
    const places = wanted.filter(({ data }) => data.current?.full !== true);
    return closestCenter({ ...found, droppableContainers: places });
  }
  const under = pointerWithin({ ...found, droppableContainers: wanted });
  const blocks = under.filter(({ id }) => !String(id).startsWith('column-'));
  return blocks.length > 0 ? blocks : under;
};

/** A message put together by hand: its rows and blocks are dragged, moved with the keyboard, and written in place. */
export default function MailEditor({ body, variables, links, onChange }: Props) {
  const words = useEditorWords();
  const [first] = useState(() => readMjml(body) ?? { before: body, rows: [], after: '' });
  const { value, change, undo, redo } = useHistory<MailDocument>(first, (document) =>
    onChange(printMjml(document)),
  );
  const sensors = useSensors(
    useSensor(PointerSensor, { activationConstraint: { distance: 4 } }),
    useSensor(KeyboardSensor, { coordinateGetter: sortableKeyboardCoordinates }),
  );
  const names = namesOf(value, words);
  const drop = ({ active, over }: DragEndEvent) => {
    if (over === null) return;
    const [what, where] = [String(active.id), String(over.id)];
    change((now) => (what.startsWith('row-') ? moveRow(now, what, where) : moveBlock(now, what, where)));
  };
  return (
    <section aria-label={words.message}>
      <Group gap={4} mb="xs">
        <ActionIcon variant="default" aria-label={words.undo} disabled={undo === undefined} onClick={undo}>
          <IconArrowBackUp size={16} aria-hidden="true" />
        </ActionIcon>
        <ActionIcon variant="default" aria-label={words.redo} disabled={redo === undefined} onClick={redo}>
          <IconArrowForwardUp size={16} aria-hidden="true" />
        </ActionIcon>
      </Group>
      <div className={classes.canvas}>
        <DndContext
          sensors={sensors}
          collisionDetection={among}
          onDragEnd={drop}
          accessibility={{
            announcements: announcing(names, words),
            screenReaderInstructions: { draggable: words.instructions },
          }}
        >
          {value.rows.length === 0 && <Text c="dimmed">{words.empty}</Text>}
          <SortableContext items={value.rows.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
            {value.rows.map((row, at) => (
              <Moving
                key={row.id}
                id={row.id}
                name={names.get(row.id) ?? ''}
                className={classes.row}
                onStep={(by) => change((now) => moveRow(now, row.id, now.rows[at + by]?.id ?? ''))}
                onCopy={undefined}
                onRemove={() => change((now) => removeRow(now, row.id))}
              >
                {row.kind === 'raw' ? (
                  <BlockFields
                    block={{
                      id: row.id,
                      kind: 'raw',
                      attributes: [],
                      content: row.source?.trim() ?? '',
                      source: '',
                    }}
                    name={names.get(row.id) ?? ''}
                    variables={variables}
                    links={links}
                    onChange={() => {}}
                  />
                ) : (
                  <Columns row={row} names={names} variables={variables} links={links} change={change} />
                )}
              </Moving>
            ))}
          </SortableContext>
        </DndContext>
        <Group gap="xs">
          <Text size="sm">{words.addSection}</Text>
          {[1, 2, 3].map((count) => (
            <Button
              key={count}
              size="xs"
              variant="default"
              onClick={() => change((now) => addRow(now, newRow(Array.from({ length: count }, () => []))))}
            >
              {words.columns(count)}
            </Button>
          ))}
        </Group>
      </div>
    </section>
  );
}

interface ColumnsProps {
  row: Row;
  names: ReadonlyMap<string, string>;
  variables: readonly string[];
  links: readonly string[];
  change: (make: (document: MailDocument) => MailDocument, typing?: boolean) => void;
}

/** The columns of a section, with the blocks in them. */
function Columns({ row, names, variables, links, change }: ColumnsProps) {
  const words = useEditorWords();
  const background = attributeOf(row.attributes, 'background-color') || '#f4f5f7';
  const shades = Object.entries(words.backgrounds).map(([value, label]) => ({ value, label }));
  const copy = (block: Block) =>
    change((now) => {
      const column = columnOf(now, block.id);
      const at = column?.blocks.findIndex(({ id }) => id === block.id) ?? 0;
      const twin = { ...newBlock('text', block.content, block.attributes), kind: block.kind };
      return column === undefined ? now : addBlock(now, column.id, twin, at + 1);
    });
  return (
    <>
      <div className={classes.columns}>
        {row.columns.map((column, at) => (
          <Dropping
            key={column.id}
            id={column.id}
            full={column.blocks.length > 0}
            label={words.column(at + 1)}
          >
            <SortableContext items={column.blocks.map(({ id }) => id)} strategy={verticalListSortingStrategy}>
              {column.blocks.map((block) => (
                <Moving
                  key={block.id}
                  id={block.id}
                  name={names.get(block.id) ?? ''}
                  className={classes.block}
                  onStep={(by) => change((now) => stepBlock(now, block.id, by))}
                  onCopy={() => copy(block)}
                  onRemove={() => change((now) => removeBlock(now, block.id))}
                >
                  <BlockFields
                    block={block}
                    name={names.get(block.id) ?? ''}
                    variables={variables}
                    links={links}
                    onChange={(changed) => change((now) => putBlock(now, changed), true)}
                  />
                </Moving>
              ))}
            </SortableContext>
            <Menu position="bottom-start">
              <Menu.Target>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  leftSection={<IconPlus size={14} aria-hidden="true" />}
                >
                  {words.add}
                </Button>
              </Menu.Target>
              <Menu.Dropdown>
                {BLOCK_KINDS.map((kind) => (
                  <Menu.Item
                    key={kind}
                    onClick={() => change((now) => addBlock(now, column.id, newBlock(kind)))}
                  >
                    {words.kinds[kind]}
                  </Menu.Item>
                ))}
              </Menu.Dropdown>
            </Menu>
          </Dropping>
        ))}
      </div>
      <NativeSelect
        size="xs"
        w="fit-content"
        mt={4}
        label={words.background}
        data={
          background in words.backgrounds ? shades : [...shades, { value: background, label: background }]
        }
        value={background}
        onChange={(event) => {
          const attributes = withValue(row.attributes, 'background-color', event.currentTarget.value);
          change((now) => {
            const current = now.rows.find(({ id }) => id === row.id);
            return current === undefined ? now : putRow(now, { ...current, attributes });
          });
        }}
      />
    </>
  );
}

/** What each part is called: its kind, and which of that kind. */
function namesOf({ rows }: MailDocument, words: EditorWords): Map<string, string> {
  const counts = new Map<string, number>();
  const numbered = (kind: string) => {
    const at = (counts.get(kind) ?? 0) + 1;
    counts.set(kind, at);
    return words.named(kind, at);
  };
  const names = new Map<string, string>();
  for (const row of rows) {
    names.set(row.id, numbered(row.kind === 'raw' ? words.raw : words.section));
    for (const [at, column] of row.columns.entries()) {
      names.set(column.id, words.column(at + 1));
      for (const block of column.blocks) names.set(block.id, numbered(words.kinds[block.kind]));
    }
  }
  return names;
}

/** What a screen reader says while something is moved. */
function announcing(names: ReadonlyMap<string, string>, words: EditorWords): Announcements {
  const name = ({ id }: { id: string | number }) => names.get(String(id)) ?? '';
  return {
    onDragStart: ({ active }) => words.lifted(name(active)),
    // said at once when it is lifted, too: it is at its own place then
    onDragOver: ({ active, over }) => {
      if (over === null) return words.nowhere(name(active));
      return over.id === active.id ? words.lifted(name(active)) : words.above(name(active), name(over));
    },
    onDragEnd: ({ active, over }) =>
      over === null ? words.left(name(active)) : words.put(name(active), name(over)),
    onDragCancel: ({ active }) => words.left(name(active)),
  };
}
