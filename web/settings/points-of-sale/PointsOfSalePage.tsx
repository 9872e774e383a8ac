import { Anchor, Badge, Button, Table, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Page } from '../../frame/Page.tsx';
import { Empty } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import { SettingsPages } from '../SettingsPages.tsx';
import { type PointOfSale, pointsOfSaleQuery } from './queries.ts';

/** The box offices and shops; one without a policy that can be read is seen at a glance. */
export function PointsOfSalePage() {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  const navigate = useNavigate();
  const { data, error } = useQuery(pointsOfSaleQuery);
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      loading={data === undefined && error === null}
      error={data === undefined ? error : null}
      act={
        <Button color="rope" onClick={() => void navigate({ to: addresses.newPointOfSale })}>
          {words.create}
        </Button>
      }
    >
      <SettingsPages />
      {data?.items.length === 0 ? (
        <Empty title={words.empty} hint={words.emptyHint} />
      ) : (
        <Table.ScrollContainer minWidth={640}>
          <Table verticalSpacing="sm">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.name}</Table.Th>
                <Table.Th>{words.kind}</Table.Th>
                <Table.Th>{words.organisation}</Table.Th>
                <Table.Th>{words.state}</Table.Th>
                <Table.Th>{words.policy}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {data?.items.map((point) => (
                <Table.Tr key={point.id}>
                  <Table.Td>
                    <Anchor
                      size="sm"
                      renderRoot={(props) => (
                        <Link to={addresses.pointOfSale} params={{ point: String(point.id) }} {...props} />
                      )}
                    >
                      {point.name}
                    </Anchor>
                    {point.slug !== null && (
                      <Text c="dimmed" size="sm">
                        /shop/{point.slug}
                      </Text>
                    )}
                  </Table.Td>
                  <Table.Td>{words.kinds[point.kind]}</Table.Td>
                  <Table.Td>{point.organisation.name}</Table.Td>
                  <Table.Td>
                    <Badge
                      variant={point.state === 'open' ? 'light' : 'outline'}
                      color={point.state === 'open' ? 'ink' : 'gray'}
                      tt="none"
                    >
                      {words.states[point.state]}
                    </Badge>
                  </Table.Td>
                  <Table.Td>
                    <PolicyState policy={point.policy} />
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </Page>
  );
}

function PolicyState({ policy }: { policy: PointOfSale['policy'] }) {
  const { page } = usePageWords();
  const { policies } = page.pointsOfSale;
  if (policy?.version) return <Text size="sm">{policies.read}</Text>;
  const state = policy === null ? 'none' : policy.failure === null ? 'waiting' : 'unread';
  return (
    <Badge variant="light" color={state === 'waiting' ? 'ink' : 'rope'} tt="none">
      {policies[state]}
    </Badge>
  );
}
