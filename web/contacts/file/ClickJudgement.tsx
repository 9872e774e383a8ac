import { Button } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';

interface Props {
  click: number;
  counts: boolean;
  /** As it is written beside the click. */
  when: string;
}

/** Whether a click counts is for an operator to say, where the machine judged wrongly (R32). */
export function ClickJudgement({ click, counts, when }: Props) {
  const { page } = usePageWords();
  const words = page.tracking;
  const { may } = useSession();
  const queries = useQueryClient();
  const judge = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/tracking/clicks/{click}', { params: { path: { click } }, body: { counted: !counts } }),
      ),
    onSuccess: () => queries.invalidateQueries({ queryKey: ['contact'] }),
  });
  if (!may('clicks.reclassify')) return null;
  const act = counts ? words.doNotCount : words.count;
  return (
    <>
      <Button
        variant="subtle"
        size="compact-xs"
        px={4}
        aria-label={words.of(act, when)}
        loading={judge.isPending}
        onClick={() => judge.mutate()}
      >
        {act}
      </Button>
      <Refusal error={judge.error} />
    </>
  );
}
