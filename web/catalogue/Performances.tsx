import { Anchor, Badge, Button, Group, SegmentedControl, Table, Text } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { Empty, Failed, Waiting } from '../list/ListStates.tsx';
import { useSlices } from '../list/list.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { Places, placesOf } from './Places.tsx';
import { loadPerformances, type Performance, type Product } from './queries.ts';

const WHEN = ['coming', 'past', 'all'] as const;
export type When = (typeof WHEN)[number];

interface Props {
  product: Product;
  when: When;
  onWhen: (when: When) => void;
  onAdd: () => void;
}

/** The performances of an event, with how full each is. */
export function Performances({ product, when, onWhen, onAdd }: Props) {
  const { page } = usePageWords();
  const words = page.catalogue.performance;
  const mayEdit = useSession().may('catalogue.edit');
  const list = useSlices<Performance>(['performances', 'of', product.id, when], ({ cursor }) =>
    loadPerformances(product.id, when, cursor),
  );
  const add = mayEdit && (
    <Button variant={product.missing.includes('performance') ? 'filled' : 'default'} onClick={onAdd}>
      {words.add}
    </Button>
  );
  return (
    <section aria-label={page.catalogue.performances}>
      <Group justify="space-between" mb="md">
        <SegmentedControl
          aria-label={words.whenLabel}
          data={WHEN.map((value) => ({ value, label: words.when[value] }))}
          value={when}
          onChange={(chosen) => onWhen(chosen as When)}
        />
        {list.rows.length > 0 && add}
      </Group>
      {list.loading ? (
        <Waiting rows={5} />
      ) : list.rows.length === 0 && list.error ? (
        <Failed title={page.catalogue.performances} error={list.error} retry={list.retry} />
      ) : list.rows.length === 0 ? (
        <Empty title={words.empty[when]} hint={mayEdit ? words.emptyHint : undefined} act={add} />
      ) : (
        <Rows product={product} rows={list.rows} />
      )}
      {list.hasMore && (
        <Button variant="default" mt="md" loading={list.loadingMore} onClick={list.loadMore}>
          {words.moreOf}
        </Button>
      )}
    </section>
  );
}

function Rows({ product, rows }: { product: Product; rows: Performance[] }) {
  const { page, format } = usePageWords();
  const words = page.catalogue.performance;
  return (
    <Table.ScrollContainer minWidth={560}>
      <Table verticalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{words.starts}</Table.Th>
            <Table.Th>{words.venue}</Table.Th>
            <Table.Th>{page.catalogue.places}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ id, startsAt, endsAt, venue, state, quotas }) => (
            <Table.Tr key={id}>
              <Table.Td>
                <Anchor
                  renderRoot={(props) => (
                    <Link
                      to={addresses.performance}
                      params={{ product: String(product.id), performance: String(id) }}
                      {...props}
                    />
                  )}
                >
                  {startsAt !== null
                    ? format.instant(startsAt)
                    : `${words.ends} ${format.instant(endsAt as string)}`}
                </Anchor>
                {state === 'cancelled' && (
                  <Badge ml="xs" variant="outline" color="gray" tt="none">
                    {words.states.cancelled}
                  </Badge>
                )}
              </Table.Td>
              <Table.Td>{venue ?? <Text c="dimmed">–</Text>}</Table.Td>
              <Table.Td>{state === 'scheduled' && <Places places={placesOf(quotas)} />}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
