import { Button, Group, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './FreeText.module.css';
import { NoteForm } from './NoteForm.tsx';
import type { Note } from './queries.ts';

interface Props {
  number: string;
  note: Note;
  mayWrite: boolean;
  /** The note as it was read, where it is being changed. */
  editing: Note | null;
  /** Somebody else deleted it while it was being changed. */
  gone: boolean;
  setEditing: (note: Note | null) => void;
  onSaved: () => void;
  refresh: () => Promise<void>;
  saveAsNew: (text: string) => void;
}

/** One note: read, changed, or deleted after a second word. */
export function NoteItem({ number, note, mayWrite, editing, setEditing, refresh, ...rest }: Props) {
  const { page, say, format } = usePageWords();
  const words = page.notes;
  const [asking, setAsking] = useState(false);
  const remove = useMutation({
    mutationFn: () =>
      answered(
        api.DELETE('/api/contacts/{number}/notes/{note}', {
          params: { path: { number, note: note.id }, query: { version: note.version } },
        }),
      ),
    onSuccess: async () => {
      notifications.show({ message: words.deleted, closeButtonProps: { 'aria-label': say.common.close } });
      await refresh();
    },
    // what somebody else made of it is shown before it is deleted after all
    onError: (problem) =>
      isProblem(problem, 'stale') || isProblem(problem, 'unknown-note') ? refresh() : undefined,
  });
  const when = format.instant(note.writtenAt);
  const about = [
    words.by(note.author, when),
    ...(note.changedAt === null ? [] : [words.changed(format.instant(note.changedAt))]),
  ].join(' · ');
  if (editing !== null) {
    return (
      <li className={classes.note}>
        <NoteForm
          number={number}
          read={editing}
          stands={note}
          label={words.noteOf(when)}
          close={() => setEditing(null)}
          refresh={refresh}
          {...rest}
        />
      </li>
    );
  }
  return (
    <li className={classes.note}>
      <p className={classes.text}>{note.text}</p>
      <Text size="sm" c="dimmed">
        {about}
      </Text>
      <Refusal error={remove.error} />
      {mayWrite &&
        (asking ? (
          <Group mt={4} gap="xs" role="group" aria-label={words.confirmDelete}>
            <Text size="sm">{words.confirmDelete}</Text>
            <Button
              size="compact-sm"
              color="red"
              variant="outline"
              loading={remove.isPending}
              onClick={() => remove.mutate(undefined, { onSettled: () => setAsking(false) })}
            >
              {words.delete}
            </Button>
            <Button size="compact-sm" variant="default" autoFocus onClick={() => setAsking(false)}>
              {words.keep}
            </Button>
          </Group>
        ) : (
          <Group mt={4} gap={4} ml={-8}>
            <Button size="compact-sm" variant="subtle" onClick={() => setEditing(note)}>
              {words.edit}
              <span className="heard">, {words.noteOf(when)}</span>
            </Button>
            <Button size="compact-sm" variant="subtle" onClick={() => setAsking(true)}>
              {words.delete}
              <span className="heard">, {words.noteOf(when)}</span>
            </Button>
          </Group>
        ))}
    </li>
  );
}
