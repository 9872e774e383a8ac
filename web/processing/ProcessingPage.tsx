import { Button, Group, SegmentedControl, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { Failed, Waiting } from '../list/ListStates.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './processing.module.css';

const SHEETS = ['register', 'information'] as const;
type Sheet = (typeof SHEETS)[number];

/** What the software does with personal data: the record for the authority, and the text for the persons. */
export function ProcessingPage() {
  const { page, language } = usePageWords();
  const words = page.processing;
  const navigate = useNavigate();
  const { sheet = 'register' } = useSearch({ strict: false }) as { sheet?: Sheet };
  const { data, error, refetch } = useQuery({
    queryKey: ['processing', sheet, language],
    queryFn: () =>
      answered(
        api.GET('/api/processing/{sheet}', {
          params: { path: { sheet }, query: { locale: language } },
        }),
      ),
  });
  const choose = (wanted: string) =>
    void navigate({
      to: addresses.processing,
      search: (wanted === 'register' ? {} : { sheet: wanted }) as never,
      replace: true,
    });
  const fileOf = (file: string) => `/api/processing/${sheet}/${file}?locale=${language}`;
  return (
    <Page
      title={words.title}
      crumbs={[{ label: page.requests.title, href: addresses.requests }]}
      about={<Text c="dimmed">{words.about}</Text>}
      act={
        <Group gap="xs">
          <Button variant="default" component="a" href={fileOf('page.html')} download>
            {words.page}
          </Button>
          <Button variant="default" component="a" href={fileOf('paper.pdf')} download>
            {words.paper}
          </Button>
        </Group>
      }
    >
      <SegmentedControl
        aria-label={words.sheet}
        mb="lg"
        className={classes.choice}
        data={SHEETS.map((value) => ({ value, label: words.sheets[value] }))}
        value={sheet}
        onChange={choose}
      />
      {error !== null ? (
        <Failed title={words.title} error={error} retry={() => void refetch()} />
      ) : data === undefined ? (
        <Waiting />
      ) : (
        <article className={classes.sheet}>
          <Title order={2}>{data.title}</Title>
          {data.intro.map((text) => (
            <Text key={text} mt="xs">
              {text}
            </Text>
          ))}
          <Stack gap="xl" mt="xl">
            {data.sections.map((section) => (
              <section key={section.title}>
                <Title order={3} mb={4}>
                  {section.title}
                </Title>
                {section.paragraphs.map((text) => (
                  <Text key={text} mt="xs">
                    {text}
                  </Text>
                ))}
                {section.facts.length > 0 && (
                  <Facts facts={section.facts.map(({ label, text }) => [label, text])} />
                )}
              </section>
            ))}
          </Stack>
        </article>
      )}
    </Page>
  );
}
