import { Alert, Button, Checkbox, Group, Radio, Select, Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';

export interface Chosen {
  number: string;
  name: string;
}

interface Props {
  label: string;
  description?: string;
  value: Chosen | null;
  onChange: (contact: Chosen | null) => void;
}

/** A contact, found as everywhere, or written down here with what the counter knows. */
export function PurchaseContact({ label, description, value, onChange }: Props) {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const { may } = useSession();
  const [typed, setTyped] = useState('');
  const [making, setMaking] = useState(false);
  const [q] = useDebouncedValue(typed.trim(), 150);
  const { data, isFetching } = useQuery({
    queryKey: ['counter-contacts', q],
    queryFn: () => answered(api.GET('/api/contacts', { params: { query: { q, limit: 8 } } })),
    enabled: q.length > 1,
    placeholderData: keepPreviousData,
  });
  const found = (q.length > 1 ? (data?.items ?? []) : [])
    .filter(({ closed }) => !closed)
    .map(({ number, name, town, email }) => ({
      value: number,
      label: [name, email ?? town, number].filter(Boolean).join(' · '),
      name,
    }));
  const shown =
    value === null || found.some((one) => one.value === value.number)
      ? found
      : [{ value: value.number, label: `${value.name} · ${value.number}`, name: value.name }, ...found];
  if (making) {
    return (
      <NewContact
        typed={typed}
        onMade={(contact) => {
          onChange(contact);
          setMaking(false);
        }}
        onCancel={() => setMaking(false)}
      />
    );
  }
  return (
    <Stack gap={6}>
      <Select
        label={label}
        description={description}
        searchable
        clearable
        clearButtonProps={{ 'aria-label': words.contactCancel }}
        data={shown}
        // the server has looked for it already
        filter={({ options }) => options}
        selectFirstOptionOnChange
        nothingFoundMessage={q.length > 1 && !isFetching ? words.contactNone : undefined}
        value={value?.number ?? null}
        onSearchChange={setTyped}
        onChange={(number) => {
          const chosen = shown.find((one) => one.value === number);
          onChange(chosen === undefined ? null : { number: chosen.value, name: chosen.name });
        }}
      />
      {value === null && may('contacts.edit') && (
        <Button
          variant="subtle"
          size="compact-sm"
          px={6}
          style={{ alignSelf: 'start' }}
          onClick={() => setMaking(true)}
        >
          {words.contactNew}
        </Button>
      )}
    </Stack>
  );
}

/** R19: on the word of somebody else only with the notice to inform that person. */
function NewContact({
  typed,
  onMade,
  onCancel,
}: {
  typed: string;
  onMade: (contact: Chosen) => void;
  onCancel: () => void;
}) {
  const { page } = usePageWords();
  const words = page.boxOffice;
  const create = page.file.create;
  const [first = '', ...rest] = /[\d@·]/.test(typed) ? [] : typed.trim().split(/\s+/);
  const [firstName, setFirstName] = useState(first);
  const [lastName, setLastName] = useState(rest.join(' '));
  const [email, setEmail] = useState(typed.includes('@') && !typed.includes('·') ? typed.trim() : '');
  const [givenBy, setGivenBy] = useState<'person' | 'somebody-else'>('person');
  const [noticeRead, setNoticeRead] = useState(false);
  const [tried, setTried] = useState(false);
  const needsNotice = givenBy === 'somebody-else';
  const make = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/contacts', {
          body: {
            kind: 'individual',
            givenBy,
            noticeRead,
            fields: { firstName: firstName || null, lastName: lastName || null, email: email || null },
          },
        }),
      ),
    onSuccess: ({ number }) => onMade({ number, name: `${firstName} ${lastName}`.trim() }),
  });
  const submit = () => {
    setTried(true);
    if (!needsNotice || noticeRead) make.mutate();
  };
  const onKeyDown = (event: React.KeyboardEvent) => {
    if (event.key !== 'Enter' || event.ctrlKey) return;
    event.preventDefault();
    submit();
  };
  return (
    <Stack gap="xs" role="group" aria-label={words.contactNew}>
      <Text fw={500} size="sm">
        {words.contactNew}
      </Text>
      <Group grow>
        <TextInput
          label={words.firstName}
          data-autofocus
          maxLength={100}
          value={firstName}
          onKeyDown={onKeyDown}
          onChange={({ currentTarget }) => setFirstName(currentTarget.value)}
        />
        <TextInput
          label={words.lastName}
          maxLength={100}
          value={lastName}
          onKeyDown={onKeyDown}
          onChange={({ currentTarget }) => setLastName(currentTarget.value)}
        />
      </Group>
      <TextInput
        label={words.email}
        type="email"
        maxLength={200}
        value={email}
        onKeyDown={onKeyDown}
        onChange={({ currentTarget }) => setEmail(currentTarget.value)}
      />
      <Radio.Group
        label={create.givenBy}
        value={givenBy}
        onChange={(who) => setGivenBy(who as typeof givenBy)}
      >
        <Group mt={4}>
          <Radio value="person" label={create.person} />
          <Radio value="somebody-else" label={create.somebodyElse} />
        </Group>
      </Radio.Group>
      {needsNotice && (
        <Alert color="rope" variant="light" title={create.noticeTitle} role="note">
          <Text size="sm" mb="xs">
            {create.notice}
          </Text>
          <Checkbox
            label={create.noticeRead}
            checked={noticeRead}
            error={tried && !noticeRead ? create.noticeNeeded : undefined}
            onChange={({ currentTarget }) => setNoticeRead(currentTarget.checked)}
          />
        </Alert>
      )}
      <Refusal error={make.error} />
      <Group gap="xs">
        <Button size="sm" loading={make.isPending} onClick={submit}>
          {words.contactAct}
        </Button>
        <Button size="sm" variant="default" onClick={onCancel}>
          {words.contactCancel}
        </Button>
      </Group>
    </Stack>
  );
}
