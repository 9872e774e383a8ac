import { Button, Group, Radio, Stack, Text } from '@mantine/core';
import { type FormEvent, type ReactNode, useState } from 'react';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Panel.module.css';

const WAYS = ['counter', 'phone', 'letter', 'e-mail', 'form'] as const;
export type Way = (typeof WAYS)[number];

interface Props {
  changes: number;
  /** What an operator says who was not asked to change anything. */
  own: string;
  /** What else is asked of a request. */
  children?: ReactNode;
  /** @param way null: without a request */
  onSave: (way: Way | null) => void;
  onDiscard: () => void;
  saving: boolean;
  error: unknown;
}

/** Asks once, for all that was changed, how the request came; that is the proof (R22). */
export function RequestFields({ changes, own, children, onSave, onDiscard, saving, error }: Props) {
  const { page } = usePageWords();
  const words = page.consent;
  const [way, setWay] = useState<Way | 'own' | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (way !== null) onSave(way === 'own' ? null : way);
  };
  return (
    <form onSubmit={submit} className={classes.recording}>
      <Stack gap="md">
        <Text fw={600} role="status">
          {words.pending(changes)}
        </Text>
        <Radio.Group label={words.request} required value={way} onChange={(chosen) => setWay(chosen as Way)}>
          <Stack gap={8} mt={8}>
            <Group gap="md">
              {WAYS.map((one) => (
                <Radio key={one} value={one} label={words.ways[one]} />
              ))}
            </Group>
            <Radio value="own" label={own} />
          </Stack>
        </Radio.Group>
        {way !== null && (
          <Text c="dimmed" size="sm">
            {way === 'own' ? words.ownHint : words.requestHint}
          </Text>
        )}
        {way !== null && way !== 'own' && children}
        <Refusal error={error} />
        <Group gap="sm">
          <Button type="submit" color="rope" loading={saving} disabled={way === null}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onDiscard}>
            {words.discard}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
