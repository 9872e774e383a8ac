import { Button, Radio, Stack, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { SettingsPages } from '../SettingsPages.tsx';
import { RenewalText } from './RenewalText.tsx';

const COUNTINGS = ['any', 'human', 'confirmed'] as const;
type Counting = (typeof COUNTINGS)[number];

/** Which clicks count (R32), and what the page of a renewal says (R29). */
export function TrackingPage() {
  const { page } = usePageWords();
  const { data: settings, error } = useQuery({
    queryKey: ['tracking', 'settings'],
    queryFn: () => answered(api.GET('/api/tracking/settings')),
  });
  const { data: text, error: textError } = useQuery({
    queryKey: ['renewal', 'text'],
    queryFn: () => answered(api.GET('/api/renewal/text')),
  });
  const mayWrite = useMayWrite('consent.settings');
  const failed = error ?? textError;
  const known = settings !== undefined && text !== undefined;
  return (
    <Page title={page.tracking.title} loading={!known && failed === null} error={failed}>
      <SettingsPages />
      {known && (
        <Stack gap={40} maw={640}>
          {!mayWrite && <Text c="dimmed">{page.tracking.readOnly}</Text>}
          <CountingForm key={settings.clickCounting} present={settings.clickCounting} readOnly={!mayWrite} />
          <RenewalText key={text.version} present={text} readOnly={!mayWrite} />
        </Stack>
      )}
    </Page>
  );
}

function CountingForm({ present, readOnly }: { present: Counting; readOnly: boolean }) {
  const { page, say } = usePageWords();
  const words = page.tracking;
  const queries = useQueryClient();
  const [wanted, setWanted] = useState(present);
  const save = useMutation({
    mutationFn: () => answered(api.PUT('/api/tracking/settings', { body: { clickCounting: wanted } })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['tracking', 'settings'] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <div>
          <Title order={2} mb="xs">
            {words.counting}
          </Title>
          <Text c="dimmed">{words.countingHint}</Text>
        </div>
        <Radio.Group
          aria-label={words.counting}
          value={wanted}
          onChange={(value) => setWanted(value as Counting)}
        >
          <Stack gap="sm">
            {COUNTINGS.map((value) => (
              <Radio
                key={value}
                value={value}
                disabled={readOnly && value !== wanted}
                label={words.countings[value]}
                description={words.countingHints[value]}
              />
            ))}
          </Stack>
        </Radio.Group>
        <Refusal error={save.error} />
        {!readOnly && (
          <div>
            <Button type="submit" variant="default" loading={save.isPending}>
              {words.save}
            </Button>
          </div>
        )}
      </Stack>
    </form>
  );
}
