import { Anchor, Badge, Button, Modal, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { InviteForm } from './InviteForm.tsx';
import { LinkToCopy } from './LinkToCopy.tsx';
import { type MadeLink, operatorsQuery, organisationsQuery, type StaffMember } from './queries.ts';
import { SettingsPages } from './SettingsPages.tsx';

export const STATE_COLOURS: Record<StaffMember['state'], string> = {
  active: 'ink',
  invited: 'rope',
  locked: 'red',
  disabled: 'gray',
  left: 'gray',
};

/** Who works in the back office, with which profile, and how they sign in. */
export function OperatorsPage() {
  const { page, say, format } = usePageWords();
  const words = page.operators;
  const { operator: me } = useSession();
  const [inviting, setInviting] = useState(false);
  const [made, setMade] = useState<MadeLink>();
  const { data, error } = useQuery(operatorsQuery);
  const { data: organisations } = useQuery(organisationsQuery);
  const names = new Map(organisations?.items.map(({ id, name }) => [id, name]));
  const close = () => {
    setInviting(false);
    setMade(undefined);
  };
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={data === undefined && error === null}
      error={error}
      act={
        <Button color="rope" onClick={() => setInviting(true)}>
          {words.invite}
        </Button>
      }
    >
      <SettingsPages />
      <Table.ScrollContainer minWidth={820}>
        <Table verticalSpacing="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.name}</Table.Th>
              <Table.Th>{words.state}</Table.Th>
              <Table.Th>{words.profile}</Table.Th>
              <Table.Th>{words.organisations}</Table.Th>
              <Table.Th>{words.secondFactor}</Table.Th>
              <Table.Th>{words.lastSignIn}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {data?.items.map((one) => (
              <Table.Tr key={one.id}>
                <Table.Td>
                  <Anchor
                    size="sm"
                    renderRoot={(props) => (
                      <Link to={addresses.operator} params={{ operator: String(one.id) }} {...props} />
                    )}
                  >
                    {one.name ?? one.email ?? words.former(one.id)}
                  </Anchor>
                  {one.id === me.id && (
                    <Text span c="dimmed" size="sm">
                      {' '}
                      ({words.you})
                    </Text>
                  )}
                  {one.name !== null && (
                    <Text c="dimmed" size="sm">
                      {one.email}
                    </Text>
                  )}
                </Table.Td>
                <Table.Td>
                  <Badge variant="light" color={STATE_COLOURS[one.state]}>
                    {words.states[one.state]}
                  </Badge>
                </Table.Td>
                <Table.Td>{say.profiles[one.profile]}</Table.Td>
                <Table.Td>
                  {one.organisations.length === 0
                    ? words.all
                    : format.list(one.organisations.map((id) => names.get(id) ?? String(id)))}
                </Table.Td>
                <Table.Td>
                  {one.state !== 'left' && words.secondFactors[one.secondFactor ? 'yes' : 'no']}
                </Table.Td>
                <Table.Td>
                  {one.lastSignInAt === null ? words.never : format.instant(one.lastSignInAt)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Modal
        opened={inviting}
        onClose={close}
        title={words.invite}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {made === undefined ? <InviteForm onMade={setMade} /> : <LinkToCopy made={made} />}
      </Modal>
    </Page>
  );
}
