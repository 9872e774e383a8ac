import { MultiSelect, Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import type { Profile } from '../api/types.ts';
import { usePageWords } from '../words/pages.ts';
import { organisationsQuery } from './queries.ts';

export interface Rights {
  profile: Profile;
  organisations: number[];
}

/** What an operator may do, and for which organisations. */
export function RightsFields({ rights, onChange }: { rights: Rights; onChange: (rights: Rights) => void }) {
  const { page, say } = usePageWords();
  const words = page.operators;
  const { data } = useQuery(organisationsQuery);
  return (
    <>
      <Select
        label={words.profile}
        allowDeselect={false}
        data={Object.entries(say.profiles).map(([value, label]) => ({ value, label }))}
        value={rights.profile}
        onChange={(profile) => onChange({ ...rights, profile: profile as Profile })}
      />
      {data !== undefined && data.items.length > 0 && (
        <MultiSelect
          label={words.organisations}
          description={words.organisationsHint}
          inputWrapperOrder={['label', 'input', 'description']}
          placeholder={rights.organisations.length === 0 ? words.all : undefined}
          searchable
          data={data.items.map(({ id, name }) => ({ value: String(id), label: name }))}
          value={rights.organisations.map(String)}
          onChange={(ids) => onChange({ ...rights, organisations: ids.map(Number) })}
        />
      )}
    </>
  );
}
