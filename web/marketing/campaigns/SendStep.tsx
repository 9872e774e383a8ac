import { Alert, Button, Radio, Stack, Text, TextInput, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite, useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Problems } from './Problems.tsx';
import { type Campaign, checkQuery, type Language, volumeQuery } from './queries.ts';
import { SmsTest } from './SmsTest.tsx';
import { useKeepCampaign } from './useKeepCampaign.ts';
import { Volume } from './Volume.tsx';

/** What will happen, what stops it, and the act: one after the other on one page. */
export function SendStep({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns.send;
  const maySend = useMayWrite('campaigns.send');
  const { data: check, error } = useQuery(checkQuery(campaign));
  const { data: volume } = useQuery(volumeQuery(campaign));
  const ready = check?.problems.length === 0 && volume !== undefined && volume.reached > 0;
  return (
    <Stack gap="xl" maw="44rem">
      <section>
        <Title order={2} mb="sm">
          {words.happens}
        </Title>
        <Volume campaign={campaign} />
      </section>
      <section>
        <Title order={2} mb="sm">
          {words.checked}
        </Title>
        <Refusal error={error} />
        {check && <Problems problems={check.problems} />}
        {volume?.reached === 0 && <Alert color="red">{page.campaigns.volume.nobody}</Alert>}
        {campaign.channel === 'email' && check?.problems.length === 0 && <TestMessage campaign={campaign} />}
        {campaign.channel === 'sms' && check?.problems.length === 0 && <SmsTest campaign={campaign} />}
      </section>
      {campaign.state === 'draft' && (
        <section>
          <Title order={2} mb="sm">
            {words.confirm}
          </Title>
          {maySend ? (
            ready && <SendForm key={campaign.version} campaign={campaign} reached={volume.reached} />
          ) : (
            <Text c="dimmed">{words.noPermission}</Text>
          )}
        </section>
      )}
    </Stack>
  );
}

function TestMessage({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns.test;
  const { may } = useSession();
  const send = useMutation({
    mutationFn: (language: Language) =>
      answered(
        api.POST('/api/campaigns/{campaign}/test', {
          params: { path: { campaign: campaign.id } },
          body: { language },
        }),
      ),
  });
  if (!may('campaigns.edit')) return null;
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <Button
        variant="default"
        loading={send.isPending}
        onClick={() => send.mutate(campaign.defaultLanguage)}
      >
        {words.act}
      </Button>
      <Text size="sm" c="dimmed" role="status">
        {send.data ? words.sent(send.data.sentTo) : words.hint}
      </Text>
      <Refusal error={send.error} />
    </Stack>
  );
}

/** Spaces, dots, commas and apostrophes between thousands are read over. */
const numberIn = (text: string) =>
  /^[\d\s.,'’]+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : undefined;

function SendForm({ campaign, reached }: { campaign: Campaign; reached: number }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.send;
  const keep = useKeepCampaign();
  const [later, setLater] = useState(false);
  const [at, setAt] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const count = format.number(reached);
  const right = numberIn(typed) === reached;
  const path = { campaign: campaign.id };
  const act = useMutation({
    mutationFn: () =>
      later
        ? answered(
            api.PUT('/api/campaigns/{campaign}/schedule', {
              params: { path },
              body: { version: campaign.version, at: new Date(at).toISOString() },
            }),
          )
        : answered(
            api.POST('/api/campaigns/{campaign}/send', {
              params: { path },
              body: { version: campaign.version, reached },
            }),
          ),
    onSuccess: keep,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!act.isPending && (later ? at !== '' : right)) act.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md" align="flex-start">
        <Radio.Group
          label={words.when}
          value={later ? 'later' : 'now'}
          onChange={(value) => setLater(value === 'later')}
        >
          <Stack gap="xs" mt={4}>
            <Radio value="now" label={words.now} />
            <Radio value="later" label={words.later} description={words.laterHint} />
          </Stack>
        </Radio.Group>
        {later ? (
          <TextInput
            type="datetime-local"
            label={words.at}
            required
            value={at}
            onChange={(event) => setAt(event.currentTarget.value)}
          />
        ) : (
          <>
            <Alert color="red" variant="light" role="note">
              {words.irreversible}
            </Alert>
            <TextInput
              label={words.type(count)}
              description={words.typeHint}
              inputMode="numeric"
              autoComplete="off"
              value={typed}
              onChange={(event) => setTyped(event.currentTarget.value)}
              error={tried && !right ? words.typeWrong(count) : undefined}
            />
          </>
        )}
        <Refusal error={act.error} />
        {later ? (
          <Button type="submit" color="rope" loading={act.isPending}>
            {words.schedule}
          </Button>
        ) : (
          <Button type="submit" color="red" variant={right ? 'filled' : 'outline'} loading={act.isPending}>
            {words.act(reached, count)}
          </Button>
        )}
      </Stack>
    </form>
  );
}
