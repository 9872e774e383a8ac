import { Button, Group, SegmentedControl, Select, Stack, Text, Textarea } from '@mantine/core';
import { type FormEvent, useId, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { ANSWER_WAYS, type RequestDetails } from './queries.ts';
import { Section } from './Section.tsx';
import { useActing } from './useActing.ts';

const OUTCOMES = ['answered', 'refused', 'withdrawn'] as const;
type Outcome = (typeof OUTCOMES)[number];
type Way = (typeof ANSWER_WAYS)[number];

/** Closes a request, with how the person was told: the proof that it was answered. */
export function AnswerForm({ request: { id, contact } }: { request: RequestDetails }) {
  const { page } = usePageWords();
  const words = page.requests;
  const label = useId();
  const [state, setState] = useState<Outcome>('answered');
  const [way, setWay] = useState<Way>('e-mail');
  const [text, setText] = useState('');
  const close = useActing(() =>
    answered(
      api.PUT('/api/requests/{request}/answer', {
        params: { path: { request: id } },
        body: { state, ...(state === 'withdrawn' ? {} : { way }), ...(text.trim() === '' ? {} : { text }) },
      }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    close.mutate(undefined);
  };
  return (
    <Section title={words.answer}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          <div>
            <Text id={label} size="sm" fw={500} mb={4}>
              {words.answerAs}
            </Text>
            <SegmentedControl
              aria-labelledby={label}
              data={OUTCOMES.map((value) => ({ value, label: words.states[value] }))}
              value={state}
              onChange={(value) => setState(value as Outcome)}
            />
          </div>
          {state !== 'withdrawn' && (
            <Select
              label={words.answerBy}
              allowDeselect={false}
              data={ANSWER_WAYS.map((value) => ({ value, label: words.answerWays[value] }))}
              value={way}
              onChange={(value) => setWay(value as Way)}
            />
          )}
          {contact !== null && (
            <Textarea
              label={state === 'refused' ? words.refusalText : words.answerText}
              description={words.answerHint}
              required={state === 'refused'}
              autosize
              minRows={2}
              maxLength={4000}
              value={text}
              onChange={({ currentTarget }) => setText(currentTarget.value)}
            />
          )}
          <Refusal error={close.error} />
          <Group>
            <Button type="submit" color="rope" loading={close.isPending}>
              {words.answerAct}
            </Button>
          </Group>
        </Stack>
      </form>
    </Section>
  );
}
