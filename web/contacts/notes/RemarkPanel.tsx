import { Button, Group, Skeleton, Stack, Text, Title } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { Conflict } from './Conflict.tsx';
import classes from './FreeText.module.css';
import { FreeTextField, lengthOf } from './FreeTextField.tsx';
import { MOST_OF_REMARK, remarkQuery } from './queries.ts';
import { SavedInformation } from './Recommendations.tsx';

/** The one remark on a contact (R16). */
export function RemarkPanel({ number }: { number: string }) {
  const { page, say } = usePageWords();
  const words = page.notes;
  const queries = useQueryClient();
  const mayWrite = useSession().may('contacts.notes');
  const { data, error, refetch } = useQuery(remarkQuery(number));
  /** What is written, and the version that was read; null: it is only read. */
  const [draft, setDraft] = useState<{ text: string; version: string } | null>(null);
  const [saved, setSaved] = useState<string | null>(null);
  const save = useMutation({
    mutationFn: (body: { text: string; version: string }) =>
      answered(api.PUT('/api/contacts/{number}/remark', { params: { path: { number } }, body })),
    onSuccess: (stands) => {
      // the same remark saved again is no change, and nothing to be told of
      if (stands.version !== draft?.version) setSaved(words.savedRemark);
      queries.setQueryData(remarkQuery(number).queryKey, stands);
      setDraft(null);
    },
    onError: (problem) => (isProblem(problem, 'stale') ? refetch() : undefined),
  });
  const submit = () => {
    if (draft !== null && lengthOf(draft.text) <= MOST_OF_REMARK && !save.isPending) save.mutate(draft);
  };
  const begin = () => {
    setSaved(null);
    save.reset();
    setDraft(data ?? null);
  };
  return (
    <Stack component="section" gap="sm" maw={720}>
      <Title order={2}>{words.remark}</Title>
      <Refusal error={error} />
      {data === undefined ? (
        error === null && <Skeleton height={20} />
      ) : draft === null ? (
        <>
          {data.text === '' ? (
            <Text c="dimmed">{words.noRemark}</Text>
          ) : (
            <p className={classes.text}>{data.text}</p>
          )}
          {mayWrite && (
            <div>
              <Button variant="default" onClick={begin}>
                {data.text === '' ? words.writeRemark : words.edit}
              </Button>
            </div>
          )}
        </>
      ) : (
        <>
          <FreeTextField
            label={words.remark}
            value={draft.text}
            onChange={(text) => setDraft({ ...draft, text })}
            most={MOST_OF_REMARK}
            onSave={submit}
            autoFocus
          />
          {isProblem(save.error, 'stale') ? (
            <Conflict
              error={save.error}
              stands={data.text}
              saveMine={() => {
                const mine = { text: draft.text, version: data.version };
                setDraft(mine);
                save.mutate(mine);
              }}
              takeTheirs={begin}
            />
          ) : (
            <Refusal error={save.error} />
          )}
          <Group>
            {!isProblem(save.error, 'stale') && (
              <Button
                onClick={submit}
                loading={save.isPending}
                disabled={lengthOf(draft.text) > MOST_OF_REMARK}
              >
                {words.save}
              </Button>
            )}
            <Button variant="subtle" onClick={() => setDraft(null)}>
              {say.common.cancel}
            </Button>
          </Group>
        </>
      )}
      <SavedInformation saved={saved} onClose={() => setSaved(null)} />
    </Stack>
  );
}
