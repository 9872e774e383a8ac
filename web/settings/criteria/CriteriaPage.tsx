import { Badge, Button, Stack, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Page } from '../../frame/Page.tsx';
import { usePageWords } from '../../words/pages.ts';
import { SettingsPages } from '../SettingsPages.tsx';
import { CriterionForm } from './CriterionForm.tsx';
import { criteriaQuery } from './queries.ts';

/** What the institution and its organisations want to know of contacts. Which one is open stands in the address. */
export function CriteriaPage() {
  const { page } = usePageWords();
  const words = page.criteria;
  const navigate = useNavigate();
  const { open } = useSearch({ strict: false }) as { open?: string };
  const { data, error } = useQuery(criteriaQuery);
  if (data === undefined) return <Page title={words.title} loading={error === null} error={error} />;
  const go = (to: string | undefined) =>
    navigate({ to: addresses.criteria, search: to === undefined ? {} : { open: to } });
  const opened = data.items.find(({ id }) => String(id) === open);
  return (
    <Page
      title={words.title}
      act={
        open === undefined && (
          <Button color="rope" onClick={() => go('new')}>
            {words.add}
          </Button>
        )
      }
    >
      <SettingsPages />
      <Stack gap="xl">
        {(open === 'new' || opened !== undefined) && (
          <CriterionForm
            key={`${open} ${opened?.version}`}
            criterion={opened}
            organisations={data.organisations}
            ofInstitution={data.ofInstitution}
            last={Math.max(0, ...data.items.map(({ position }) => position))}
            onDone={() => go(undefined)}
          />
        )}
        {data.items.length === 0 ? (
          open === undefined && (
            <div>
              <Text fw={600}>{words.none}</Text>
              <Text c="dimmed">{words.noneHint}</Text>
            </div>
          )
        ) : (
          <Table.ScrollContainer minWidth={460}>
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>{words.name}</Table.Th>
                  <Table.Th>{words.organisation}</Table.Th>
                  <Table.Th>{words.type}</Table.Th>
                  <Table.Th>{words.state}</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.items.map(({ id, name, organisation, type, choices, editableByContact, state }) => (
                  <Table.Tr key={id}>
                    <Table.Td>
                      <Button
                        variant="transparent"
                        size="compact-sm"
                        px={0}
                        td="underline"
                        onClick={() => go(String(id))}
                        aria-label={words.edit(name)}
                      >
                        {name}
                      </Button>
                    </Table.Td>
                    <Table.Td>{organisation?.name ?? words.institution}</Table.Td>
                    <Table.Td>
                      {words.types[type]}
                      {choices.length > 0 && (
                        <Text size="sm" c="dimmed">
                          {choices.join(' · ')}
                        </Text>
                      )}
                    </Table.Td>
                    <Table.Td>
                      <Badge variant="light" color={state === 'active' ? 'ink' : 'gray'} tt="none">
                        {words.states[state]}
                      </Badge>
                      {editableByContact && (
                        <Text size="sm" c="dimmed">
                          {words.editableShort}
                        </Text>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Table.ScrollContainer>
        )}
      </Stack>
    </Page>
  );
}
