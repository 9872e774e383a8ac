import { Alert, Button, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite, useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Problems } from './Problems.tsx';
import { type Campaign, type Check, checkQuery, type Language, volumeQuery } from './queries.ts';
import { SendForm } from './SendForm.tsx';
import { SmsTest } from './SmsTest.tsx';
import { Volume } from './Volume.tsx';

/** What will happen, what stops it, and the act: one after the other on one page. */
export function SendStep({ campaign }: { campaign: Campaign }) {
  const { page, format } = usePageWords();
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
        {check && <SetUp campaign={campaign} setUp={check.setUp} />}
        {volume?.reached === 0 && <Alert color="red">{page.campaigns.volume.nobody}</Alert>}
        {campaign.channel === 'email' && check?.problems.length === 0 && <TestMessage campaign={campaign} />}
        {campaign.channel === 'sms' && check?.problems.length === 0 && <SmsTest campaign={campaign} />}
      </section>
      {campaign.scheduledAt !== null && (
        <section>
          <Title order={2} mb="sm">
            {words.scheduledTitle}
          </Title>
          <Text>
            {words.scheduledFor(format.instant(campaign.scheduledAt))}. {words.laterHint}
          </Text>
        </section>
      )}
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

/** What whoever installed Rappel has still to do: nothing leaves, or nobody could answer. */
function SetUp({ campaign: { channel }, setUp }: { campaign: Campaign; setUp: Check['setUp'] }) {
  const { page } = usePageWords();
  const words = page.campaigns.send;
  const missing =
    channel === 'email' && !setUp.mail
      ? words.noProvider
      : channel === 'sms' && !setUp.sms
        ? words.noSms
        : undefined;
  const sent = channel === 'email' || channel === 'sms';
  return (
    <>
      {missing !== undefined && (
        <Alert color="red" variant="light" mt="md">
          {missing}
        </Alert>
      )}
      {sent && setUp.localAddress !== null && (
        <Alert color="yellow" variant="light" mt="md">
          {words.localAddress(setUp.localAddress)}
        </Alert>
      )}
    </>
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
