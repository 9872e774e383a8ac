import { Select } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { usePageWords } from '../../words/pages.ts';

interface Props {
  /** As the batch has it: named even where it is in use no more. */
  present: { id: number; name: string } | null;
  /** The criterion whose yes says whom; null: the inactive. */
  value: number | null;
  onChange: (criterion: number | null) => void;
}

const INACTIVE = 'inactive';

/** Whom a batch looks at: the inactive, or whoever another system marked by a yes/no criterion. */
export function ScopeField({ present, value, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.bulk;
  const { data } = useQuery({
    queryKey: ['criteria', 'yes-no'],
    queryFn: async () => (await answered(api.GET('/api/criteria'))).items,
  });
  const known = (data ?? []).filter(({ type, state }) => type === 'yes-no' && state === 'active');
  const missing = present !== null && !known.some(({ id }) => id === present.id) ? [present] : [];
  return (
    <Select
      label={words.batchScope}
      description={value === null ? undefined : words.batchCriterionHint}
      inputWrapperOrder={['label', 'input', 'description', 'error']}
      allowDeselect={false}
      data={[
        { value: INACTIVE, label: words.batchInactive },
        ...[...known, ...missing].map(({ id, name }) => ({
          value: String(id),
          label: words.batchCriterion(name),
        })),
      ]}
      value={value === null ? INACTIVE : String(value)}
      onChange={(chosen) => onChange(chosen === null || chosen === INACTIVE ? null : Number(chosen))}
    />
  );
}
