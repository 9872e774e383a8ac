import { Anchor, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import { campaignsOfQuery } from './queries.ts';

/** In a contact's file: the latest campaigns that it got, or was left out of and why (R27). */
export function CampaignsPanel({ number }: { number: string }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.ofContact;
  const { data, error, refetch } = useQuery(campaignsOfQuery(number));
  if (data === undefined)
    return error ? <Failed title={words.title} error={error} retry={() => void refetch()} /> : <Waiting />;
  const what = ({ state, reason, sentAt, clickedAt, unsubscribedAt }: (typeof data.items)[number]) =>
    [
      sentAt === null
        ? (words.states[state as keyof typeof words.states] ?? state)
        : words.got(format.instant(sentAt)),
      reason !== null && (page.campaigns.reasons[reason as keyof typeof page.campaigns.reasons] ?? reason),
      clickedAt !== null && words.clicked(format.instant(clickedAt)),
      unsubscribedAt !== null && words.unsubscribed(format.instant(unsubscribedAt)),
    ]
      .filter(Boolean)
      .join(' · ');
  return (
    <section>
      <Title order={2} mb="sm">
        {words.title}
      </Title>
      {data.items.length === 0 ? (
        <Text c="dimmed">{words.empty}</Text>
      ) : (
        <Stack gap="sm" component="ul" pl={0} m={0} style={{ listStyle: 'none' }}>
          {data.items.map((one) => (
            <li key={one.campaign}>
              <Anchor
                renderRoot={(props) => (
                  <Link to={addresses.campaign} params={{ campaign: String(one.campaign) }} {...props} />
                )}
              >
                {one.name}
              </Anchor>
              <Text size="sm" c="dimmed">
                {page.campaigns.channels[one.channel as keyof typeof page.campaigns.channels]} · {what(one)}
              </Text>
            </li>
          ))}
        </Stack>
      )}
    </section>
  );
}
