import { ActionIcon, Button, Group, Stack, Text, Textarea, TextInput } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconTrash } from '@tabler/icons-react';
import { usePageWords } from '../../words/pages.ts';
import { BLOCK_KINDS, type Block, type BlockKind } from './blocks.ts';
import classes from './Campaign.module.css';

interface Props {
  blocks: readonly Block[];
  onChange: (blocks: Block[]) => void;
}

const EMPTY: Record<BlockKind, Block> = {
  heading: { kind: 'heading', words: '' },
  text: { kind: 'text', words: '' },
  picture: { kind: 'picture', address: '', words: '' },
  button: { kind: 'button', words: '', address: '' },
  divider: { kind: 'divider' },
};

/** A message put together from blocks, for who does not write MJML. */
export function Blocks({ blocks, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.campaigns.blocks;
  const put = (at: number, block: Block) =>
    onChange(blocks.map((one, index) => (index === at ? block : one)));
  const move = (at: number, by: number) => {
    const moved = [...blocks];
    const [block] = moved.splice(at, 1);
    if (block !== undefined) moved.splice(at + by, 0, block);
    onChange(moved);
  };
  return (
    <Stack gap="sm">
      {blocks.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      {blocks.map((block, at) => {
        const kind = words.kinds[block.kind];
        const place = at + 1;
        return (
          // biome-ignore lint/suspicious/noArrayIndexKey: a block has nothing else that names it, and keeps no state
          <fieldset key={at} className={classes.block} aria-label={words.one(kind, place)}>
            <Group justify="space-between" mb={4}>
              <Text size="sm" fw={600}>
                {kind}
              </Text>
              <Group gap={4}>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.up(kind, place)}
                  disabled={at === 0}
                  onClick={() => move(at, -1)}
                >
                  <IconArrowUp size={16} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.down(kind, place)}
                  disabled={at === blocks.length - 1}
                  onClick={() => move(at, 1)}
                >
                  <IconArrowDown size={16} aria-hidden="true" />
                </ActionIcon>
                <ActionIcon
                  variant="subtle"
                  color="gray"
                  aria-label={words.remove(kind, place)}
                  onClick={() => onChange(blocks.filter((_, index) => index !== at))}
                >
                  <IconTrash size={16} aria-hidden="true" />
                </ActionIcon>
              </Group>
            </Group>
            <Fields block={block} onChange={(changed) => put(at, changed)} />
          </fieldset>
        );
      })}
      <Group gap="xs">
        <Text size="sm">{words.add}</Text>
        {BLOCK_KINDS.map((kind) => (
          <Button key={kind} variant="default" size="xs" onClick={() => onChange([...blocks, EMPTY[kind]])}>
            {words.kinds[kind]}
          </Button>
        ))}
      </Group>
    </Stack>
  );
}

function Fields({ block, onChange }: { block: Block; onChange: (block: Block) => void }) {
  const { page } = usePageWords();
  const words = page.campaigns.blocks;
  if (block.kind === 'divider') return null;
  return (
    <Stack gap="xs">
      {block.kind === 'text' ? (
        <Textarea
          label={words.words}
          autosize
          minRows={2}
          value={block.words}
          onChange={(event) => onChange({ ...block, words: event.currentTarget.value })}
        />
      ) : (
        <TextInput
          label={block.kind === 'picture' ? words.alternative : words.words}
          value={block.words}
          onChange={(event) => onChange({ ...block, words: event.currentTarget.value })}
        />
      )}
      {'address' in block && (
        <TextInput
          label={block.kind === 'picture' ? words.picture : words.address}
          value={block.address}
          onChange={(event) => onChange({ ...block, address: event.currentTarget.value })}
        />
      )}
    </Stack>
  );
}
