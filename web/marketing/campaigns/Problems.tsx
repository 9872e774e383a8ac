import { Alert, Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import type { ContentProblem } from './queries.ts';

/** What is wrong with a text, and where. */
export function Problems({ problems }: { problems: readonly ContentProblem[] }) {
  const { page } = usePageWords();
  const words = page.campaigns.problems;
  if (problems.length === 0) return <Text c="dimmed">{words.none}</Text>;
  return (
    <Alert color="red" variant="light" title={words.title} role="status">
      <ul>
        {problems.map(({ language, part, code, line, column, about }) => (
          <li key={`${language} ${part} ${code} ${line} ${column} ${about}`}>
            {page.campaigns.languages[language]}, {words.parts[part]}
            {line !== null && `, ${words.where(line, column)}`}: {about !== null && <code>{about}</code>}{' '}
            {words.codes[code as keyof typeof words.codes] ?? code}
          </li>
        ))}
      </ul>
    </Alert>
  );
}
