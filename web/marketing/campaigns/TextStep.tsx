import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  Stack,
  Switch,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { LeaveGuard } from '../../contacts/file/LeaveGuard.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import { exampleOf, examplesFor } from './examples.ts';
import { MailBody } from './MailBody.tsx';
import { Preview } from './Preview.tsx';
import {
  type Campaign,
  type Content,
  type Contents,
  contentsQuery,
  LANGUAGES,
  type Language,
} from './queries.ts';
import { SmsSize } from './SmsSize.tsx';
import { type SavedContent, useSavedContent } from './useSavedContent.ts';
import { Variables } from './Variables.tsx';

/** What it says, in each language, with a preview beside it. */
export function TextStep({ campaign, onNext }: { campaign: Campaign; onNext: () => void }) {
  const { page } = usePageWords();
  const words = page.campaigns;
  const navigate = useNavigate();
  const search = useSearch({ strict: false }) as { step?: string; language?: Language };
  const language = search.language ?? campaign.defaultLanguage;
  const { data, error, refetch } = useQuery(contentsQuery(campaign.id));
  const readOnly = !useMayWrite('campaigns.edit') || campaign.state !== 'draft';
  if (data === undefined)
    return error ? <Failed title={words.title} error={error} retry={() => void refetch()} /> : <Waiting />;
  return (
    <>
      <SegmentedControl
        aria-label={words.text.language}
        mb="md"
        data={LANGUAGES.map((value) => ({ value, label: words.languages[value] }))}
        value={language}
        onChange={(value) =>
          void navigate({
            to: addresses.campaign,
            params: { campaign: String(campaign.id) },
            search: { ...search, language: value } as never,
            replace: true,
          })
        }
      />
      <div className={`${classes.columns} ${classes.writing}`}>
        <Editor
          key={language}
          campaign={campaign}
          language={language}
          contents={data}
          readOnly={readOnly}
          onNext={onNext}
        />
        <Preview campaign={campaign} language={language} />
      </div>
    </>
  );
}

interface EditorProps {
  campaign: Campaign;
  language: Language;
  contents: Contents;
  readOnly: boolean;
  onNext: () => void;
}

function Editor({ campaign, language, contents, readOnly, onNext }: EditorProps) {
  const { page } = usePageWords();
  const words = page.campaigns.text;
  const text = useSavedContent(campaign, language, contents[language]);
  const { content, put, state, take } = text;
  const guard = (
    <>
      <LeaveGuard unsaved={() => text.stuck} closing={() => state !== 'savedAll'} />
      <Unsaved text={text} />
    </>
  );
  if (content === null) {
    return (
      <Stack gap="sm">
        {guard}
        <Text c="dimmed">{words.notWritten}</Text>
        {!readOnly && (
          <Group gap="xs">
            {LANGUAGES.filter((one) => contents[one] !== undefined && one !== language).map((one) => (
              <Button key={one} variant="default" onClick={() => put(contents[one] ?? null)}>
                {words.beginFrom(page.campaigns.languages[one])}
              </Button>
            ))}
            <Text size="sm">{words.start}</Text>
            {examplesFor(campaign).map((example) => (
              <Button
                key={example}
                variant="default"
                onClick={() => put(exampleOf(campaign, language, example))}
              >
                {words.examples[example]}
              </Button>
            ))}
          </Group>
        )}
      </Stack>
    );
  }
  const change = (some: Partial<Content>) => put({ ...content, ...some });
  const mail = campaign.channel === 'email';
  return (
    <Stack gap="md">
      {guard}
      {mail && (
        <>
          <TextInput
            label={words.subject}
            required
            readOnly={readOnly}
            maxLength={1000}
            value={content.subject}
            onChange={(event) => change({ subject: event.currentTarget.value })}
          />
          <TextInput
            label={words.preheader}
            description={words.preheaderHint}
            readOnly={readOnly}
            maxLength={1000}
            value={content.preheader}
            onChange={(event) => change({ preheader: event.currentTarget.value })}
          />
        </>
      )}
      {mail && readOnly ? (
        <details>
          <summary>{words.inSource}</summary>
          <pre className={classes.plain}>{content.body}</pre>
        </details>
      ) : mail ? (
        <MailBody campaign={campaign} body={content.body} onChange={(body) => change({ body })} />
      ) : (
        <Textarea
          label={words.bodyText}
          required
          readOnly={readOnly}
          autosize
          minRows={6}
          value={content.body}
          onChange={(event) => change({ body: event.currentTarget.value })}
        />
      )}
      {mail && (
        <Switch
          label={words.plain}
          description={words.plainHint}
          disabled={readOnly}
          checked={content.textBody !== null}
          onChange={(event) => change({ textBody: event.currentTarget.checked ? '' : null })}
        />
      )}
      {mail && content.textBody !== null && (
        <Textarea
          label={words.plainBody}
          readOnly={readOnly}
          autosize
          minRows={6}
          value={content.textBody}
          onChange={(event) => change({ textBody: event.currentTarget.value })}
        />
      )}
      {campaign.channel === 'sms' && <SmsSize campaign={campaign} language={language} />}
      <Variables campaign={campaign} />
      {!readOnly && (
        <Group justify="space-between">
          <Text size="sm" c="dimmed" role="status">
            {words[state]}
          </Text>
          <Group gap="xs">
            {language !== campaign.defaultLanguage && (
              <Button variant="default" onClick={take}>
                {words.remove}
              </Button>
            )}
            <Button variant="default" onClick={onNext}>
              {page.campaigns.next}
            </Button>
          </Group>
        </Group>
      )}
    </Stack>
  );
}

/** Why it is not saved, where one sees it while writing, and what can be done. */
function Unsaved({ text: { error, refusal, keepMine, takeTheirs } }: { text: SavedContent }) {
  const { page } = usePageWords();
  const words = page.campaigns.text;
  if (refusal === undefined) return null;
  if (refusal === 'other') return <Refusal error={error} />;
  return (
    <Alert color="red" variant="light" role="alert" className={classes.unsaved as string}>
      {words[refusal]}
      {refusal === 'conflict' && (
        <Group gap="xs" mt="sm">
          <Button variant="default" onClick={() => void takeTheirs()}>
            {words.theirs}
          </Button>
          <Button variant="default" onClick={() => void keepMine()}>
            {words.mine}
          </Button>
        </Group>
      )}
    </Alert>
  );
}
