import { Select } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { usePageWords } from '../../words/pages.ts';
import { fieldId } from './refused.ts';

interface Props {
  /** The number of a structure; empty: none. */
  value: string;
  onChange: (number: string) => void;
  wrong: boolean;
}

/** The structure for which a relay acts, found as contacts are. */
export function StructureField({ value, onChange, wrong }: Props) {
  const { page } = usePageWords();
  const words = page.file;
  const [typed, setTyped] = useState('');
  const [q] = useDebouncedValue(typed, 200);
  const { data } = useQuery({
    queryKey: ['structures', q],
    queryFn: () =>
      answered(api.GET('/api/contacts', { params: { query: { kind: 'structure', q, limit: 20 } } })),
    placeholderData: keepPreviousData,
  });
  const found = (data?.items ?? []).map(({ number, name }) => ({
    value: number,
    label: `${name} (${number})`,
  }));
  const known = value === '' || found.some((one) => one.value === value);
  return (
    <Select
      id={fieldId('structure')}
      label={words.fields.structure}
      description={words.form.structureHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      searchable
      clearable
      data={known ? found : [{ value, label: value }, ...found]}
      // the server has looked for it already
      filter={({ options }) => options}
      nothingFoundMessage={words.form.structureNone}
      value={value || null}
      error={wrong ? words.wrong.structure : undefined}
      onSearchChange={(text) => setTyped(text.replace(/ \([^)]*\)$/, ''))}
      onChange={(number) => onChange(number ?? '')}
    />
  );
}
