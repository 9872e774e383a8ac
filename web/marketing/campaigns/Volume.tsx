import { Anchor, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { addresses } from '../../addresses.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import { type Campaign, volumeQuery } from './queries.ts';

/** How many it would reach, and who of the targets is left out and why (R23, R25, R27). */
export function Volume({ campaign }: { campaign: Campaign }) {
  const { page, format } = usePageWords();
  const words = page.campaigns.volume;
  const { may } = useSession();
  const { data, error } = useQuery(volumeQuery(campaign));
  if (error) return <Refusal error={error} />;
  if (data === undefined) return <Text c="dimmed">{words.counting}</Text>;
  const { reached, members, excluded, unanswered } = data;
  return (
    <section aria-live="polite" className={classes.volume}>
      <Title order={2} size="h4">
        {words.title}
      </Title>
      <Text fw={600} size="lg">
        {reached === 0 ? words.nobody : words.reached(reached, format.number(reached))}
      </Text>
      <Text c="dimmed" size="sm">
        {words.members(format.number(members))}. {words.basis}
      </Text>
      <Title order={3} size="h5" mt="md" mb={4}>
        {words.excluded}
      </Title>
      {excluded.length === 0 ? (
        <Text size="sm">{words.nobodyExcluded}</Text>
      ) : (
        <dl className={classes.reasons}>
          {excluded.map(({ reason, count }) => (
            <div key={reason}>
              <dt>{page.campaigns.reasons[reason]}</dt>
              <dd>{format.number(count)}</dd>
            </div>
          ))}
        </dl>
      )}
      {unanswered > 0 && campaign.type !== 'purchase-information' && (
        <Text size="sm" mt="md">
          {words.unanswered(unanswered, format.number(unanswered))} {words.unansweredHint}{' '}
          {may('consent.settings') && (
            <Anchor inherit href={addresses.consent}>
              {words.consentSettings}
            </Anchor>
          )}
        </Text>
      )}
    </section>
  );
}
