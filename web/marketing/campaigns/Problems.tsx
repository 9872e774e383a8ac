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
            {line !== null && `, ${words.where(line, column)}`}
            {words.colon} <Said code={code} about={about} />
          </li>
        ))}
      </ul>
    </Alert>
  );
}

/** What the compilers say of a mistake is English, and stands behind the sentence; what stands in the text, before it. */
const TECHNICAL = ['liquid-syntax', 'mjml', 'mjml-not-read'];

function Said({ code, about }: Pick<ContentProblem, 'code' | 'about'>) {
  const { page } = usePageWords();
  const { codes } = page.campaigns.problems;
  const sentence = codes[code as keyof typeof codes] ?? code;
  if (about === null) return sentence;
  return TECHNICAL.includes(code) ? (
    <>
      {sentence} (<code>{about}</code>)
    </>
  ) : (
    <>
      <code>{about}</code> {sentence}
    </>
  );
}
