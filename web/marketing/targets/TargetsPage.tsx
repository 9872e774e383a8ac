import { Badge, Button, SegmentedControl, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Page } from '../../frame/Page.tsx';
import { DataList } from '../../list/DataList.tsx';
import { allRows, type Column } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type Target, targetsQuery } from './queries.ts';

/** The targets of the institution, by name. */
export function TargetsPage() {
  const { page } = usePageWords();
  const words = page.targets;
  const navigate = useNavigate();
  const { may } = useSession();
  const { archived = false } = useSearch({ strict: false }) as { archived?: boolean };
  const { data, error, refetch, isPending } = useQuery(targetsQuery(archived));
  const create = may('targets.edit') && (
    <Button color="rope" onClick={() => void navigate({ to: addresses.newTarget })}>
      {words.create}
    </Button>
  );
  return (
    <Page title={words.title} about={<Text c="dimmed">{words.about}</Text>} act={create}>
      <DataList<Target>
        label={words.title}
        name="targets"
        list={{ ...allRows(data?.items ?? []), loading: isPending, error, retry: () => void refetch() }}
        keyOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: addresses.target, params: { target: String(id) } })}
        addressOf={({ id }) => addresses.target.replace('$target', String(id))}
        filters={
          <SegmentedControl
            aria-label={words.shown}
            data={[
              { value: 'now', label: words.shownNow },
              { value: 'archived', label: words.shownArchived },
            ]}
            value={archived ? 'archived' : 'now'}
            onChange={(chosen) =>
              void navigate({
                to: addresses.targets,
                search: (chosen === 'archived' ? { archived: true } : {}) as never,
                replace: true,
              })
            }
          />
        }
        columns={useColumns()}
        empty={
          archived
            ? { title: words.emptyArchived }
            : { title: words.empty, hint: words.emptyHint, act: create }
        }
      />
    </Page>
  );
}

function useColumns(): Column<Target>[] {
  const { page, format } = usePageWords();
  const words = page.targets;
  return [
    { id: 'name', label: words.name, width: 'minmax(10rem, 2fr)', render: ({ name }) => name },
    { id: 'code', label: words.code, hideable: true, render: ({ code }) => code },
    {
      id: 'type',
      label: words.type,
      hideable: true,
      render: ({ type }) => (
        <Badge variant="light" color={type === 'static' ? 'gray' : 'ink'} tt="none">
          {words.types[type]}
        </Badge>
      ),
    },
    {
      id: 'volume',
      label: words.volume,
      align: 'right',
      render: ({ volume }) => (volume === null ? '' : format.number(volume)),
    },
    {
      id: 'counted',
      label: words.counted,
      hideable: true,
      width: '13.5rem',
      render: ({ countedAt }) => (countedAt === null ? '' : format.instant(countedAt)),
    },
    {
      id: 'campaigns',
      label: words.campaigns,
      align: 'right',
      hideable: true,
      render: ({ campaigns }) => format.number(campaigns),
    },
    {
      id: 'description',
      label: words.description,
      hideable: true,
      hidden: true,
      render: ({ description }) => description,
    },
  ];
}
