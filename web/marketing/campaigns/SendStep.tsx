import { Alert, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite, useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Problems } from './Problems.tsx';
import {
  type Campaign,
  type Check,
  checkQuery,
  contentsQuery,
  LANGUAGES,
  type Language,
  previewQuery,
  volumeQuery,
} from './queries.ts';
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
        <Summary campaign={campaign} />
        <Volume campaign={campaign} />
      </section>
      <section>
        <Title order={2} mb="sm">
          {words.checked}
        </Title>
        <Refusal error={error} />
        {check && <Problems problems={check.problems} />}
        {check && <SetUp campaign={campaign} setUp={check.setUp} />}
        {volume?.reached === 0 && (
          <Alert color="red" mt="md">
            {page.campaigns.volume.nobody}
          </Alert>
        )}
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

/** The languages that it is written in. */
function useWritten({ id }: Campaign): Language[] {
  const { data } = useQuery(contentsQuery(id));
  return LANGUAGES.filter((language) => data?.[language] !== undefined);
}

/** From whom, about what, and in which languages. */
function Summary({ campaign }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns;
  const { data } = useQuery(previewQuery(campaign, campaign.defaultLanguage, ''));
  const languages = useWritten(campaign);
  if (data === undefined || languages.length === 0) return null;
  return (
    <Text mb="md">
      {campaign.channel === 'email' && (
        <>
          {words.preview.from} <b>{data.senderName}</b>
          <br />
          {data.message !== null && (
            <>
              {words.preview.subject} <b>{data.message.subject}</b>
              <br />
            </>
          )}
        </>
      )}
      {words.send.inLanguages(languages.map((language) => words.languages[language]))}
    </Text>
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
  const languages = useWritten(campaign);
  if (!may('campaigns.edit')) return null;
  return (
    <Stack gap="xs" mt="md" align="flex-start">
      <Group gap="xs">
        {languages.map((language) => (
          <Button
            key={language}
            variant="default"
            loading={send.isPending && send.variables === language}
            onClick={() => send.mutate(language)}
          >
            {languages.length === 1 ? words.act : words.actIn(page.campaigns.languages[language])}
          </Button>
        ))}
      </Group>
      <Text size="sm" c="dimmed" role="status">
        {send.data ? words.sent(send.data.sentTo) : words.hint}
      </Text>
      <Refusal error={send.error} />
    </Stack>
  );
}
