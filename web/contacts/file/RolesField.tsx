import { ActionIcon, Button, Fieldset, Group, Select, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePageWords } from '../../words/pages.ts';
import type { Draft } from './draft.ts';
import { rolesQuery } from './queries.ts';

interface Props {
  roles: Draft['roles'];
  onChange: (roles: Draft['roles']) => void;
  wrong: boolean;
}

/** The roles of a contact, each with its end of validity (R6). */
export function RolesField({ roles, onChange, wrong }: Props) {
  const { page } = usePageWords();
  const words = page.file;
  const { data } = useQuery(rolesQuery);
  const free = (data?.items ?? []).filter((name) => roles.every(({ role }) => role !== name));
  const set = (index: number, part: Partial<Draft['roles'][number]>) =>
    onChange(roles.map((role, place) => (place === index ? { ...role, ...part } : role)));
  return (
    <Fieldset legend={words.fields.roles}>
      <Stack gap="sm">
        {roles.map(({ role, validUntil }, index) => (
          <Group key={role} align="end" wrap="nowrap" gap="xs">
            <Select
              label={words.form.role}
              flex={1}
              miw={0}
              allowDeselect={false}
              data={[role, ...free]}
              value={role}
              onChange={(name) => name !== null && set(index, { role: name })}
            />
            <TextInput
              type="date"
              label={words.form.roleUntil}
              value={validUntil}
              onChange={({ currentTarget }) => set(index, { validUntil: currentTarget.value })}
            />
            <ActionIcon
              variant="default"
              size={36}
              aria-label={words.form.removeRole(role)}
              onClick={() => onChange(roles.filter((_, place) => place !== index))}
            >
              <IconTrash size={18} aria-hidden="true" />
            </ActionIcon>
          </Group>
        ))}
        {wrong && (
          <Text c="red" size="sm" role="alert">
            {words.wrong.roles}
          </Text>
        )}
        {free[0] !== undefined && (
          <Button
            variant="default"
            size="xs"
            w="fit-content"
            onClick={() => onChange([...roles, { role: free[0] as string, validUntil: '' }])}
          >
            {words.form.addRole}
          </Button>
        )}
      </Stack>
    </Fieldset>
  );
}
