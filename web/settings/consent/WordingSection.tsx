import { Badge, Button, Group, Stack, Text, Textarea, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import panel from '../../contacts/consent/Panel.module.css';
import type { Authorisation } from '../../contacts/consent/queries.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';

interface Wording {
  id: number;
  version: number;
  fr: string;
  en: string;
  validFrom: string;
  used: boolean;
  current: boolean;
}

interface Props {
  authorisation: Authorisation;
  /** The latest first. */
  versions: Wording[];
}

/** The wording of one authorisation: what is in use, what comes, what was, and the next version. */
export function WordingSection({ authorisation, versions }: Props) {
  const { page } = usePageWords();
  const words = page.consentSettings;
  const [adding, setAdding] = useState(false);
  // what is in use and what is to come; the others are past
  const inUse = versions.findIndex(({ current }) => current);
  const shown = inUse === -1 ? versions : versions.slice(0, inUse + 1);
  const earlier = inUse === -1 ? [] : versions.slice(inUse + 1);
  return (
    <section>
      <Group gap="sm" mb={4}>
        <Title order={3}>{page.consent.names[authorisation]}</Title>
        {!adding && (
          <Button
            variant="default"
            size="xs"
            onClick={() => setAdding(true)}
            aria-label={`${words.add}, ${page.consent.names[authorisation]}`}
          >
            {words.add}
          </Button>
        )}
      </Group>
      {versions.length === 0 && !adding && <Text c="dimmed">{words.none}</Text>}
      <Stack gap="sm">
        {shown.map((wording) => (
          <Version key={wording.id} wording={wording} />
        ))}
        {earlier.length > 0 && (
          <details>
            <summary>{words.earlier(earlier.length)}</summary>
            {earlier.map((wording) => (
              <Version key={wording.id} wording={wording} past />
            ))}
          </details>
        )}
        {adding && (
          <NextVersion authorisation={authorisation} latest={versions[0]} onDone={() => setAdding(false)} />
        )}
      </Stack>
    </section>
  );
}

function Version({ wording, past = false }: { wording: Wording; past?: boolean }) {
  const { page, format } = usePageWords();
  const words = page.consentSettings;
  const queries = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      answered(api.DELETE('/api/consent/wordings/{wording}', { params: { path: { wording: wording.id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['consent', 'wordings'] }),
  });
  const state = wording.current
    ? words.current
    : past
      ? words.past
      : words.coming(format.day(wording.validFrom));
  return (
    <div>
      <Group gap="xs">
        <Text size="sm" fw={500}>
          {page.consent.version(wording.version)}
        </Text>
        <Badge variant="light" tt="none">
          {state}
        </Badge>
        {!wording.used && (
          <Button
            variant="subtle"
            size="compact-xs"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {words.remove}
          </Button>
        )}
      </Group>
      <Refusal error={remove.error} />
      <p className={panel.read} lang="fr">
        {wording.fr}
      </p>
      <p className={panel.read} lang="en">
        {wording.en}
      </p>
    </div>
  );
}

function NextVersion({
  authorisation,
  latest,
  onDone,
}: {
  authorisation: Authorisation;
  latest: Wording | undefined;
  onDone: () => void;
}) {
  const { page, say } = usePageWords();
  const words = page.consentSettings;
  const { today } = useSession();
  const queries = useQueryClient();
  const [wanted, setWanted] = useState({ fr: latest?.fr ?? '', en: latest?.en ?? '', validFrom: today });
  const add = useMutation({
    mutationFn: () => answered(api.POST('/api/consent/wordings', { body: { authorisation, ...wanted } })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['consent', 'wordings'] });
      onDone();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  return (
    <form onSubmit={submit} className={panel.recording}>
      <Stack gap="sm" maw={640}>
        {(['fr', 'en'] as const).map((language) => (
          <Textarea
            key={language}
            label={language === 'fr' ? words.french : words.english}
            lang={language}
            required
            autosize
            minRows={2}
            maxLength={5000}
            value={wanted[language]}
            onChange={({ currentTarget }) => setWanted({ ...wanted, [language]: currentTarget.value })}
          />
        ))}
        <TextInput
          type="date"
          label={words.validFrom}
          required
          min={today}
          value={wanted.validFrom}
          onChange={({ currentTarget }) => setWanted({ ...wanted, validFrom: currentTarget.value })}
          maw={220}
        />
        <Refusal error={add.error} />
        <Group gap="sm">
          <Button type="submit" color="rope" loading={add.isPending}>
            {words.act}
          </Button>
          <Button variant="default" onClick={onDone}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
