import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { Waiting } from '../../list/ListStates.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { History, useTold } from './History.tsx';
import classes from './Panel.module.css';
import {
  type Answer,
  type Authorisation,
  type Authorisations,
  authorisationsQuery,
  wordingsQuery,
} from './queries.ts';
import { RequestFields, type Way } from './RequestFields.tsx';
import { useRecording } from './useRecording.ts';
import { WordingFields, type WordingLanguage } from './WordingFields.tsx';

const GROUPS: { label: 'purposes' | 'channels'; of: Authorisation[] }[] = [
  { label: 'purposes', of: ['institution', 'third-parties', 'partners'] },
  { label: 'channels', of: ['email', 'sms', 'phone', 'post'] },
];

/** What a contact allows (R22), recording what it asks for, and the proof of each change. */
export function AuthorisationsPanel({ number }: { number: string }) {
  const { page } = usePageWords();
  const words = page.consent;
  const { data, error } = useQuery(authorisationsQuery(number));
  return (
    <section>
      <Title order={2} mb="sm">
        {words.title}
      </Title>
      {data === undefined ? (
        error === null ? (
          <Waiting />
        ) : (
          <Refusal error={error} />
        )
      ) : (
        <Recorded number={number} data={data} />
      )}
    </section>
  );
}

interface About {
  way: Way | null;
  language: WordingLanguage;
}

function Recorded({ number, data }: { number: string; data: Authorisations }) {
  const { page } = usePageWords();
  const words = page.consent;
  const { may } = useSession();
  const told = useTold();
  const { data: wordings } = useQuery(wordingsQuery);
  const inUse = (wordings?.items ?? []).filter(({ current }) => current);
  const [language, setLanguage] = useState<WordingLanguage>('nothing');
  const current = new Map<string, Answer>(
    data.items.map(({ authorisation, value }) => [authorisation, value]),
  );
  const draft = useRecording<Answer, About>(
    number,
    { version: data.version, current },
    (version, values, { way, language: read }) =>
      answered(
        api.POST('/api/contacts/{number}/authorisations', {
          params: { path: { number } },
          body: {
            version,
            changes: [...values].map(([authorisation, value]) => ({
              authorisation: authorisation as Authorisation,
              value,
              wordingId:
                way === null || read === 'nothing'
                  ? null
                  : (inUse.find((one) => one.authorisation === authorisation)?.id ?? null),
            })),
            request: way === null ? null : { way, language: read === 'nothing' ? null : read },
          },
        }),
      ),
  );
  const lastOf = (authorisation: Authorisation) =>
    data.history.find((event) => event.authorisation === authorisation);
  return (
    <Stack gap="md">
      {GROUPS.map(({ label, of }) => (
        <div key={label}>
          <Title order={3} size="sm" c="dimmed" fw={500}>
            {words[label]}
          </Title>
          <div className={classes.rows}>
            {of.map((authorisation) => {
              const last = lastOf(authorisation);
              const value = draft.valueOf(authorisation) ?? 'none';
              return (
                <div
                  key={authorisation}
                  className={`${classes.row} ${draft.isChanged(authorisation) ? classes.changed : ''}`}
                >
                  <span className={classes.name}>{words.names[authorisation]}</span>
                  {may('consent.record') ? (
                    <SegmentedControl
                      aria-label={words.names[authorisation]}
                      data={(['yes', 'no', 'none'] as const).map((one) => ({
                        value: one,
                        label: words.answers[one],
                      }))}
                      value={value}
                      onChange={(chosen) => draft.set(authorisation, chosen as Answer)}
                    />
                  ) : (
                    <span>{words.answers[value]}</span>
                  )}
                  <span className={classes.last}>{last === undefined ? words.never : told(last)}</span>
                </div>
              );
            })}
          </div>
        </div>
      ))}
      {draft.changes > 0 && (
        <RequestFields
          changes={draft.changes}
          own={words.own}
          onSave={(way) => draft.save({ way, language })}
          onDiscard={draft.discard}
          saving={draft.saving}
          error={draft.error}
        >
          <WordingFields
            language={language}
            onLanguage={setLanguage}
            asked={draft.keys as Authorisation[]}
            wordings={inUse}
          />
        </RequestFields>
      )}
      <details>
        <summary>{words.history}</summary>
        <Stack gap="md" mt="sm">
          <History events={data.history} render={(event) => <AuthorisationEvent event={event} />} />
        </Stack>
      </details>
      {may('consent.export') && (
        <Group gap="sm">
          <Button
            component="a"
            href={`/api/contacts/${encodeURIComponent(number)}/consent-record.jsonld`}
            download={`consent-record-${number}.jsonld`}
            variant="default"
            size="sm"
          >
            {words.export}
          </Button>
          <Text size="sm" c="dimmed">
            {words.exportHint}
          </Text>
        </Group>
      )}
    </Stack>
  );
}

function AuthorisationEvent({ event }: { event: Authorisations['history'][number] }) {
  const { page } = usePageWords();
  const words = page.consent;
  const { authorisation, before, after, wording } = event;
  const version = wording?.version ?? null;
  return (
    <>
      <Text>
        <strong>{words.names[authorisation]}</strong>{' '}
        {words.from(words.answers[before], words.answers[after])}
      </Text>
      {wording !== null && (
        <details>
          <summary>
            {words.read}
            {version !== null && ` (${words.version(version)})`}
          </summary>
          <p className={classes.read} lang={wording.language ?? undefined}>
            {wording.text}
          </p>
        </details>
      )}
    </>
  );
}
