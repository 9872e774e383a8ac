import { SegmentedControl, Stack, Text, TextInput, Title } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import { Problems } from './Problems.tsx';
import { type Campaign, type Language, previewAddress, previewQuery } from './queries.ts';

/** The saved text as a contact reads it, and what is wrong with it. */
export function Preview({ campaign, language }: { campaign: Campaign; language: Language }) {
  const { page } = usePageWords();
  const words = page.campaigns.preview;
  const [typed, setTyped] = useState('');
  const [contact] = useDebouncedValue(typed.trim(), 400);
  const [plain, setPlain] = useState(false);
  const [screen, setScreen] = useState<keyof typeof words.widths>('wide');
  const { data, error } = useQuery({
    ...previewQuery(campaign, language, contact),
    placeholderData: keepPreviousData,
  });
  const mail = campaign.channel === 'email';
  return (
    <Stack gap="sm" component="section">
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <TextInput
        label={words.as}
        description={words.somebody}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
      />
      <Refusal error={error} />
      {data && (
        <>
          {(data.message !== null || data.problems.length > 0) && <Problems problems={data.problems} />}
          {data.message === null ? (
            <Text>{data.problems.length > 0 ? words.nothing : words.notWritten}</Text>
          ) : (
            <>
              {mail && (
                <Text size="sm">
                  {words.from} <b>{data.senderName}</b>
                  <br />
                  {words.subject} <b>{data.message.subject}</b>
                </Text>
              )}
              {mail && (
                <SegmentedControl
                  aria-label={words.what}
                  w="fit-content"
                  data={[
                    { value: 'html', label: words.formatted },
                    { value: 'plain', label: words.plain },
                  ]}
                  value={plain ? 'plain' : 'html'}
                  onChange={(value) => setPlain(value === 'plain')}
                />
              )}
              {mail && !plain && (
                <SegmentedControl
                  aria-label={words.width}
                  w="fit-content"
                  data={(['wide', 'narrow', 'dark'] as const).map((value) => ({
                    value,
                    label: words.widths[value],
                  }))}
                  value={screen}
                  onChange={(value) => setScreen(value as typeof screen)}
                />
              )}
              {mail && !plain ? (
                <iframe
                  title={words.frame}
                  className={`${classes.frame} ${classes[screen] ?? ''}`}
                  sandbox=""
                  src={previewAddress(campaign, language, contact)}
                />
              ) : (
                <pre className={classes.plain}>{data.message.text}</pre>
              )}
            </>
          )}
        </>
      )}
    </Stack>
  );
}
