import { Alert, Button, Group, Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import { useWords } from '../../words/words.tsx';
import classes from './FreeText.module.css';

interface Props {
  error: unknown;
  /** What is saved now; undefined: on its way. */
  stands: string | undefined;
  saveMine: () => void;
  takeTheirs: () => void;
}

/** Somebody else changed the text in the meantime: both are seen, and the reader chooses. */
export function Conflict({ error, stands, saveMine, takeTheirs }: Props) {
  const { explain } = useWords();
  const { page } = usePageWords();
  const words = page.notes;
  return (
    <Alert color="red" variant="light" role="alert" title={explain(error).sentence}>
      <Text fw={600}>{words.standsNow}</Text>
      <p className={classes.text}>{stands === '' ? words.nothingStands : stands}</p>
      <Group mt="xs">
        <Button variant="default" onClick={saveMine}>
          {words.saveMine}
        </Button>
        <Button variant="subtle" onClick={takeTheirs}>
          {words.takeTheirs}
        </Button>
      </Group>
    </Alert>
  );
}
