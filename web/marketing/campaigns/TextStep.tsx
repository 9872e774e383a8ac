import { Button, Group, SegmentedControl, Stack, Switch, Text, Textarea, TextInput } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useEffect, useRef, useState } from 'react';
import { addresses } from '../../addresses.ts';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import { exampleOf, examplesFor } from './examples.ts';
import { MailBody } from './MailBody.tsx';
import { Preview } from './Preview.tsx';
import { type Campaign, type Content, contentsQuery, LANGUAGES, type Language } from './queries.ts';
import { SmsSize } from './SmsSize.tsx';
import { useKeepCampaign } from './useKeepCampaign.ts';
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
      <div className={classes.columns}>
        <Editor
          key={language}
          campaign={campaign}
          language={language}
          content={data[language]}
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
  content: Content | undefined;
  readOnly: boolean;
  onNext: () => void;
}

function Editor({ campaign, language, content: kept, readOnly, onNext }: EditorProps) {
  const { page } = usePageWords();
  const words = page.campaigns.text;
  const { content, put, state, error, take } = useSavedContent(campaign, language, kept);
  if (content === null) {
    return (
      <Stack gap="sm">
        <Text c="dimmed">{words.notWritten}</Text>
        {!readOnly && (
          <Group gap="xs">
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
      {mail ? (
        <MailBody
          campaign={campaign}
          body={content.body}
          readOnly={readOnly}
          onChange={(body) => change({ body })}
        />
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
      <Refusal error={error} />
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

/** A pause in typing after which it is saved, and the preview follows; in milliseconds. */
const PAUSE = 900;

/** The text as it is typed; it is saved by itself, one save after the other. */
function useSavedContent(campaign: Campaign, language: Language, kept: Content | undefined) {
  const queries = useQueryClient();
  const keep = useKeepCampaign();
  const [content, setContent] = useState<Content | null>(kept ?? null);
  const [saved, setSaved] = useState<Content | null>(kept ?? null);
  const save = useMutation({
    mutationFn: (wanted: Content | null) =>
      answered(
        api.PUT('/api/campaigns/{campaign}/contents/{language}', {
          params: { path: { campaign: campaign.id, language } },
          body: { content: wanted, version: campaign.version },
        }),
      ),
    onSuccess: async (changed, wanted) => {
      setSaved(wanted);
      queries.setQueryData(contentsQuery(campaign.id).queryKey, (all) => {
        const { [language]: _, ...others } = all ?? {};
        return wanted === null ? others : { ...others, [language]: wanted };
      });
      await keep(changed);
    },
  });
  const { mutate, isPending, isError, variables } = save;
  const refused = isError && variables === content;
  const unsaved = content !== saved && !isPending && !refused;
  useEffect(() => {
    if (!unsaved) return undefined;
    const timer = setTimeout(() => mutate(content), PAUSE);
    return () => clearTimeout(timer);
  }, [unsaved, content, mutate]);
  // who goes to another step or language in the middle of a pause loses nothing
  const leaving = useRef<() => void>(() => {});
  leaving.current = () => {
    if (unsaved) mutate(content);
  };
  useEffect(() => () => leaving.current(), []);
  return {
    content,
    put: setContent,
    take: () => setContent(null),
    error: save.error,
    state: isPending ? ('saving' as const) : content === saved ? ('savedAll' as const) : ('unsaved' as const),
  };
}
