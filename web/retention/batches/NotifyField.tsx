import { MultiSelect } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { usePageWords } from '../../words/pages.ts';

interface Props {
  /** Who is told so far: named even where the profile has changed since. */
  told: { id: number; name: string }[];
  value: number[];
  onChange: (operators: number[]) => void;
}

/** Who is told when a run of a batch ends: operators, by name. */
export function NotifyField({ told, value, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.outbox;
  const { data } = useQuery({
    queryKey: ['operators', 'names'],
    queryFn: () => answered(api.GET('/api/operators/names')),
  });
  const names = new Map([...told, ...(data?.items ?? [])].map(({ id, name }) => [id, name]));
  return (
    <MultiSelect
      label={words.notify}
      description={words.notifyHint}
      inputWrapperOrder={['label', 'input', 'description']}
      placeholder={value.length === 0 ? words.notifyNobody : ''}
      nothingFoundMessage={words.notifyNone}
      searchable
      hidePickedOptions
      data={[...names].map(([id, name]) => ({ value: String(id), label: name }))}
      value={value.map(String)}
      onChange={(ids) => onChange(ids.map(Number))}
    />
  );
}
