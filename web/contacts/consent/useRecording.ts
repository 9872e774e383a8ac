import { notifications } from '@mantine/notifications';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../../api/problem.ts';
import { usePageWords } from '../../words/pages.ts';

/** The version on which a draft began: who changed the contact since then is not overwritten unseen. */
interface Draft<Value> {
  version: string;
  values: ReadonlyMap<string, Value>;
}

interface Loaded<Value> {
  version: string;
  current: ReadonlyMap<string, Value>;
}

/**
 * Changes that are collected and then recorded at once.
 * @param loaded what stands on the server; undefined until it is there
 * @param record sends the changes; the server refuses another version with `changed-meanwhile`
 */
export function useRecording<Value, About>(
  number: string,
  loaded: Loaded<Value> | undefined,
  record: (version: string, values: ReadonlyMap<string, Value>, about: About) => Promise<{ changed: number }>,
) {
  const { page, say } = usePageWords();
  const queries = useQueryClient();
  const [draft, setDraft] = useState<Draft<Value>>();
  const send = useMutation({
    mutationFn: ({ version, values, about }: Draft<Value> & { about: About }) =>
      record(version, values, about),
    onSuccess: async ({ changed }) => {
      notifications.show({
        message: changed === 0 ? page.consent.unchanged : page.consent.saved,
        closeButtonProps: { 'aria-label': say.common.close },
      });
      setDraft(undefined);
      await queries.invalidateQueries({ queryKey: ['contact', number] });
    },
    onError: async (error) => {
      // What the other one recorded is shown beside the draft; recording again is then a decision.
      if (!isProblem(error, 'changed-meanwhile')) return;
      await queries.invalidateQueries({ queryKey: ['contact', number] });
      setDraft((old) => old && { ...old, version: '' });
    },
  });
  return {
    /** What is shown: the draft's value where there is one. */
    valueOf: (key: string): Value | undefined =>
      draft?.values.has(key) ? draft.values.get(key) : loaded?.current.get(key),
    isChanged: (key: string): boolean => draft?.values.has(key) ?? false,
    changes: draft?.values.size ?? 0,
    keys: [...(draft?.values.keys() ?? [])],
    set: (key: string, value: Value) => {
      const values = new Map(draft?.values);
      if (value === loaded?.current.get(key)) values.delete(key);
      else values.set(key, value);
      setDraft(
        values.size === 0 ? undefined : { version: draft?.version || (loaded?.version ?? ''), values },
      );
    },
    discard: () => {
      setDraft(undefined);
      send.reset();
    },
    save: (about: About) => {
      if (draft === undefined) return;
      send.mutate({ ...draft, version: draft.version || (loaded?.version ?? ''), about });
    },
    saving: send.isPending,
    error: send.error,
  };
}
