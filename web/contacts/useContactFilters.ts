import type { FilterField } from '../list/Filters.tsx';
import { usePageWords } from '../words/pages.ts';

/** What the list of contacts can be narrowed by; the names are those of the address and of the API. */
export function useContactFilters(): FilterField[] {
  const { page, say } = usePageWords();
  const { fields, bought, email, balance, answer } = page.finding;
  const choice = (name: keyof typeof fields, named: Record<string, string>): FilterField => ({
    type: 'choice',
    name,
    label: fields[name],
    values: Object.entries(named).map(([value, label]) => ({ value, label })),
  });
  const typed = (name: keyof typeof fields, type: 'text' | 'day' = 'text'): FilterField => ({
    type,
    name,
    label: fields[name],
  });
  return [
    choice('kind', say.kinds),
    choice('bought', bought),
    choice('answer', answer),
    choice('balance', balance),
    typed('town'),
    typed('postcode'),
    typed('country'),
    choice('email', email),
    typed('from', 'day'),
    typed('to', 'day'),
    typed('role'),
    { type: 'yes', name: 'restricted', label: fields.restricted },
  ];
}
