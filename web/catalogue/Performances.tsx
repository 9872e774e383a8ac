import { Badge, Button, SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { DataList } from '../list/DataList.tsx';
import { type Column, useSlices } from '../list/list.ts';
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
  const navigate = useNavigate();
  const mayEdit = useSession().may('catalogue.edit');
  const list = useSlices<Performance>(['performances', 'of', product.id, when], ({ cursor }) =>
    loadPerformances(product.id, when, cursor),
  );
  const add = mayEdit && (
    <Button variant={product.missing.includes('performance') ? 'filled' : 'default'} onClick={onAdd}>
      {words.add}
    </Button>
  );
  const paramsOf = ({ id }: Performance) => ({ product: String(product.id), performance: String(id) });
  return (
    <DataList<Performance>
      label={page.catalogue.performances}
      name="performances"
      list={list}
      keyOf={({ id }) => id}
      onOpen={(one) => void navigate({ to: addresses.performance, params: paramsOf(one) })}
      addressOf={({ id }) =>
        addresses.performance.replace('$product', String(product.id)).replace('$performance', String(id))
      }
      columns={useColumns()}
      filters={
        <>
          <SegmentedControl
            aria-label={words.whenLabel}
            data={WHEN.map((value) => ({ value, label: words.when[value] }))}
            value={when}
            onChange={(chosen) => onWhen(chosen as When)}
          />
          {list.rows.length > 0 && add}
        </>
      }
      empty={{
        title: words.empty[when],
        ...(mayEdit ? { hint: words.emptyHint } : {}),
        act: add,
      }}
    />
  );
}

function useColumns(): Column<Performance>[] {
  const { page, format } = usePageWords();
  const words = page.catalogue.performance;
  return [
    {
      id: 'start',
      label: words.starts,
      width: 'minmax(12rem, 1.5fr)',
      render: ({ startsAt, endsAt, state }) => (
        <>
          {startsAt !== null ? format.instant(startsAt) : `${words.ends} ${format.instant(endsAt as string)}`}
          {state === 'cancelled' && (
            <Badge ml="xs" variant="outline" color="gray" tt="none">
              {words.states.cancelled}
            </Badge>
          )}
        </>
      ),
    },
    { id: 'venue', label: words.venue, hideable: true, render: ({ venue }) => venue },
    {
      id: 'places',
      label: page.catalogue.places,
      width: 'minmax(10rem, 1fr)',
      hideable: true,
      render: ({ state, quotas }) => state === 'scheduled' && <Places places={placesOf(quotas)} />,
    },
  ];
}
