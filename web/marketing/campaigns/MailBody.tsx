import { SegmentedControl, Stack, Text, Textarea } from '@mantine/core';
import { lazy, Suspense, useMemo, useState } from 'react';
import { Waiting } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import { readMjml } from './editor/mjml.ts';
import type { Campaign } from './queries.ts';

const MailEditor = lazy(() => import('./editor/MailEditor.tsx'));

const LINKS = ['renewal_link', 'preferences_link', 'unsubscribe_link'];

interface Props {
  campaign: Campaign;
  body: string;
  onChange: (body: string) => void;
}

/** The text of an e-mail: put together by hand, or as its source. */
export function MailBody({ campaign: { type }, body, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.campaigns.text;
  const readable = useMemo(() => readMjml(body) !== undefined, [body]);
  const [source, setSource] = useState(!readable);
  const asSource = source || !readable;
  const variables = Object.keys(words.variableWords).filter(
    (name) =>
      name.includes('.') &&
      name !== 'contact.title' &&
      (type === 'purchase-information' || !name.startsWith('performance.')),
  );
  return (
    <Stack gap="xs">
      <SegmentedControl
        aria-label={words.editor}
        w="fit-content"
        data={(['blocks', 'source'] as const).map((value) => ({
          value,
          label: words.editors[value],
          disabled: value === 'blocks' && !readable,
        }))}
        value={asSource ? 'source' : 'blocks'}
        onChange={(value) => setSource(value === 'source')}
      />
      {!readable && (
        <Text size="sm" c="dimmed">
          {words.tooFree}
        </Text>
      )}
      {asSource ? (
        <Textarea
          label={words.body}
          description={words.bodyHint}
          required
          autosize
          minRows={14}
          maxRows={40}
          spellCheck={false}
          classNames={{ root: classes.source as string }}
          value={body}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      ) : (
        <Suspense fallback={<Waiting />}>
          <MailEditor body={body} variables={variables} links={LINKS} onChange={onChange} />
        </Suspense>
      )}
    </Stack>
  );
}
