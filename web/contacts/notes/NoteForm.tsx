import { Alert, Button, Group, Stack } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Conflict } from './Conflict.tsx';
import { FreeTextField, lengthOf } from './FreeTextField.tsx';
import { MOST_OF_NOTE, type Note } from './queries.ts';

interface Props {
  number: string;
  /** As it was when somebody began to change it. */
  read: Note;
  /** As it stands now. */
  stands: Note;
  label: string;
  gone: boolean;
  close: () => void;
  onSaved: () => void;
  refresh: () => Promise<void>;
  saveAsNew: (text: string) => void;
}

/** Changes a note; whatever somebody else does to it meanwhile, what was typed stays. */
export function NoteForm(props: Props) {
  const { number, read, stands, label, gone, close, onSaved, refresh, saveAsNew } = props;
  const { page, say } = usePageWords();
  const words = page.notes;
  const [text, setText] = useState(read.text);
  const save = useMutation({
    mutationFn: (version: number) =>
      answered(
        api.PUT('/api/contacts/{number}/notes/{note}', {
          params: { path: { number, note: read.id } },
          body: { text, version },
        }),
      ),
    onSuccess: async ({ version }) => {
      if (version !== stands.version) onSaved();
      await refresh();
      close();
    },
    onError: (problem) =>
      isProblem(problem, 'stale') || isProblem(problem, 'unknown-note') ? refresh() : undefined,
  });
  const length = lengthOf(text);
  const unfit = length === 0 || length > MOST_OF_NOTE;
  const submit = () => {
    if (unfit || save.isPending) return;
    if (gone) saveAsNew(text);
    else save.mutate(read.version);
  };
  return (
    <Stack gap="sm">
      <FreeTextField
        label={label}
        value={text}
        onChange={setText}
        most={MOST_OF_NOTE}
        onSave={submit}
        autoFocus
      />
      {gone ? (
        <Alert color="red" variant="light" role="alert">
          {words.gone}
        </Alert>
      ) : isProblem(save.error, 'stale') ? (
        <Conflict
          error={save.error}
          stands={stands.text}
          saveMine={() => save.mutate(stands.version)}
          takeTheirs={close}
        />
      ) : (
        <Refusal error={save.error} />
      )}
      <Group>
        {(gone || !isProblem(save.error, 'stale')) && (
          <Button variant="default" onClick={submit} loading={save.isPending} disabled={unfit}>
            {gone ? words.saveAsNew : words.save}
          </Button>
        )}
        <Button variant="subtle" onClick={close}>
          {say.common.cancel}
        </Button>
      </Group>
    </Stack>
  );
}
