import { Anchor, Button, Group, Stack, Text, Textarea, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';

interface Present {
  /** 0: Rappel's own. */
  version: number;
  fr: string;
  en: string;
  since: string | null;
}

/** The text of the renewal page: what is shown, and its next version. */
export function RenewalText({ present, readOnly }: { present: Present; readOnly: boolean }) {
  const { page, say, format } = usePageWords();
  const words = page.tracking;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState({ fr: present.fr, en: present.en });
  const write = useMutation({
    mutationFn: () => answered(api.POST('/api/renewal/text', { body: wanted })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['renewal', 'text'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate();
  };
  const changed = wanted.fr !== present.fr || wanted.en !== present.en;
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Title order={2} mb="xs">
            {words.renewal}
          </Title>
          <Text c="dimmed">{words.renewalHint}</Text>
        </div>
        <Text size="sm">
          {present.since === null
            ? words.own
            : `${words.version(present.version)}, ${format.instant(present.since)}`}
        </Text>
        {(['fr', 'en'] as const).map((language) => (
          <Textarea
            key={language}
            label={language === 'fr' ? words.french : words.english}
            lang={language}
            autosize
            minRows={4}
            maxLength={5000}
            required
            readOnly={readOnly}
            value={wanted[language]}
            onChange={({ currentTarget }) => setWanted({ ...wanted, [language]: currentTarget.value })}
          />
        ))}
        <Refusal error={write.error} />
        <Group>
          {!readOnly && (
            <Button type="submit" variant="default" disabled={!changed} loading={write.isPending}>
              {words.write}
            </Button>
          )}
          <Text size="sm">
            {words.preview}{' '}
            {(['fr', 'en'] as const).map((language, at) => (
              <span key={language}>
                {at > 0 && ' · '}
                <Anchor href={`/api/renewal/preview?language=${language}`} target="_blank" rel="noopener">
                  {words.previewIn[language]}
                </Anchor>
              </span>
            ))}
          </Text>
        </Group>
      </Stack>
    </form>
  );
}
