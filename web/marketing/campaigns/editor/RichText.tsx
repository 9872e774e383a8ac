import { ActionIcon, Button, Group, Menu, TextInput } from '@mantine/core';
import { IconBold, IconItalic, IconLink, IconList, IconListNumbers, IconUser } from '@tabler/icons-react';
import { mergeAttributes, Node } from '@tiptap/core';
import { EditorContent, useEditor, useEditorState } from '@tiptap/react';
import StarterKit from '@tiptap/starter-kit';
import { type FormEvent, useEffect, useRef, useState } from 'react';
import classes from './Editor.module.css';
import { isAddress, withChips, withoutChips } from './rich.ts';
import { type EditorWords, useEditorWords } from './words.ts';

/** Liquid in a text: moved and removed as a whole, and shown by the name of what it fills in. */
const liquidNode = (words: EditorWords) =>
  Node.create({
    name: 'liquid',
    group: 'inline',
    inline: true,
    atom: true,
    addAttributes: () => ({
      source: {
        default: '',
        parseHTML: (element) => element.getAttribute('data-liquid') ?? '',
        renderHTML: ({ source }) => ({ 'data-liquid': source }),
      },
    }),
    parseHTML: () => [{ tag: 'span[data-liquid]' }],
    renderHTML: ({ HTMLAttributes, node }) => [
      'span',
      mergeAttributes(HTMLAttributes, { class: classes.chip ?? '' }),
      chipName(String(node.attrs.source), words).replaceAll(/[<>]/g, ''),
    ],
  });

function chipName(source: string, words: EditorWords): string {
  const name = /^\{\{-?\s*([\w.]+)/.exec(source)?.[1] ?? '';
  return words.variables[name] ?? words.ownLinks[name] ?? source;
}

/** The Liquid that fills in a name, with something to say where it is not known. */
export function liquidOf(name: string, words: EditorWords): string {
  const fallback = words.fallback[name];
  return fallback === undefined ? `{{ ${name} }}` : `{{ ${name} | default: "${fallback}" }}`;
}

interface Props {
  label: string;
  html: string;
  /** The names that a text may fill in. */
  variables: readonly string[];
  onChange: (html: string) => void;
}

/** A text with bold, italic, links and lists, and the names of its reader to be filled in. */
export function RichText({ label, html, variables, onChange }: Props) {
  const words = useEditorWords();
  const shown = useRef(html);
  const changed = useRef(onChange);
  changed.current = onChange;
  const editor = useEditor({
    extensions: [
      StarterKit.configure({
        heading: false,
        blockquote: false,
        code: false,
        codeBlock: false,
        horizontalRule: false,
        strike: false,
        underline: false,
        undoRedo: false,
        trailingNode: false,
        link: {
          openOnClick: false,
          autolink: false,
          HTMLAttributes: { target: null, rel: null, class: null },
          isAllowedUri: (address) => isAddress(address),
        },
      }),
      liquidNode(words),
    ],
    content: withChips(html),
    // the styles of the library would need a nonce; they stand in our own
    injectCSS: false,
    editorProps: {
      attributes: {
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        class: classes.rich ?? '',
      },
    },
    onUpdate: ({ editor: now }) => {
      shown.current = withoutChips(now.getHTML());
      changed.current(shown.current);
    },
  });
  // undone or redone from outside
  useEffect(() => {
    if (html === shown.current) return;
    shown.current = html;
    editor.commands.setContent(withChips(html), { emitUpdate: false });
  }, [editor, html]);
  const active = useEditorState({
    editor,
    selector: ({ editor: now }) => ({
      bold: now.isActive('bold'),
      italic: now.isActive('italic'),
      bullets: now.isActive('bulletList'),
      numbers: now.isActive('orderedList'),
      link: now.isActive('link'),
    }),
  });
  const [linking, setLinking] = useState<string>();
  const tool = (
    name: 'bold' | 'italic' | 'bullets' | 'numbers' | 'link',
    icon: React.ReactNode,
    act: () => void,
  ) => (
    <ActionIcon
      variant={active[name] ? 'filled' : 'subtle'}
      color={active[name] ? 'ink' : 'gray'}
      aria-label={words[name]}
      aria-pressed={active[name]}
      onClick={act}
    >
      {icon}
    </ActionIcon>
  );
  const apply = (event: FormEvent) => {
    event.preventDefault();
    const address = linking?.trim() ?? '';
    if (!isAddress(address)) return;
    const chain = editor.chain().focus().extendMarkRange('link');
    if (editor.state.selection.empty && !active.link) {
      chain
        .insertContent({ type: 'text', text: address, marks: [{ type: 'link', attrs: { href: address } }] })
        .run();
    } else chain.setLink({ href: address }).run();
    setLinking(undefined);
  };
  return (
    <div>
      <Group gap={4} role="toolbar" aria-label={`${words.formatting} – ${label}`} mb={4}>
        {tool('bold', <IconBold size={16} aria-hidden="true" />, () =>
          editor.chain().focus().toggleBold().run(),
        )}
        {tool('italic', <IconItalic size={16} aria-hidden="true" />, () =>
          editor.chain().focus().toggleItalic().run(),
        )}
        {tool('bullets', <IconList size={16} aria-hidden="true" />, () =>
          editor.chain().focus().toggleBulletList().run(),
        )}
        {tool('numbers', <IconListNumbers size={16} aria-hidden="true" />, () =>
          editor.chain().focus().toggleOrderedList().run(),
        )}
        {tool('link', <IconLink size={16} aria-hidden="true" />, () =>
          setLinking(
            linking === undefined ? String(editor.getAttributes('link').href ?? 'https://') : undefined,
          ),
        )}
        <Menu position="bottom-start">
          <Menu.Target>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconUser size={14} aria-hidden="true" />}
            >
              {words.fill}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {variables.map((name) => (
              <Menu.Item
                key={name}
                onClick={() =>
                  editor
                    .chain()
                    .focus()
                    .insertContent({ type: 'liquid', attrs: { source: liquidOf(name, words) } })
                    .run()
                }
              >
                {words.variables[name]}
              </Menu.Item>
            ))}
          </Menu.Dropdown>
        </Menu>
      </Group>
      {linking !== undefined && (
        <form onSubmit={apply}>
          <Group gap="xs" align="end" mb="xs">
            <TextInput
              label={words.linkTo}
              size="xs"
              data-autofocus
              value={linking}
              error={linking.length > 8 && !isAddress(linking) ? words.wrongLink : undefined}
              onChange={(event) => setLinking(event.currentTarget.value)}
            />
            <Button type="submit" size="xs" variant="default">
              {words.apply}
            </Button>
            {active.link && (
              <Button
                size="xs"
                variant="subtle"
                onClick={() => {
                  editor.chain().focus().extendMarkRange('link').unsetLink().run();
                  setLinking(undefined);
                }}
              >
                {words.unlink}
              </Button>
            )}
          </Group>
        </form>
      )}
      <EditorContent editor={editor} />
    </div>
  );
}
