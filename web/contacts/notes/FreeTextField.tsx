import { Anchor, Group, Text, Textarea } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type KeyboardEvent, useId, useRef, useState } from 'react';
import type { Passage } from '../../free-text/passage.ts';
import { usePageWords } from '../../words/pages.ts';
import classes from './FreeText.module.css';
import { RecommendationsDrawer } from './Recommendations.tsx';
import { usePassages } from './usePassages.ts';

/** In ms after the last key: what was found is read out when the sentence is written, not at each letter. */
const PAUSE = 800;

/** Code points, as the server counts them. */
export const lengthOf = (text: string): number => [...text.trim()].length;

interface Props {
  label: string;
  value: string;
  onChange: (text: string) => void;
  /** The most characters that are kept. */
  most: number;
  onSave: () => void;
  autoFocus?: boolean;
}

/** A field for free text (R16): what looks sensitive is underlined and listed below, and never stops anybody. */
export function FreeTextField({ label, value, onChange, most, onSave, autoFocus = false }: Props) {
  const { page, language } = usePageWords();
  const words = page.notes;
  const [writing, setWriting] = useState(false);
  const [advising, setAdvising] = useState(false);
  const field = useRef<HTMLTextAreaElement>(null);
  const hints = useId();
  const passages = usePassages(value, language, writing);
  const over = lengthOf(value) - most;
  const save = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSave();
  };
  const show = ({ start, end }: Passage) => {
    field.current?.focus();
    field.current?.setSelectionRange(start, end);
  };
  return (
    <div>
      <Textarea
        ref={field}
        label={label}
        value={value}
        onChange={({ currentTarget }) => onChange(currentTarget.value)}
        onFocus={() => setWriting(true)}
        onKeyDown={save}
        autosize
        minRows={3}
        data-autofocus={autoFocus || undefined}
        autoFocus={autoFocus}
        error={over > 0 ? words.tooLong(over) : undefined}
        aria-describedby={passages.length > 0 ? hints : undefined}
        classNames={{ input: classes.input }}
        inputContainer={(children) => (
          <div className={classes.field}>
            <div className={classes.mirror} aria-hidden="true">
              <Marked text={value} passages={passages} />
            </div>
            {children}
          </div>
        )}
      />
      <Group justify="space-between" gap="xs" mt={4}>
        <Anchor component="button" type="button" size="sm" onClick={() => setAdvising(true)}>
          {words.recommendations}
        </Anchor>
        <Text size="sm" c="dimmed">
          {lengthOf(value) > most / 2 ? words.used(lengthOf(value), most) : words.shortcut}
        </Text>
      </Group>
      <Passages id={hints} passages={passages} show={show} />
      <RecommendationsDrawer opened={advising} onClose={() => setAdvising(false)} />
    </div>
  );
}

/** The text again, unseen, behind the field: what is underlined shows through. */
function Marked({ text, passages }: { text: string; passages: Passage[] }) {
  const parts = passages.flatMap(({ start, end, category }, index) => [
    text.slice(passages[index - 1]?.end ?? 0, start),
    <mark key={start} className={category === 'access' ? classes.gentle : classes.mark}>
      {text.slice(start, end)}
    </mark>,
  ]);
  // a line end at the very end takes a line in the field; here only with something after it
  return (
    <>
      {parts}
      {text.slice(passages.at(-1)?.end ?? 0)}
      {'\u200b'}
    </>
  );
}

interface PassagesProps {
  id: string;
  passages: Passage[];
  show: (passage: Passage) => void;
}

/** The same in words: what, of which kind, why, and what to write instead. */
function Passages({ id, passages, show }: PassagesProps) {
  const { page } = usePageWords();
  const words = page.notes;
  const said = passages.map(
    ({ text, category }) => `${words.quote(text)} (${words.categories[category].name})`,
  );
  const [heard] = useDebouncedValue(said.length === 0 ? '' : words.heard(said), PAUSE);
  return (
    <>
      <p className="heard" role="status">
        {heard}
      </p>
      {passages.length > 0 && (
        <div id={id} className={classes.passages}>
          <Text size="sm" fw={600}>
            {words.toReview(passages.length)}
          </Text>
          <ul>
            {passages.map((passage) => {
              const { name, hint } = words.categories[passage.category];
              return (
                <li key={passage.start}>
                  <Anchor component="button" type="button" size="sm" onClick={() => show(passage)}>
                    {words.quote(passage.text)}
                  </Anchor>
                  <Text span size="sm">
                    {' '}
                    <strong>{name}.</strong> {hint}
                  </Text>
                </li>
              );
            })}
          </ul>
          <Text size="sm" c="dimmed">
            {words.never}
          </Text>
        </div>
      )}
    </>
  );
}
