import { BarChart, DonutChart, LineChart } from '@mantine/charts';
import '@mantine/charts/styles.css';
import { Group, Text } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import type { ChartKind } from './queries.ts';
import type { Picture as Drawn } from './series.ts';

/** Told apart also by people who see few colours, and against both grounds. */
const COLORS = ['ink.5', 'rope.5', 'teal.6', 'grape.5', 'cyan.7', 'yellow.7', 'pink.6', 'gray.5'];
const MOST_SHARES = 8;

interface Props extends Drawn {
  kind: ChartKind;
  label: string;
}

/** A chart of grouped rows; the table below it says the same, so to a screen reader it is one picture with a name. */
export default function Picture({ kind, label, points, series, money, parts }: Props) {
  const { page, format } = usePageWords();
  const value = (number: number) => format.number(money ? Math.round(number * 100) / 100 : number);
  const lines = series.map((name, at) => ({ name, color: COLORS[at % COLORS.length] as string }));
  const common = {
    h: 320,
    data: points,
    dataKey: 'name',
    series: lines,
    valueFormatter: value,
    withLegend: series.length > 1,
    // nothing moves under the finger, nor while a page is printed
    tickLine: 'none' as const,
  };
  return (
    <div role="img" aria-label={page.bi.pictureOf(label)}>
      {kind === 'shares' ? (
        <Shares points={points} series={parts ? series : series.slice(0, 1)} value={value} />
      ) : kind === 'line' ? (
        <LineChart {...common} curveType="linear" lineProps={{ isAnimationActive: false }} />
      ) : (
        <BarChart
          {...common}
          type={parts ? 'stacked' : 'default'}
          maxBarWidth={48}
          barProps={{ isAnimationActive: false }}
        />
      )}
    </div>
  );
}

interface SharesProps {
  points: Drawn['points'];
  series: string[];
  value: (number: number) => string;
}

/** Parts of the whole, the smaller ones together; each with its number, because angles are hard to read. */
function Shares({ points, series, value }: SharesProps) {
  const { page, format } = usePageWords();
  const sizes = points
    .map((point) => ({
      name: String(point.name),
      value: series.reduce((sum, one) => sum + Number(point[one] ?? 0), 0),
    }))
    .filter((one) => one.value > 0)
    .sort((a, b) => b.value - a.value);
  const own = sizes.length > MOST_SHARES ? sizes.slice(0, MOST_SHARES - 1) : sizes;
  const rest = sizes.slice(own.length).reduce((sum, one) => sum + one.value, 0);
  const parts = [...own, ...(rest > 0 ? [{ name: page.bi.others, value: rest }] : [])].map((one, at) => ({
    ...one,
    color: COLORS[at % COLORS.length] as string,
  }));
  const whole = parts.reduce((sum, one) => sum + one.value, 0);
  return (
    <Group gap="xl" align="center">
      <DonutChart
        data={parts}
        size={240}
        thickness={36}
        withTooltip
        valueFormatter={value}
        pieProps={{ isAnimationActive: false }}
      />
      <div>
        {parts.map((part) => (
          <Group key={part.name} gap="xs" wrap="nowrap">
            <svg width="12" height="12" aria-hidden="true">
              <rect
                width="12"
                height="12"
                rx="2"
                fill={`var(--mantine-color-${part.color.replace('.', '-')})`}
              />
            </svg>
            <Text size="sm">
              {part.name}
              {'\u00a0: '}
              {value(part.value)} ({format.share(part.value / whole)})
            </Text>
          </Group>
        ))}
      </div>
    </Group>
  );
}
