import {
  Alert,
  Anchor,
  Button,
  Group,
  List,
  SegmentedControl,
  Stack,
  Table,
  Text,
  Title,
} from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSimulate } from '../../retention/runs/SimulateForm.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { type Asked, CHANNELS, type Channel, countQuery, type TargetCount } from './queries.ts';
import { hasRule } from './query.ts';

interface Props {
  asked: Asked;
  channel: Channel;
  onChannel: (channel: Channel) => void;
}

/** How many contacts a target has, whom a campaign leaves out of them, and a few of them. */
export function Audience({ asked, channel, onChannel }: Props) {
  const { page } = usePageWords();
  const words = page.targets;
  const { data, error, isFetching } = useQuery(countQuery(asked, channel));
  if ('query' in asked && !hasRule(asked.query)) return <Text c="dimmed">{words.nothingAsked}</Text>;
  const incomplete = isProblem(error, 'wrong-query') ? error.errors[0] : undefined;
  const rule = Number(incomplete?.about?.rule ?? 0);
  const gone = incomplete?.code === 'unknown-criterion' || incomplete?.code === 'unknown-field';
  return (
    <Stack gap="md" aria-busy={isFetching}>
      <div aria-live="polite">
        {incomplete !== undefined ? (
          <Text c="dimmed">{gone ? words.broken(rule) : words.incomplete(rule)}</Text>
        ) : error ? (
          <Refusal error={error} />
        ) : data === undefined ? (
          <Text c="dimmed">{words.counting}</Text>
        ) : (
          <Text fz="1.75rem" fw={650} lh={1.2} opacity={isFetching ? 0.6 : 1}>
            {words.contacts(data.volume)}
          </Text>
        )}
      </div>
      {data !== undefined && error === null && (
        <>
          {data.stale !== null && <StaleWarning stale={data.stale} />}
          <Left {...{ data, channel, onChannel }} />
          <Sample data={data} />
        </>
      )}
    </Stack>
  );
}

/** R23: who refuses is seen before anything is sent. */
function Left({ data, channel, onChannel }: Pick<Props, 'channel' | 'onChannel'> & { data: TargetCount }) {
  const { page } = usePageWords();
  const words = page.targets;
  const { general, channel: byChannel, unanswered } = data.excluded;
  const total = general + byChannel + unanswered;
  return (
    <section>
      <Group gap="xs" mb="xs">
        <Text>{words.channel}</Text>
        <SegmentedControl
          aria-label={words.channel}
          size="xs"
          data={CHANNELS.map((value) => ({ value, label: words.channels[value] }))}
          value={channel}
          onChange={(chosen) => onChannel(chosen as Channel)}
        />
        <Text fw={600}>{words.reached(data.volume - total)}</Text>
      </Group>
      {total === 0 ? (
        <Text c="dimmed">{words.excludedNobody}</Text>
      ) : (
        <>
          <Text c="dimmed">{words.excluded}</Text>
          <List>
            {general > 0 && <List.Item>{words.general(general)}</List.Item>}
            {byChannel > 0 && <List.Item>{words.byChannel(byChannel)}</List.Item>}
            {unanswered > 0 && <List.Item>{words.unanswered(unanswered)}</List.Item>}
          </List>
          <Text size="sm" c="dimmed">
            {words.excludedHint}
          </Text>
        </>
      )}
    </section>
  );
}

/** R28: a run computes anew only what lies before its cutoff. */
function StaleWarning({ stale }: { stale: NonNullable<TargetCount['stale']> }) {
  const { page, format } = usePageWords();
  const words = page.targets;
  const maySimulate = useSession().may('retention.simulate');
  const simulate = useSimulate();
  return (
    <Alert color="rope" variant="light" title={words.stale}>
      <Text>
        {stale.cutoff === null
          ? words.staleNever
          : words.staleSince(format.day(stale.reaches), format.day(stale.cutoff))}
      </Text>
      {maySimulate && (
        <Button
          mt="sm"
          variant="default"
          loading={simulate.isPending}
          onClick={() => simulate.mutate({ months: stale.months, prospectMonths: null })}
        >
          {words.staleAct(stale.months)}
        </Button>
      )}
      <Refusal error={simulate.error} />
    </Alert>
  );
}

function Sample({ data: { sample, volume } }: { data: TargetCount }) {
  const { page, say, format } = usePageWords();
  const words = page.targets;
  if (volume === 0) return null;
  return (
    <section>
      <Title order={3}>{words.sample}</Title>
      {sample.length === 0 ? (
        <Text c="dimmed">{words.sampleNone}</Text>
      ) : (
        <Table.ScrollContainer minWidth={420}>
          <Table>
            <Table.Caption>{words.sampleOf(sample.length, volume)}</Table.Caption>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{words.contact}</Table.Th>
                <Table.Th>{words.type}</Table.Th>
                <Table.Th>{words.town}</Table.Th>
                <Table.Th>{words.recency}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {sample.map(({ number, kind, name, postcode, town, recency }) => (
                <Table.Tr key={number}>
                  <Table.Td>
                    <Anchor inherit component={Link} to={addresses.contact.replace('$number', number)}>
                      {name}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{say.kinds[kind]}</Table.Td>
                  <Table.Td>{[postcode, town].filter(Boolean).join(' ')}</Table.Td>
                  <Table.Td>{recency === null ? '' : format.shortDay(recency)}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Table.ScrollContainer>
      )}
    </section>
  );
}
