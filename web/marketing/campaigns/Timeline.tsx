import { Table, Text } from '@mantine/core';
import { todayIn } from '../../days.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import type { Results } from './queries.ts';
import { scrolls } from './scrolls.ts';

const WHAT = ['sent', 'clicked', 'unsubscribed', 'bounced'] as const;
const COLOURS: Record<(typeof WHAT)[number], string> = {
  sent: 'var(--mantine-color-ink-4, #7d8ba6)',
  clicked: 'var(--mantine-color-rope-6, #c4641a)',
  unsubscribed: 'var(--mantine-color-gray-6)',
  bounced: 'var(--mantine-color-red-6)',
};
const HEIGHT = 120;
const WIDTH = 640;
const GAP = 2;

/** What happened when, as columns side by side; the table below says the same. */
export function Timeline({ results: { timeline, step } }: { results: Results }) {
  const { page, format } = usePageWords();
  const { institution } = useSession();
  const words = page.campaigns.results;
  if (timeline.length === 0) return <Text>{words.noTimeline}</Text>;
  const most = Math.max(1, ...timeline.flatMap((moment) => WHAT.map((what) => moment[what])));
  const each = WIDTH / timeline.length;
  const bar = Math.min((each - GAP) / WHAT.length, 24);
  const said = (at: string) =>
    step === 'hour' ? format.instant(at) : format.day(todayIn(institution.timeZone, new Date(at)));
  return (
    <>
      <svg
        className={classes.chart}
        viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
        preserveAspectRatio="none"
        aria-hidden="true"
        focusable="false"
      >
        {timeline.map((moment, at) =>
          WHAT.map((what, place) => {
            const height = (HEIGHT * moment[what]) / most;
            return (
              <rect
                key={`${moment.at} ${what}`}
                x={at * each + place * bar}
                y={HEIGHT - height}
                width={Math.max(bar - 1, 0.5)}
                height={height}
                fill={COLOURS[what]}
              />
            );
          }),
        )}
      </svg>
      <Table.ScrollContainer minWidth={360} scrollAreaProps={scrolls(words.timelineTable)}>
        <Table aria-label={words.timelineTable}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{words.moment}</Table.Th>
              {WHAT.map((what) => (
                <Table.Th key={what} ta="right">
                  <svg width="10" height="10" aria-hidden="true" focusable="false">
                    <rect width="10" height="10" rx="2" fill={COLOURS[what]} />
                  </svg>{' '}
                  {words[what]}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {timeline.map((moment) => (
              <Table.Tr key={moment.at}>
                <Table.Td>{said(moment.at)}</Table.Td>
                {WHAT.map((what) => (
                  <Table.Td key={what} ta="right">
                    {format.number(moment[what])}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </>
  );
}
