import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Parts.module.css';
import { type PointOfSale, pointOfSaleQuery } from './queries.ts';

/** R17: as long as there is no address. */
export function Recommendation({ children }: { children?: React.ReactNode }) {
  const { page } = usePageWords();
  const words = page.pointsOfSale;
  return (
    <Alert color="rope" variant="light" title={words.recommended} role="status" maw={640}>
      <Text size="sm">{words.recommendation}</Text>
      {children}
    </Alert>
  );
}

/** What is known of the text behind the address, and another look at it. */
export function PolicyState({ point }: { point: PointOfSale }) {
  const { page, format } = usePageWords();
  const words = page.pointsOfSale;
  const queries = useQueryClient();
  const look = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/points-of-sale/{point}/policy', { params: { path: { point: point.id } } })),
    onSuccess: (found) => {
      queries.setQueryData(pointOfSaleQuery(point.id).queryKey, found);
      void queries.invalidateQueries({ queryKey: ['points-of-sale'], exact: true });
    },
  });
  const { policy } = point;
  if (policy === null) return <Recommendation />;
  const again = (
    <Button variant="default" size="xs" loading={look.isPending} onClick={() => look.mutate()}>
      {words.look}
    </Button>
  );
  return (
    <Stack gap="xs" align="flex-start">
      {policy.failure !== null ? (
        <Alert color="red" variant="light" title={words.unreadable} w="100%">
          <Stack gap="xs" align="flex-start">
            <Text size="sm">{failureWords(words, policy.failure)}</Text>
            <Text size="sm">{words.unreadableHint}</Text>
            {policy.checkedAt !== null && (
              <Text size="sm">{words.tried(format.instant(policy.checkedAt))}</Text>
            )}
            {again}
          </Stack>
        </Alert>
      ) : policy.version === null ? (
        <>
          <Text c="dimmed">{words.notYet}</Text>
          {again}
        </>
      ) : (
        <>
          <Text>{words.readAt(format.instant(policy.version.readAt))}</Text>
          <Text c="dimmed" size="sm">
            {words.fingerprint}
            <br />
            <span className={classes.hash}>{policy.version.sha256}</span>
          </Text>
          {again}
        </>
      )}
      <Refusal error={look.error} />
    </Stack>
  );
}

function failureWords(words: ReturnType<typeof usePageWords>['page']['pointsOfSale'], failure: string) {
  const status = /^outside-(\d{3})$/.exec(failure)?.[1];
  if (status !== undefined) return words.answers(status);
  return words.failures[failure] ?? words.failures['outside-unreachable'];
}
