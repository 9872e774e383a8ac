import { Alert, Button, Group, Progress, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef, useState } from 'react';
import { addresses } from '../addresses.ts';
import { isProblem } from '../api/problem.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './Import.module.css';
import type { Kind, Mapping } from './mapping.ts';
import { ProblemTable } from './ProblemTable.tsx';
import { type ImportResult, upload } from './upload.ts';

interface Props {
  kind: Kind;
  file: File;
  /** Undefined: the file is one of ours. */
  mapping: Mapping | undefined;
  onImported: () => void;
  onAnother: () => void;
}

/** Checks the whole file against the base, or brings it in; tells how far it is, and can be stopped. */
export function CheckStep({ kind, file, mapping, onImported, onAnother }: Props) {
  const { page } = usePageWords();
  const words = page.import;
  const queries = useQueryClient();
  const navigate = useNavigate();
  const [sent, setSent] = useState(0);
  const [rows, setRows] = useState(0);
  const stopping = useRef(new AbortController());
  const bring = useMutation({
    mutationFn: (dryRun: boolean) => {
      setSent(0);
      setRows(0);
      stopping.current = new AbortController();
      const watch = { onSent: setSent, onRows: setRows, signal: stopping.current.signal };
      return upload({ kind, file, dryRun, mapping }, watch);
    },
    onSuccess: async (_, dryRun) => {
      if (dryRun) return;
      onImported();
      await queries.invalidateQueries();
    },
  });
  const { data, variables: dryRun, isPending } = bring;
  const imported = data !== undefined && !dryRun;
  return (
    <Stack gap="md" maw={760}>
      {!imported && (
        <>
          <Text c="dimmed">{words.checkHint}</Text>
          <Group>
            <Button
              variant="default"
              disabled={isPending}
              loading={isPending && dryRun}
              onClick={() => bring.mutate(true)}
            >
              {words.check}
            </Button>
            <Button
              color="rope"
              disabled={isPending}
              loading={isPending && !dryRun}
              onClick={() => bring.mutate(false)}
            >
              {words.act}
            </Button>
          </Group>
        </>
      )}
      {isPending && <Working sent={sent} rows={rows} onStop={() => stopping.current.abort()} />}
      <div aria-live="polite">
        {data !== undefined && <Done result={data} dryRun={dryRun === true} />}
        {bring.error !== null && stopping.current.signal.aborted && (
          <Alert color="ink" variant="light">
            {words.cancelled}
          </Alert>
        )}
      </div>
      {bring.error !== null &&
        !stopping.current.signal.aborted &&
        (isProblem(bring.error, 'import-refused') ? (
          <div role="alert">
            <ProblemTable problem={bring.error} mapping={mapping} />
          </div>
        ) : (
          <Refusal error={bring.error} />
        ))}
      {imported && (
        <Group>
          <Button variant="default" onClick={() => navigate({ to: addresses.contacts })}>
            {words.next}
          </Button>
          <Button variant="default" onClick={onAnother}>
            {words.another}
          </Button>
        </Group>
      )}
    </Stack>
  );
}

function Working({ sent, rows, onStop }: { sent: number; rows: number; onStop: () => void }) {
  const { page, format } = usePageWords();
  const words = page.import;
  return (
    <Stack gap={6}>
      <Text>{sent < 1 ? words.sending(format.share(sent)) : words.working(rows)}</Text>
      <Progress value={100 * sent} animated={sent >= 1} aria-label={words.working(0)} />
      <Group gap="sm">
        <Button variant="default" onClick={onStop}>
          {words.cancel}
        </Button>
        <Text size="sm" c="dimmed">
          {words.cancelHint}
        </Text>
      </Group>
    </Stack>
  );
}

function Done({ result, dryRun }: { result: ImportResult; dryRun: boolean }) {
  const { page, format } = usePageWords();
  const words = page.import;
  const names = dryRun ? words.willBe : words.counts;
  const { refused } = result;
  const counts = { ...result, refused: refused.count };
  return (
    <Alert color="ink" variant="light" title={dryRun ? words.checked : words.done}>
      <dl className={classes.counts}>
        {(['rows', 'inserted', 'updated', 'unchanged', 'refused'] as const)
          .filter((name) => name !== 'refused' || refused.count > 0)
          .map((name) => (
            <div key={name}>
              <dt>{names[name]}</dt>
              <dd>{format.number(counts[name])}</dd>
            </div>
          ))}
      </dl>
      {refused.count > 0 && (
        <Text mt="xs">
          {words.refused(refused.count)}{' '}
          {words.refusedLines(
            refused.lines.map(format.number).join(', '),
            refused.count > refused.lines.length,
          )}
        </Text>
      )}
    </Alert>
  );
}
