import { Group, Select, Stack, TextInput } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import { type Chosen, PurchaseContact } from './PurchaseContact.tsx';

/** Who a ticket is for, while it stands in the basket. */
export type Who =
  | { kind: 'unnamed' }
  | { kind: 'self' }
  | { kind: 'beneficiary'; firstName: string; lastName: string }
  | { kind: 'contact'; contact: Chosen | null };

/** As the server is told. */
export function sentWho(who: Who) {
  if (who.kind !== 'contact') return who;
  return who.contact === null
    ? { kind: 'unnamed' as const }
    : { kind: 'contact' as const, number: who.contact.number };
}

interface Props {
  /** What the ticket is, for who does not see the list. */
  ticket: string;
  who: Who;
  onChange: (who: Who) => void;
}

export function Attendee({ ticket, who, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const kinds = ['unnamed', 'self', 'beneficiary', 'contact'] as const;
  return (
    <Stack gap={6} mt={4}>
      <Select
        aria-label={words.whoOf(ticket)}
        size="sm"
        data={kinds.map((value) => ({ value, label: words.who[value] }))}
        allowDeselect={false}
        value={who.kind}
        onChange={(kind) => {
          if (kind === 'beneficiary') onChange({ kind, firstName: '', lastName: '' });
          else if (kind === 'contact') onChange({ kind, contact: null });
          else if (kind !== null) onChange({ kind: kind as 'unnamed' | 'self' });
        }}
      />
      {who.kind === 'beneficiary' && (
        <Group grow gap="xs">
          <TextInput
            size="sm"
            aria-label={words.firstName}
            placeholder={words.firstName}
            maxLength={100}
            value={who.firstName}
            onChange={({ currentTarget }) => onChange({ ...who, firstName: currentTarget.value })}
          />
          <TextInput
            size="sm"
            aria-label={words.lastName}
            placeholder={words.lastName}
            maxLength={100}
            value={who.lastName}
            onChange={({ currentTarget }) => onChange({ ...who, lastName: currentTarget.value })}
          />
        </Group>
      )}
      {who.kind === 'contact' && (
        <PurchaseContact
          label={words.who.contact}
          value={who.contact}
          onChange={(contact) => onChange({ kind: 'contact', contact })}
        />
      )}
    </Stack>
  );
}
