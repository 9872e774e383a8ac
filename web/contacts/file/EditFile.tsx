import { Button, Group, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useRef, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Conflicts } from './Conflicts.tsx';
import { ContactFields } from './ContactFields.tsx';
import { type Clash, changedFields, changesOf, clashOf, draftOf, type Field, merged } from './draft.ts';
import { LeaveGuard } from './LeaveGuard.tsx';
import { type ContactFile, fileQuery } from './queries.ts';
import { fieldId, refusedFields } from './refused.ts';

interface Props {
  file: ContactFile;
  onDone: () => void;
}

/**
 * The form of a file. It holds what was seen when it was opened: what is loaded anew meanwhile changes nothing under
 * the fingers, and what somebody else saved is shown when one saves.
 */
export function EditFile({ file, onDone }: Props) {
  const { page, say } = usePageWords();
  const words = page.file.form;
  const queries = useQueryClient();
  const [seen, setSeen] = useState(() => draftOf(file));
  const [typed, setTyped] = useState(seen);
  const [clash, setClash] = useState<Clash>();
  const [unchosen, setUnchosen] = useState(false);
  const left = useRef(false);

  const save = useMutation({
    mutationFn: (changes: ReturnType<typeof changesOf>) =>
      answered(
        api.PATCH('/api/contacts/{number}', {
          params: { path: { number: file.number } },
          body: { changes: changes as never },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ['contact', file.number] });
      leave(words.saved);
    },
    onError: async (error) => {
      if (!isProblem(error, 'stale-contact')) {
        const [first] = refusedFields(error);
        if (first !== undefined) document.getElementById(fieldId(first))?.focus();
        return;
      }
      const now = draftOf(await queries.fetchQuery({ ...fileQuery(file.number), staleTime: 0 }));
      setClash(clashOf(seen, typed, now));
      setTyped(merged(seen, typed, now));
      setSeen(now);
      setUnchosen(false);
    },
  });
  const leave = (message?: string) => {
    left.current = true;
    if (message !== undefined) {
      notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    }
    onDone();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const open = clash?.fields.filter((field) => clash.chosen[field] === undefined) ?? [];
    setUnchosen(open.length > 0);
    if (open.length > 0) return;
    if (changedFields(seen, typed).length === 0) leave(words.nothing);
    else save.mutate(changesOf(seen, typed));
  };
  const choose = (field: Field, which: 'mine' | 'theirs') => {
    if (clash === undefined) return;
    setClash({ ...clash, chosen: { ...clash.chosen, [field]: which } });
    // the form follows what was chosen, and can still be written in
    setTyped({ ...typed, [field]: (which === 'mine' ? clash.mine : clash.now)[field] });
  };
  const stale = isProblem(save.error, 'stale-contact');
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg" maw={760}>
        {clash && (
          <Conflicts clash={clash} lastChanges={file.lastChanges} unchosen={unchosen} onChoose={choose} />
        )}
        <ContactFields
          kind={file.kind}
          draft={typed}
          wrong={refusedFields(save.error)}
          onChange={(part) => setTyped((before) => ({ ...before, ...part }))}
        />
        {!stale && <Refusal error={save.error} />}
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onDone}>
            {say.common.cancel}
          </Button>
        </Group>
      </Stack>
      <LeaveGuard unsaved={() => !left.current && changedFields(seen, typed).length > 0} />
    </form>
  );
}
