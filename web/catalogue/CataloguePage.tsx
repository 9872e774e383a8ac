import { Badge, Button, Group, Modal, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { Page } from '../frame/Page.tsx';
import { DataList } from '../list/DataList.tsx';
import type { FilterField } from '../list/Filters.tsx';
import { type Column, type ListSearch, sortOf, useSlices } from '../list/list.ts';
import { useMayWrite, useSession } from '../session/session.tsx';
import { organisationsQuery } from '../settings/queries.ts';
import { usePageWords } from '../words/pages.ts';
import { Places } from './Places.tsx';
import { ProductForm } from './ProductForm.tsx';
import { KINDS, type ListedProduct, loadProducts, STATE_COLOURS, STATES, seasonsQuery } from './queries.ts';

/** What is sold; the address holds how the list is narrowed and sorted. */
export function CataloguePage() {
  const { page, say } = usePageWords();
  const words = page.catalogue;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const { may } = useSession();
  const mayWrite = useMayWrite('catalogue.edit');
  const { new: isNew, ...search } = useSearch({ strict: false }) as ListSearch;
  const creating = isNew === true && mayWrite;
  const look = (wanted: ListSearch) =>
    void navigate({ to: addresses.catalogue, search: wanted as never, replace: true });
  const list = useSlices(['products', 'list', search], ({ cursor, signal }) =>
    loadProducts(search, cursor, signal),
  );
  const fields = useFields();
  const filtered = fields.some(({ name }) => search[name] !== undefined);
  const open = (id: number) => navigate({ to: addresses.product, params: { product: String(id) } });
  const create = may('catalogue.edit') && (
    <Button color="rope" onClick={() => look({ ...search, new: true })}>
      {words.create}
    </Button>
  );
  return (
    <Page
      title={words.title}
      about={<Text c="dimmed">{words.about}</Text>}
      act={
        <Group gap="xs">
          <Button variant="default" onClick={() => navigate({ to: addresses.seasons })}>
            {words.seasons.title}
          </Button>
          {create}
        </Group>
      }
    >
      <DataList<ListedProduct>
        label={words.title}
        name="products"
        list={list}
        keyOf={({ id }) => id}
        onOpen={({ id }) => void open(id)}
        addressOf={({ id }) => addresses.product.replace('$product', String(id))}
        sort={sortOf(search) ?? { column: 'next', descending: false }}
        onSort={({ column, descending }) =>
          look({ ...search, sort: column, descending: descending || undefined })
        }
        narrow={{ fields, search, onSearch: look }}
        columns={useColumns()}
        empty={
          filtered
            ? {
                title: words.none,
                hint: words.noneHint,
                act: (
                  <Button variant="default" onClick={() => look({})}>
                    {words.showAll}
                  </Button>
                ),
              }
            : { title: words.empty, hint: words.emptyHint, act: create }
        }
      />
      <Modal
        opened={creating}
        onClose={() => look(search)}
        title={words.create}
        size="lg"
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        <ProductForm
          onSaved={async (id) => {
            await queries.invalidateQueries({ queryKey: ['products'] });
            await open(id);
          }}
        />
      </Modal>
    </Page>
  );
}

function useFields(): FilterField[] {
  const { page } = usePageWords();
  const words = page.catalogue;
  const { data: seasons } = useQuery(seasonsQuery);
  const { data: organisations } = useQuery(organisationsQuery);
  const named = (items: { id: number; name: string }[] | undefined) =>
    (items ?? []).map(({ id, name }) => ({ value: String(id), label: name }));
  return [
    { type: 'text', name: 'name', label: words.search },
    { type: 'choice', name: 'season', label: words.season, values: named(seasons?.items) },
    {
      type: 'choice',
      name: 'kind',
      label: words.kind,
      values: KINDS.map((value) => ({ value, label: words.kinds[value] })),
    },
    {
      type: 'choice',
      name: 'state',
      label: words.state,
      values: STATES.map((value) => ({ value, label: words.states[value] })),
    },
    {
      type: 'choice',
      name: 'organisation',
      label: words.organisation,
      values: named(organisations?.items),
    },
  ];
}

function useColumns(): Column<ListedProduct>[] {
  const { page, format } = usePageWords();
  const words = page.catalogue;
  return [
    {
      id: 'name',
      label: words.name,
      sortable: true,
      width: 'minmax(9rem, 2fr)',
      render: ({ name }) => name,
    },
    {
      id: 'kind',
      label: words.kind,
      hideable: true,
      width: 'minmax(6rem, 0.6fr)',
      render: ({ kind }) => words.kinds[kind],
    },
    {
      id: 'state',
      label: words.state,
      hideable: true,
      width: '7rem',
      render: ({ state }) => (
        <Badge variant={state === 'on-sale' ? 'light' : 'outline'} color={STATE_COLOURS[state]} tt="none">
          {words.states[state]}
        </Badge>
      ),
    },
    {
      id: 'next',
      label: words.next,
      sortable: true,
      hideable: true,
      width: '13.5rem',
      render: ({ nextAt, validUntil }) =>
        nextAt !== null
          ? format.instant(nextAt)
          : validUntil !== null && `${words.validUntil} ${format.day(validUntil)}`,
    },
    {
      id: 'performances',
      label: words.performances,
      hideable: true,
      width: 'minmax(9rem, 0.7fr)',
      render: ({ kind, performances: { coming, all } }) => kind === 'event' && words.coming(coming, all),
    },
    {
      id: 'places',
      label: words.places,
      hideable: true,
      width: 'minmax(10.5rem, 0.8fr)',
      render: ({ places }) => <Places places={places} />,
    },
    {
      id: 'season',
      label: words.season,
      hideable: true,
      width: '5.5rem',
      render: ({ season }) => season?.name,
    },
    {
      id: 'organisation',
      label: words.organisation,
      hideable: true,
      hidden: true,
      render: ({ organisation }) => organisation.name,
    },
  ];
}
