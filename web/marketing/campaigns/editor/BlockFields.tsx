import { Group, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { attributeOf, type Block, withValue } from './document.ts';
import classes from './Editor.module.css';
import { PictureFields } from './PictureFields.tsx';
import { RichText } from './RichText.tsx';
import { typed, unescaped } from './rich.ts';
import { useEditorWords } from './words.ts';

interface Props {
  block: Block;
  name: string;
  variables: readonly string[];
  links: readonly string[];
  onChange: (block: Block) => void;
}

/** A block as it will look, and what can be said of it. */
export function BlockFields({ block, name, variables, links, onChange }: Props) {
  const words = useEditorWords();
  const value = (attribute: string) => unescaped(attributeOf(block.attributes, attribute));
  const putAll = (wanted: Record<string, string>) =>
    onChange({
      ...block,
      attributes: Object.entries(wanted).reduce(
        (attributes, [name, said]) => withValue(attributes, name, typed(said)),
        block.attributes,
      ),
    });
  const put = (attribute: string, wanted: string) => putAll({ [attribute]: wanted });
  const choice = (attribute: string, label: string, names: Record<string, string>, initial: string) => {
    const now = value(attribute) || initial;
    const data = Object.entries(names).map(([one, said]) => ({ value: one, label: said }));
    return (
      <NativeSelect
        size="xs"
        label={label}
        data={now in names ? data : [...data, { value: now, label: now }]}
        value={now}
        onChange={(event) => put(attribute, event.currentTarget.value)}
      />
    );
  };
  switch (block.kind) {
    case 'raw':
      return (
        <>
          <Text size="xs" c="dimmed">
            {words.rawHint}
          </Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by the keyboard */}
          <pre className={classes.raw} tabIndex={0}>
            {block.content}
          </pre>
        </>
      );
    case 'heading':
    case 'text':
      return (
        <div className={block.kind === 'heading' ? classes.heading : undefined}>
          <RichText
            label={name}
            html={block.content}
            variables={variables}
            onChange={(content) => onChange({ ...block, content })}
          />
          <Group gap="xs" mt={4}>
            {choice('align', words.align, words.aligns, 'left')}
            {choice('color', words.colour, words.colours, '#16233a')}
          </Group>
        </div>
      );
    case 'button':
      return (
        <Stack gap="xs">
          <div>
            <span
              className={classes.button}
              style={{
                background: value('background-color') || '#16233a',
                color: value('color') || '#ffffff',
              }}
            >
              {unescaped(block.content) || '…'}
            </span>
          </div>
          <TextInput
            size="xs"
            label={words.words}
            value={unescaped(block.content)}
            onChange={(event) => onChange({ ...block, content: typed(event.currentTarget.value) })}
          />
          <NativeSelect
            size="xs"
            label={words.own}
            data={[
              { value: '', label: words.typed },
              ...links.map((link) => ({ value: `{{ ${link} }}`, label: words.ownLinks[link] ?? link })),
            ]}
            value={/^\{\{ \w+ \}\}$/.test(value('href')) ? value('href') : ''}
            onChange={(event) => put('href', event.currentTarget.value || 'https://')}
          />
          <TextInput
            size="xs"
            label={words.leadsTo}
            value={value('href')}
            onChange={(event) => put('href', event.currentTarget.value)}
          />
          <Group gap="xs">
            {choice('align', words.align, words.aligns, 'center')}
            {choice('background-color', words.colour, words.buttonColours, '#16233a')}
          </Group>
        </Stack>
      );
    case 'image':
      return <PictureFields value={value} put={putAll} />;
    case 'divider':
      return <hr />;
    case 'spacer':
      return choice('height', words.height, words.heights, '20px');
  }
}
