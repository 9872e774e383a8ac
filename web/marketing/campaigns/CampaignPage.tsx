import { Alert, Badge, Group, Tabs, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Acts } from './Acts.tsx';
import classes from './Campaign.module.css';
import { Duplicate } from './Duplicate.tsx';
import { type Campaign, type CampaignSettings, campaignQuery, STATE_COLOURS } from './queries.ts';
import { ResultsStep } from './Results.tsx';
import { SendStep } from './SendStep.tsx';
import { SettingsForm } from './SettingsForm.tsx';
import { TextStep } from './TextStep.tsx';
import { useKeepCampaign } from './useKeepCampaign.ts';
import { Volume } from './Volume.tsx';

const NEW: CampaignSettings = {
  name: '',
  description: '',
  type: 'marketing',
  channel: 'email',
  performanceId: null,
  reason: null,
  organisationId: null,
  senderName: null,
  replyTo: null,
  defaultLanguage: 'fr',
  tracked: true,
  ratePerMinute: null,
  targets: [],
  leftOut: [],
};

type Step = 'what' | 'text' | 'send' | 'results';

export function NewCampaignPage() {
  const { page, language, say } = usePageWords();
  const words = page.campaigns;
  const navigate = useNavigate();
  const keep = useKeepCampaign();
  const { target } = useSearch({ strict: false }) as { target?: number };
  const create = useMutation({
    mutationFn: (body: CampaignSettings) => answered(api.POST('/api/campaigns', { body })),
    onSuccess: async (campaign) => {
      await keep(campaign);
      notifications.show({ message: words.created, closeButtonProps: { 'aria-label': say.common.close } });
      const search = { step: 'text' } as never;
      // back is where one came from, not an empty form
      await navigate({
        to: addresses.campaign,
        params: { campaign: String(campaign.id) },
        search,
        replace: true,
      });
    },
  });
  return (
    <Page title={words.create} crumbs={[{ label: words.title, href: addresses.campaigns }]}>
      <SettingsForm
        settings={{
          ...NEW,
          defaultLanguage: language,
          targets: target === undefined ? [] : [target],
        }}
        readOnly={false}
        onSave={(settings) => create.mutateAsync(settings)}
        saving={create.isPending}
        error={create.error}
      />
    </Page>
  );
}

/** A campaign in its steps: what and to whom, the text, checking and sending, and what became of it. */
export function CampaignPage() {
  const { campaign: text } = useParams({ strict: false }) as { campaign: string };
  const { page } = usePageWords();
  const words = page.campaigns;
  const navigate = useNavigate();
  const { step } = useSearch({ strict: false }) as { step?: Step };
  const { data: campaign, error } = useQuery(campaignQuery(Number(text)));
  const crumbs = [{ label: words.title, href: addresses.campaigns }];
  if (campaign === undefined)
    return <Page title={words.title} crumbs={crumbs} loading={error === null} error={error} />;
  const written = campaign.state === 'draft' || campaign.state === 'scheduled';
  const steps: Step[] = written ? ['what', 'text', 'send'] : ['results', 'what', 'text'];
  const shown = step !== undefined && steps.includes(step) ? step : (steps[0] as Step);
  const go = (wanted: string | null) =>
    void navigate({
      to: addresses.campaign,
      params: { campaign: text },
      search: { step: wanted } as never,
    });
  return (
    <Page
      title={campaign.name}
      crumbs={crumbs}
      about={<About campaign={campaign} />}
      act={
        <Group gap="xs" align="flex-start" justify="flex-end">
          <Duplicate campaign={campaign} />
          <Acts campaign={campaign} />
        </Group>
      }
    >
      {campaign.failure !== null && (
        <Alert color="yellow" variant="light" mb="md">
          {(campaign.state === 'sending' ? words.results.waitsFor : words.results.failure)(campaign.failure)}
        </Alert>
      )}
      <Tabs value={shown} onChange={go} keepMounted={false}>
        <Tabs.List aria-label={words.stepsLabel} mb="lg">
          {steps.map((one, at) => (
            <Tabs.Tab key={one} value={one}>
              {written ? `${at + 1}. ${words.steps[one]}` : words.steps[one]}
            </Tabs.Tab>
          ))}
        </Tabs.List>
        <Tabs.Panel value="what">
          <WhatStep key={campaign.id} campaign={campaign} onNext={() => go('text')} />
        </Tabs.Panel>
        <Tabs.Panel value="text">
          <TextStep key={campaign.id} campaign={campaign} onNext={() => go('send')} />
        </Tabs.Panel>
        <Tabs.Panel value="send">
          <SendStep campaign={campaign} />
        </Tabs.Panel>
        <Tabs.Panel value="results">
          <ResultsStep campaign={campaign} />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}

function About({ campaign: { state, type, channel, scheduledAt } }: { campaign: Campaign }) {
  const { page, format } = usePageWords();
  const words = page.campaigns;
  return (
    <Group gap="xs">
      <Badge variant="light" color={STATE_COLOURS[state]}>
        {words.states[state]}
      </Badge>
      <Text span>
        {words.types[type]} · {words.channels[channel]}
        {scheduledAt !== null && ` · ${words.send.scheduledFor(format.instant(scheduledAt))}`}
      </Text>
    </Group>
  );
}

function WhatStep({ campaign, onNext }: { campaign: Campaign; onNext: () => void }) {
  const { page, say } = usePageWords();
  const words = page.campaigns;
  const mayEdit = useMayWrite('campaigns.edit');
  const keep = useKeepCampaign();
  const readOnly = !mayEdit || campaign.state !== 'draft';
  const save = useMutation({
    mutationFn: (settings: CampaignSettings) =>
      answered(
        api.PUT('/api/campaigns/{campaign}', {
          params: { path: { campaign: campaign.id } },
          body: { ...settings, version: campaign.version },
        }),
      ),
    onSuccess: async (saved) => {
      await keep(saved);
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
    },
  });
  return (
    <div className={classes.columns}>
      <div>
        {readOnly && (
          <Text c="dimmed" mb="md">
            {mayEdit ? words.notDraft : words.readOnly}
          </Text>
        )}
        <SettingsForm
          settings={settingsOf(campaign)}
          readOnly={readOnly}
          onSave={async (settings, goesOn) => {
            await save.mutateAsync(settings);
            if (goesOn) onNext();
          }}
          saving={save.isPending}
          error={save.error}
          staying
        />
      </div>
      <Volume campaign={campaign} />
    </div>
  );
}

function settingsOf(campaign: Campaign): CampaignSettings {
  return Object.fromEntries(
    Object.keys(NEW).map((name) => [name, campaign[name as keyof CampaignSettings]]),
  ) as unknown as CampaignSettings;
}
