import { Button, Group, Select, Skeleton, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useQuery } from '@tanstack/react-query';
import { type FormEvent, lazy, Suspense, useMemo, useState } from 'react';
import { LeaveGuard } from '../../contacts/file/LeaveGuard.tsx';
import { Facts } from '../../frame/Facts.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Audience } from './Audience.tsx';
import { useTargetFields } from './fields.ts';
import { type Channel, countQuery, type Target, type TargetChoices } from './queries.ts';
import { bare, NOTHING, type Query } from './query.ts';
import { sentenceOf } from './sentence.ts';

const Builder = lazy(() => import('./Builder.tsx'));
/** So long nothing is typed before the volume is asked for. */
const PAUSE = 400;

export interface WantedTarget {
  name: string;
  code: string;
  type: Target['type'];
  description: string;
  query: Query;
}

interface Props {
  /** undefined: a new one. */
  target: Target | undefined;
  choices: TargetChoices;
  readOnly: boolean;
  onSave: (wanted: WantedTarget) => void;
  saving: boolean;
  error: unknown;
}

const wantedOf = (target: Target | undefined): WantedTarget => ({
  name: target?.name ?? '',
  code: target?.code ?? '',
  type: target?.type ?? 'dynamic',
  description: target?.description ?? '',
  query: (target?.query as Query | undefined) ?? NOTHING,
});

/** The page of the source: what the target is called, its conditions, and beside them who that is. */
export function TargetForm({ target, choices, readOnly, onSave, saving, error }: Props) {
  const { page, format } = usePageWords();
  const words = page.targets;
  const [wanted, setWanted] = useState(() => wantedOf(target));
  const [channel, setChannel] = useState<Channel>('email');
  const change = (part: Partial<WantedTarget>) => setWanted((before) => ({ ...before, ...part }));
  const [query] = useDebouncedValue(wanted.query, PAUSE);
  const sent = { ...wanted, query: bare(wanted.query) };
  const kept = wantedOf(target);
  const differs = (one: Query) => JSON.stringify(bare(one)) !== JSON.stringify(bare(kept.query));
  const asked = target === undefined || differs(query) ? { query } : { target: target.id };
  const { data: count } = useQuery(countQuery(asked, channel));
  const requeried = differs(wanted.query);
  const unsaved = JSON.stringify(sent) !== JSON.stringify({ ...kept, query: bare(kept.query) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSave(sent);
  };
  return (
    <form onSubmit={submit}>
      <LeaveGuard unsaved={() => unsaved && !readOnly && !saving} />
      <Stack gap="xl">
        <Stack gap="sm" maw={720}>
          <Group grow align="start" preventGrowOverflow={false}>
            <TextInput
              label={words.name}
              required
              maxLength={200}
              readOnly={readOnly}
              value={wanted.name}
              onChange={({ currentTarget }) => change({ name: currentTarget.value })}
            />
            <TextInput
              label={words.code}
              description={words.codeHint}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              required
              maxLength={40}
              pattern="[\p{L}\d._\-]+"
              readOnly={readOnly}
              value={wanted.code}
              onChange={({ currentTarget }) => change({ code: currentTarget.value })}
            />
          </Group>
          <Group grow align="start" preventGrowOverflow={false}>
            <Select
              label={words.type}
              description={words.typeHints[wanted.type]}
              inputWrapperOrder={['label', 'input', 'description', 'error']}
              allowDeselect={false}
              readOnly={readOnly}
              data={(['dynamic', 'static'] as const).map((value) => ({ value, label: words.types[value] }))}
              value={wanted.type}
              onChange={(chosen) => change({ type: chosen as Target['type'] })}
            />
            <Facts facts={[[words.volume, format.number(count?.volume ?? target?.volume ?? 0)]]} />
          </Group>
          <Textarea
            label={words.description}
            autosize
            minRows={2}
            maxLength={2000}
            readOnly={readOnly}
            value={wanted.description}
            onChange={({ currentTarget }) => change({ description: currentTarget.value })}
          />
          {target?.frozenAt && <Text c="dimmed">{words.frozenAt(format.instant(target.frozenAt))}</Text>}
        </Stack>
        <Conditions {...{ choices, readOnly }} query={wanted.query} onChange={(query) => change({ query })} />
        <section>
          <Title order={2} mb="xs">
            {words.audience}
          </Title>
          <Audience asked={asked} channel={channel} onChannel={setChannel} />
        </section>
        {!readOnly && (
          <Stack gap="xs">
            <Refusal error={error} />
            {wanted.type === 'static' && target?.type === 'static' && requeried && (
              <Text c="dimmed">{words.requeried}</Text>
            )}
            <div>
              <Button type="submit" color="rope" loading={saving}>
                {words.save}
              </Button>
            </div>
          </Stack>
        )}
      </Stack>
    </form>
  );
}

interface ConditionsProps {
  query: Query;
  onChange: (query: Query) => void;
  choices: TargetChoices;
  readOnly: boolean;
}

/** The builder, and what it asks in a sentence. */
function Conditions({ query, onChange, choices, readOnly }: ConditionsProps) {
  const { page, format } = usePageWords();
  const words = page.targets;
  const groups = useTargetFields(choices);
  const fields = useMemo(
    () => new Map(groups.flatMap(({ options }) => options).map((field) => [field.name, field])),
    [groups],
  );
  const sentence = sentenceOf(query, { words, format, fields, choices });
  return (
    <section>
      <Title order={2} mb="xs">
        {words.query}
      </Title>
      <Suspense fallback={<Skeleton height={90} />}>
        <Builder {...{ query, onChange, groups, choices }} disabled={readOnly} />
      </Suspense>
      {sentence !== '' && (
        <Text mt="sm">
          <Text span c="dimmed">
            {words.inWords}{' '}
          </Text>
          {sentence}
        </Text>
      )}
    </section>
  );
}
