import { Alert } from '@mantine/core';
import { useWords } from '../words/words.tsx';

/** What the server refused, in the words of the page; nothing where it refused nothing. */
export function Refusal({ error }: { error: unknown }) {
  const { explain } = useWords();
  if (error === null || error === undefined) return null;
  const { sentence, reference } = explain(error);
  return (
    <Alert color="red" variant="light" role="alert">
      {sentence}
      {reference && <p>{reference}</p>}
    </Alert>
  );
}
