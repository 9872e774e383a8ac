import { Alert, Stack, Text } from '@mantine/core';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { usePageWords } from '../../words/pages.ts';
import { type Campaign, type Language, previewQuery } from './queries.ts';

/** What the saved text takes of text messages, and how who gets it refuses; counted by the server, which sends it. */
export function SmsSize({ campaign, language }: { campaign: Campaign; language: Language }) {
  const { page, format } = usePageWords();
  const words = page.sms;
  const { data } = useQuery({ ...previewQuery(campaign, language, ''), placeholderData: keepPreviousData });
  if (data === undefined) return null;
  const { size, sms } = data;
  return (
    <Stack gap={4}>
      {!sms.isSetUp && (
        <Alert color="red" variant="light" title={words.notSetUp}>
          {words.notSetUpHint}
        </Alert>
      )}
      {size && (
        <>
          <Text size="sm" role="status">
            <b>{words.messages(size.messages)}</b>
            {' · '}
            {words.characters(size.characters, format.number(size.characters))}
          </Text>
          <Text size="sm" c="dimmed">
            {words.fits(size.messages, size.perMessage)}
          </Text>
          {size.forcing.length > 0 && (
            <Text size="sm">{words.forcing(size.forcing.slice(0, 20).join(' '))}</Text>
          )}
          <Text size="sm" c="dimmed">
            {words.depends}
          </Text>
        </>
      )}
      {campaign.tracked && (
        <Text size="sm" c="dimmed">
          {words.tracked}
        </Text>
      )}
      {campaign.type !== 'purchase-information' && (
        <Text size="sm" c="dimmed">
          {sms.stopNumber === null ? words.link : words.stop(sms.stopNumber)}
        </Text>
      )}
    </Stack>
  );
}
