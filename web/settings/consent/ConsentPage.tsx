import { Stack, Switch, Text, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { wordingsQuery } from '../../contacts/consent/queries.ts';
import { Page } from '../../frame/Page.tsx';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { SettingsPages } from '../SettingsPages.tsx';
import { WordingSection } from './WordingSection.tsx';

const AUTHORISATIONS = ['institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post'] as const;

/** What holds for all contacts: silence (R25), and what is read to who is asked (R22). */
export function ConsentPage() {
  const { page, say } = usePageWords();
  const words = page.consentSettings;
  const queries = useQueryClient();
  const { data: wordings, error } = useQuery(wordingsQuery);
  const { data: settings, error: settingsError } = useQuery({
    queryKey: ['consent', 'settings'],
    queryFn: () => answered(api.GET('/api/consent/settings')),
  });
  const change = useMutation({
    mutationFn: (filterUnanswered: boolean) =>
      answered(api.PUT('/api/consent/settings', { body: { filterUnanswered } })),
    onSuccess: async () => {
      notifications.show({ message: words.saved, closeButtonProps: { 'aria-label': say.common.close } });
      await queries.invalidateQueries({ queryKey: ['consent', 'settings'] });
    },
  });
  const failed = error ?? settingsError;
  if (wordings === undefined || settings === undefined)
    return <Page title={words.title} loading={failed === null} error={failed} />;
  return (
    <Page title={words.title}>
      <SettingsPages />
      <Stack gap={40}>
        <section>
          <Title order={2} mb="sm">
            {words.unanswered}
          </Title>
          <Switch
            label={words.filter}
            description={words.filterHint}
            checked={change.isPending ? change.variables : settings.filterUnanswered}
            onChange={({ currentTarget }) => change.mutate(currentTarget.checked)}
            maw={640}
          />
          <Refusal error={change.error} />
        </section>
        <section>
          <Title order={2} mb="xs">
            {words.wordings}
          </Title>
          <Text c="dimmed" mb="md" maw={640}>
            {words.wordingsHint}
          </Text>
          <Stack gap="lg">
            {AUTHORISATIONS.map((authorisation) => (
              <WordingSection
                key={authorisation}
                authorisation={authorisation}
                versions={wordings.items.filter((one) => one.authorisation === authorisation)}
              />
            ))}
          </Stack>
        </section>
      </Stack>
    </Page>
  );
}
