import { Badge, Button, Group, Select, Text } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Page } from '../../frame/Page.tsx';
import { DataList } from '../../list/DataList.tsx';
import { type Column, useSlices } from '../../list/list.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type CampaignState, type ListedCampaign, loadCampaigns, STATE_COLOURS, STATES } from './queries.ts';

/** The campaigns of the institution, the newest first. */
export function CampaignsPage() {
  const { page } = usePageWords();
  const words = page.campaigns;
  const navigate = useNavigate();
  const { may } = useSession();
  const { state } = useSearch({ strict: false }) as { state?: CampaignState };
  const look = (wanted: CampaignState | null) =>
    void navigate({
      to: addresses.campaigns,
      search: (wanted === null ? {} : { state: wanted }) as never,
      replace: true,
    });
  const list = useSlices(['campaigns', 'list', state], ({ cursor }) => loadCampaigns(state, cursor));
  const create = may('campaigns.edit') && (
    <Group gap="xs">
      <Button variant="default" onClick={() => void navigate({ to: addresses.renewal })}>
        {page.renewal.button}
      </Button>
      <Button color="rope" onClick={() => void navigate({ to: addresses.newCampaign })}>
        {words.create}
      </Button>
    </Group>
  );
  return (
    <Page title={words.title} about={<Text c="dimmed">{words.about}</Text>} act={create}>
      <DataList<ListedCampaign>
        label={words.title}
        name="campaigns"
        list={list}
        keyOf={({ id }) => id}
        onOpen={({ id }) => void navigate({ to: addresses.campaign, params: { campaign: String(id) } })}
        addressOf={({ id }) => addresses.campaign.replace('$campaign', String(id))}
        filters={
          <Select
            aria-label={words.shown}
            placeholder={words.all}
            clearable
            w={200}
            data={STATES.map((value) => ({ value, label: words.states[value] }))}
            value={state ?? null}
            onChange={(value) => look(value as CampaignState | null)}
          />
        }
        columns={useColumns()}
        empty={
          state === undefined
            ? { title: words.empty, hint: words.emptyHint, act: create }
            : { title: words.none }
        }
      />
    </Page>
  );
}

function useColumns(): Column<ListedCampaign>[] {
  const { page, format } = usePageWords();
  const words = page.campaigns;
  const figure = (
    id: 'recipients' | 'sent' | 'clicked' | 'excluded',
    label: string,
  ): Column<ListedCampaign> => ({
    id,
    label,
    align: 'right',
    hideable: true,
    width: id === 'recipients' ? '7rem' : '5.5rem',
    render: (row) => (row.state === 'draft' || row.state === 'scheduled' ? '' : format.number(row[id])),
  });
  return [
    { id: 'name', label: words.name, width: 'minmax(12rem, 3fr)', render: ({ name }) => name },
    {
      id: 'state',
      label: words.state,
      width: '8.5rem',
      render: ({ state }) => (
        <Badge variant="light" color={STATE_COLOURS[state]}>
          {words.states[state]}
        </Badge>
      ),
    },
    {
      id: 'channel',
      label: words.channel,
      hideable: true,
      width: '5.5rem',
      render: ({ channel }) => words.channels[channel],
    },
    {
      id: 'when',
      label: words.when,
      hideable: true,
      width: 'minmax(11rem, 1fr)',
      render: ({ scheduledAt, startedAt }) => {
        const at = startedAt ?? scheduledAt;
        return at === null ? '' : format.shortInstant(at);
      },
    },
    figure('recipients', words.reached),
    figure('sent', words.sentCount),
    figure('clicked', words.clickedCount),
    figure('excluded', words.excludedCount),
  ];
}
