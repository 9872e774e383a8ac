import {
  Button,
  Checkbox,
  Group,
  NumberInput,
  Select,
  Stack,
  Textarea,
  TextInput,
  Title,
} from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import panel from '../../contacts/consent/Panel.module.css';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Conversion } from './Conversion.tsx';
import { DeleteCriterion } from './DeleteCriterion.tsx';
import type { Criterion } from './queries.ts';

const TYPES = ['yes-no', 'choice', 'choices', 'number', 'date', 'text'] as const;
const INSTITUTION = '';

interface Props {
  /** undefined: a new one. */
  criterion: Criterion | undefined;
  organisations: { id: number; name: string }[];
  /** Whether one may define a criterion of the whole institution. */
  ofInstitution: boolean;
  /** The highest place in the order. */
  last: number;
  onDone: () => void;
}

/** Defines a criterion. Another type, or other values of a list, show first what becomes of the values there are. */
export function CriterionForm({ criterion, organisations, ofInstitution, last, onDone }: Props) {
  const { page, say } = usePageWords();
  const words = page.criteria;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState({
    name: criterion?.name ?? '',
    organisation: ofInstitution ? INSTITUTION : String(organisations[0]?.id ?? INSTITUTION),
    type: criterion?.type ?? ('yes-no' as const),
    choices: (criterion?.choices ?? []).join('\n'),
    editableByContact: criterion?.editableByContact ?? false,
    position: criterion?.position ?? last + 1,
    retired: criterion?.state === 'retired',
  });
  const change = (part: Partial<typeof wanted>) => setWanted({ ...wanted, ...part });
  const listed = wanted.type === 'choice' || wanted.type === 'choices';
  const { name, type, editableByContact, position } = wanted;
  const choices = listed
    ? wanted.choices
        .split('\n')
        .map((line) => line.trim())
        .filter((line) => line !== '')
    : [];
  const body = {
    name,
    type,
    choices,
    editableByContact,
    position,
    state: wanted.retired ? ('retired' as const) : ('active' as const),
  };
  const tell = async (message: string) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    await queries.invalidateQueries({ queryKey: ['criteria'], exact: true });
    onDone();
  };
  const save = useMutation({
    mutationFn: async () => {
      if (criterion === undefined) {
        const organisationId = wanted.organisation === INSTITUTION ? null : Number(wanted.organisation);
        await answered(api.POST('/api/criteria', { body: { ...body, organisationId } }));
        return;
      }
      const { id, version } = criterion;
      await answered(
        api.PUT('/api/criteria/{criterion}', {
          params: { path: { criterion: id } },
          body: { ...body, version },
        }),
      );
    },
    onSuccess: () => tell(words.saved),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const converts =
    criterion !== undefined &&
    (type !== criterion.type || choices.join('\n') !== criterion.choices.join('\n'));
  return (
    <section className={panel.recording}>
      <form onSubmit={submit}>
        <Stack gap="sm" maw={560}>
          <Title order={2}>{criterion === undefined ? words.add : words.edit(criterion.name)}</Title>
          <TextInput
            label={words.name}
            required
            maxLength={300}
            data-autofocus
            value={name}
            onChange={({ currentTarget }) => change({ name: currentTarget.value })}
          />
          {criterion === undefined && (
            <Select
              label={words.organisation}
              allowDeselect={false}
              data={[
                ...(ofInstitution ? [{ value: INSTITUTION, label: words.institution }] : []),
                ...organisations.map((one) => ({ value: String(one.id), label: one.name })),
              ]}
              value={wanted.organisation}
              onChange={(organisation) => change({ organisation: organisation ?? INSTITUTION })}
            />
          )}
          <Select
            label={words.type}
            allowDeselect={false}
            data={TYPES.map((value) => ({ value, label: words.types[value] }))}
            value={type}
            onChange={(chosen) => change({ type: chosen as typeof type })}
          />
          {listed && (
            <Textarea
              label={words.choices}
              description={words.choicesHint}
              required
              autosize
              minRows={3}
              value={wanted.choices}
              onChange={({ currentTarget }) => change({ choices: currentTarget.value })}
            />
          )}
          <NumberInput
            label={words.position}
            min={0}
            max={100_000}
            allowDecimal={false}
            value={position}
            onChange={(place) => change({ position: Number(place) || 0 })}
            maw={180}
          />
          <Checkbox
            label={words.editable}
            checked={editableByContact}
            onChange={({ currentTarget }) => change({ editableByContact: currentTarget.checked })}
          />
          {criterion !== undefined && (
            <Checkbox
              label={words.retire}
              checked={wanted.retired}
              onChange={({ currentTarget }) => change({ retired: currentTarget.checked })}
            />
          )}
          {converts && (
            <Conversion
              key={`${type} ${choices.join('\n')}`}
              criterion={criterion.id}
              type={type}
              choices={choices}
            />
          )}
          <Refusal error={save.error} />
          <Group gap="sm">
            <Button type="submit" color="rope" loading={save.isPending}>
              {words.save}
            </Button>
            <Button variant="default" onClick={onDone}>
              {words.cancel}
            </Button>
          </Group>
        </Stack>
      </form>
      {criterion !== undefined && (
        <DeleteCriterion criterion={criterion} onDeleted={() => tell(words.deleted)} />
      )}
    </section>
  );
}
