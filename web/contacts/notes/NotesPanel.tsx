import { Button, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useInfiniteQuery, useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useMayWrite } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './FreeText.module.css';
import { FreeTextField, lengthOf } from './FreeTextField.tsx';
import { NoteItem } from './NoteItem.tsx';
import { MOST_OF_NOTE, type Note, notesQuery } from './queries.ts';
import { SavedInformation } from './Recommendations.tsx';

/** The notes on a contact, the newest first, and a field for another (R16). */
export function NotesPanel({ number }: { number: string }) {
  const { page } = usePageWords();
  const words = page.notes;
  const queries = useQueryClient();
  const mayWrite = useMayWrite('contacts.notes');
  const [text, setText] = useState('');
  const [saved, setSaved] = useState<string | null>(null);
  /** The note that is being changed, as it was read: it stays here even where somebody else deletes it. */
  const [editing, setEditing] = useState<Note | null>(null);
  const notes = useInfiniteQuery(notesQuery(number));
  const refresh = () => queries.invalidateQueries({ queryKey: notesQuery(number).queryKey });
  const add = useMutation({
    mutationFn: (wanted: string) =>
      answered(
        api.POST('/api/contacts/{number}/notes', { params: { path: { number } }, body: { text: wanted } }),
      ),
    onSuccess: async (_, wanted) => {
      setSaved(words.savedNote);
      // what was typed while it was on its way stays
      setText((now) => (now === wanted ? '' : now));
      await refresh();
    },
  });
  const submit = () => {
    const length = lengthOf(text);
    if (length === 0 || length > MOST_OF_NOTE || add.isPending) return;
    setSaved(null);
    add.mutate(text);
  };
  const found = notes.data?.pages.flatMap(({ items }) => items);
  const gone = editing !== null && found !== undefined && !found.some(({ id }) => id === editing.id);
  const shown = gone ? [editing, ...found] : found;
  return (
    <Stack component="section" gap="sm" maw={720}>
      <Title order={2}>{words.notes}</Title>
      {mayWrite && (
        <>
          <FreeTextField
            label={words.newNote}
            value={text}
            onChange={setText}
            most={MOST_OF_NOTE}
            onSave={submit}
          />
          <Refusal error={add.error} />
          <div>
            <Button
              variant="default"
              onClick={submit}
              loading={add.isPending}
              disabled={lengthOf(text) === 0 || lengthOf(text) > MOST_OF_NOTE}
            >
              {words.add}
            </Button>
          </div>
        </>
      )}
      <SavedInformation saved={saved} onClose={() => setSaved(null)} />
      <Refusal error={notes.error} />
      {shown === undefined && notes.error === null && <Skeleton height={20} />}
      {shown?.length === 0 && <Text c="dimmed">{words.empty}</Text>}
      {shown !== undefined && shown.length > 0 && (
        <ul className={classes.list}>
          {shown.map((note) => (
            <NoteItem
              key={note.id}
              number={number}
              note={note}
              mayWrite={mayWrite}
              editing={editing?.id === note.id ? editing : null}
              gone={gone && note.id === editing.id}
              setEditing={setEditing}
              onSaved={() => setSaved(words.savedNote)}
              refresh={refresh}
              saveAsNew={(mine) => add.mutate(mine, { onSuccess: () => setEditing(null) })}
            />
          ))}
        </ul>
      )}
      {notes.hasNextPage && (
        <div>
          <Button
            variant="subtle"
            loading={notes.isFetchingNextPage}
            onClick={() => void notes.fetchNextPage()}
          >
            {words.older}
          </Button>
        </div>
      )}
    </Stack>
  );
}
