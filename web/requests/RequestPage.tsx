import { Alert, Anchor, Badge, Group, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { dueWords } from '../words/requests-words.ts';
import { Act } from './Act.tsx';
import { AnswerForm } from './AnswerForm.tsx';
import { ExtendForm } from './ExtendForm.tsx';
import { IdentityForm } from './IdentityForm.tsx';
import { requestQuery, STATE_COLOURS } from './queries.ts';
import { Section } from './Section.tsx';

/** One request: what was asked, what is to be done, and the proof of how it was answered. */
export function RequestPage() {
  const { request } = useParams({ strict: false }) as { request: string };
  const { page, format } = usePageWords();
  const words = page.requests;
  const mayAnswer = useSession().may('requests.answer');
  const { data, error } = useQuery(requestQuery(Number(request)));
  const crumbs = [{ label: words.title, href: addresses.requests }];
  if (data === undefined)
    return <Page title={request} crumbs={crumbs} loading={error === null} error={error} />;
  const { id, kind, contact, state, texts } = data;
  const open = state === 'open';
  const done = (at: string | null, by: string | null) =>
    at === null ? '' : words.recordedBy(by ?? words.theirs, format.instant(at));
  return (
    <Page
      title={words.one(words.kinds[kind], id)}
      crumbs={crumbs}
      about={
        <Group gap="xs">
          <Badge variant="light" color={STATE_COLOURS[state]}>
            {words.states[state]}
          </Badge>
          <Text span>
            {contact === null ? (
              words.erased
            ) : (
              <Anchor
                renderRoot={(props) => (
                  <Link to={addresses.contact} params={{ number: contact.number }} {...props} />
                )}
              >
                {contact.name}
              </Anchor>
            )}
          </Text>
        </Group>
      }
    >
      <Stack gap={40}>
        {open && data.namesakes > 0 && (
          <Alert color="rope" variant="light" role="note">
            {words.namesakes(data.namesakes)}
          </Alert>
        )}
        <Facts
          facts={[
            [words.received, format.day(data.receivedOn)],
            [words.way, words.ways[data.way]],
            [words.due, dueWords(words, format, data.dueOn, data.daysLeft)],
            [
              words.identity,
              data.identity === null
                ? words.noIdentity
                : `${words.identities[data.identity]} (${done(data.identityAt, data.identityBy)})`,
            ],
            [words.recordedOn, done(data.recordedAt, data.recordedBy)],
            [words.done, done(data.doneAt, data.doneBy)],
            [words.extension, done(data.extendedAt, data.extendedBy)],
            [words.closed, done(data.closedAt, data.closedBy)],
            [words.answerBy, data.answerWay === null ? '' : words.answerWays[data.answerWay]],
          ]}
        />
        <Words title={words.asked} text={texts.asked} />
        <Words title={words.extendReason} text={texts.extension} />
        <Words title={state === 'refused' ? words.refusalText : words.answerText} text={texts.answer} />
        {open && data.identity === null && <IdentityForm request={id} />}
        {open && contact !== null && data.doneAt === null && <Act request={data} number={contact.number} />}
        {open && mayAnswer && <AnswerForm request={data} />}
        {open && mayAnswer && data.doneAt === null && !data.extended && (data.daysLeft ?? 0) >= 0 && (
          <ExtendForm request={data} />
        )}
      </Stack>
    </Page>
  );
}

function Words({ title, text }: { title: string; text: string | undefined }) {
  if (text === undefined) return null;
  return (
    <Section title={title}>
      <Text maw="44rem" style={{ whiteSpace: 'pre-line', overflowWrap: 'anywhere' }}>
        {text}
      </Text>
    </Section>
  );
}
