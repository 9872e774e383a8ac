import { Button, PasswordInput, Select, Stack, Table, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import type { Profile } from '../api/types.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';

const NOBODY = { name: '', email: '', password: '', profile: 'box-office' as Profile };

/** Who works in the back office, and with which profile. */
export function OperatorsPage() {
  const { page, say, language } = usePageWords();
  const words = page.operators;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(NOBODY);
  const { data, error } = useQuery({
    queryKey: ['operators'],
    queryFn: () => answered(api.GET('/api/operators')),
  });
  const add = useMutation({
    mutationFn: () => answered(api.POST('/api/operators', { body: { ...wanted, locale: language } })),
    onSuccess: async ({ name }) => {
      notifications.show({
        message: words.added(name),
        closeButtonProps: { 'aria-label': say.common.close },
      });
      setWanted(NOBODY);
      await queries.invalidateQueries({ queryKey: ['operators'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const text = (field: 'name' | 'email' | 'password') => ({
    required: true,
    value: wanted[field],
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      setWanted({ ...wanted, [field]: currentTarget.value }),
  });
  return (
    <Page title={words.title} loading={data === undefined && error === null} error={error}>
      <Stack gap="xl">
        <Table.ScrollContainer minWidth={420}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.name}</Table.Th>
                <Table.Th>{words.email}</Table.Th>
                <Table.Th>{words.profile}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.items.map(({ id, name, email, profile }) => (
                <Table.Tr key={id}>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{email}</Table.Td>
                  <Table.Td>{say.profiles[profile]}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
        <form onSubmit={submit}>
          <Stack gap="sm" maw={440}>
            <Title order={2}>{words.add}</Title>
            <TextInput label={words.name} maxLength={200} {...text('name')} />
            <TextInput label={words.email} type="email" autoComplete="off" {...text('email')} />
            <Select
              label={words.profile}
              allowDeselect={false}
              data={Object.entries(say.profiles).map(([value, label]) => ({ value, label }))}
              value={wanted.profile}
              onChange={(profile) => setWanted({ ...wanted, profile: profile as Profile })}
            />
            <PasswordInput
              label={words.password}
              description={words.passwordHint}
              autoComplete="new-password"
              minLength={12}
              {...text('password')}
            />
            <Refusal error={add.error} />
            <div>
              <Button type="submit" color="rope" loading={add.isPending}>
                {words.act}
              </Button>
            </div>
          </Stack>
        </form>
      </Stack>
    </Page>
  );
}
