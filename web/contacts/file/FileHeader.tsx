import { Badge, Group, Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import type { ContactFile } from './queries.ts';

/** Under the name: number, kind, and what one must know before anything else. */
export function FileHeader({ file }: { file: ContactFile }) {
  const { page, say, format } = usePageWords();
  const words = page.file;
  const owes = file.balances.some(({ amountMinor }) => amountMinor > 0);
  const isOwed = file.balances.some(({ amountMinor }) => amountMinor < 0);
  const badges = [
    words.status[file.status],
    file.confidentiality !== 'free' && words.levels[file.confidentiality],
    file.restrictedOn !== null && words.restrictedBadge,
    !file.valid && file.validUntil !== null && words.notValid(format.shortDay(file.validUntil)),
    owes && words.debt,
    isOwed && words.credit,
  ].filter((text) => text !== false);
  return (
    <Group gap="xs">
      <Text span>
        {file.number} · {say.kinds[file.kind]}
      </Text>
      {badges.map((text, index) => (
        <Badge key={text} color={index === 0 ? 'gray' : 'rope'} variant="outline" tt="none" size="lg">
          {text}
        </Badge>
      ))}
    </Group>
  );
}
