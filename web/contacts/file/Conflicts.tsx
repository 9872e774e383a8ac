import { Alert, Radio, Stack, Text } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { usePageWords } from '../../words/pages.ts';
import { countryName, languageName } from './choices.ts';
import type { Clash, Draft, Field } from './draft.ts';
import type { ContactFile } from './queries.ts';

interface Props {
  clash: Clash;
  /** Who last changed which field, as the file says. */
  lastChanges: ContactFile['lastChanges'];
  /** Saving was tried before everything was chosen. */
  unchosen: boolean;
  onChoose: (field: Field, which: 'mine' | 'theirs') => void;
}

/** Two changed one field at once: both values, and who the other was; a person chooses, field by field. */
export function Conflicts({ clash, lastChanges, unchosen, onChoose }: Props) {
  const { page, format } = usePageWords();
  const words = page.file.conflict;
  const value = useValueWords();
  const top = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (clash.fields.length > 0) top.current?.focus();
  }, [clash.fields]);
  const by = (field: Field) => {
    const last = lastChanges.find((change) => change.field === field);
    return last === undefined ? words.somebody : words.by(last.by ?? words.somebody, format.instant(last.at));
  };
  return (
    <Alert ref={top} tabIndex={-1} color="rope" variant="light" title={words.title} role="alert">
      <Stack gap="md">
        <Text>{words.hint}</Text>
        {clash.fields.map((field) => (
          <Radio.Group
            key={field}
            label={page.file.fields[field]}
            description={by(field)}
            value={clash.chosen[field] ?? null}
            error={unchosen && clash.chosen[field] === undefined ? words.choose : undefined}
            onChange={(which) => onChoose(field, which as 'mine' | 'theirs')}
          >
            <Stack gap="xs" mt="xs">
              <Radio value="mine" label={words.mine(value(clash.mine, field))} />
              <Radio value="theirs" label={words.theirs(value(clash.now, field))} />
            </Stack>
          </Radio.Group>
        ))}
        {clash.taken.length > 0 && (
          <Text>{words.also(format.list(clash.taken.map((field) => page.file.fields[field])))}</Text>
        )}
      </Stack>
    </Alert>
  );
}

/** A value of a field as one reads it. */
function useValueWords() {
  const { page, format, language } = usePageWords();
  const words = page.file;
  return (draft: Draft, field: Field): string => {
    if (field === 'roles') {
      const roles = draft.roles.map(({ role, validUntil }) =>
        validUntil === '' ? role : `${role} (${page.contact.until(format.day(validUntil))})`,
      );
      return roles.join(', ') || words.conflict.empty;
    }
    const value = draft[field];
    if (value === '') return words.conflict.empty;
    if (field === 'confidentiality') return words.levels[draft.confidentiality];
    if (field === 'birthDate' || field === 'validUntil') return format.day(value);
    if (field === 'country') return countryName(value, language);
    if (field === 'language') return languageName(value, language);
    return value;
  };
}
