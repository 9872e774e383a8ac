import { Badge, Text } from '@mantine/core';
import type { Column } from '../list/list.ts';
import { usePageWords } from '../words/pages.ts';
import type { ListedContact } from './queries.ts';

/** The columns of the list of contacts. */
export function useContactColumns(): Column<ListedContact>[] {
  const { page, say, format } = usePageWords();
  const words = page.contacts;
  const day = (value: string | null) => (value === null ? '' : format.shortDay(value));
  return [
    {
      id: 'name',
      label: words.name,
      sortable: true,
      width: 'minmax(0, 1.6fr)',
      render: (contact) => <ContactName contact={contact} />,
    },
    { id: 'number', label: words.number, sortable: true, render: ({ number }) => number },
    { id: 'kind', label: words.kind, hideable: true, render: ({ kind }) => say.kinds[kind] },
    {
      id: 'email',
      label: words.email,
      hideable: true,
      width: 'minmax(0, 1.8fr)',
      render: ({ email }) => email ?? '',
    },
    {
      id: 'phone',
      label: page.finding.phone,
      hideable: true,
      hidden: true,
      render: ({ phone }) => phone ?? '',
    },
    {
      id: 'town',
      label: words.town,
      hideable: true,
      width: 'minmax(0, 1.2fr)',
      render: ({ postcode, town }) => [postcode, town].filter(Boolean).join(' '),
    },
    {
      id: 'created',
      label: page.finding.created,
      sortable: true,
      hideable: true,
      hidden: true,
      render: ({ createdOn }) => day(createdOn),
    },
    {
      id: 'recency',
      label: words.recency,
      sortable: true,
      hideable: true,
      render: ({ recency }) => day(recency),
    },
    {
      id: 'source',
      label: words.source,
      hideable: true,
      render: ({ source }) => (source === null ? '' : say.sources[source as keyof typeof say.sources]),
    },
  ];
}

/** The name of a contact, and whether it is not for everybody's eyes. */
function ContactName({ contact }: { contact: ListedContact }) {
  const { page } = usePageWords();
  const words = page.finding;
  if (contact.confidentiality === 'free') return contact.name;
  return (
    <>
      {contact.name}{' '}
      {contact.closed ? (
        <Text component="span" size="sm" c="dimmed" fw={400}>
          {words.closed}
        </Text>
      ) : (
        <Badge variant="light" color="gray" component="span">
          {contact.confidentiality === 'confidential' ? words.confidential : words.closed}
        </Badge>
      )}
    </>
  );
}
