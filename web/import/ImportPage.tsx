import { Alert, Button, FileInput, Group, Progress, Radio, Stack, Table, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../addresses.ts';
import { isProblem } from '../api/problem.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { KINDS, type Kind, upload } from './upload.ts';

/** Brings in one of the seven files: checked first, or at once; all of it, or nothing. */
export function ImportPage() {
  const { page, say, format } = usePageWords();
  const words = page.import;
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [kind, setKind] = useState<Kind>('contacts');
  const [file, setFile] = useState<File | null>(null);
  const [sent, setSent] = useState(0);
  const bring = useMutation({
    mutationFn: (dryRun: boolean) => {
      setSent(0);
      return upload({ kind, file: file as File, dryRun }, setSent);
    },
    onSuccess: async (_, dryRun) => {
      if (!dryRun) await queries.invalidateQueries();
    },
  });
  const { data, variables: dryRun } = bring;
  return (
    <Page title={words.title}>
      <Stack gap="lg" maw={720}>
        <Radio.Group
          label={words.kind}
          description={words.order}
          value={kind}
          onChange={(chosen) => {
            setKind(chosen as Kind);
            bring.reset();
          }}
        >
          <Group gap="md" mt="xs">
            {KINDS.map((one) => (
              <Radio key={one} value={one} label={words.kinds[one]} />
            ))}
          </Group>
        </Radio.Group>
        <FileInput
          label={words.file}
          description={words.fileHint}
          placeholder={words.choose}
          accept=".csv,text/csv"
          clearable
          clearButtonProps={{ 'aria-label': say.common.close }}
          value={file}
          onChange={(chosen) => {
            setFile(chosen);
            bring.reset();
          }}
        />
        <Group>
          <Button
            variant="default"
            disabled={file === null}
            loading={bring.isPending && dryRun}
            onClick={() => bring.mutate(true)}
          >
            {words.check}
          </Button>
          <Button
            color="rope"
            disabled={file === null || bring.isPending}
            loading={bring.isPending && !dryRun}
            onClick={() => bring.mutate(false)}
          >
            {words.act}
          </Button>
        </Group>
        <div aria-live="polite">
          {bring.isPending && (
            <Stack gap={6}>
              <Text>{sent < 1 ? words.sending(format.share(sent)) : words.working}</Text>
              <Progress value={100 * sent} animated={sent >= 1} aria-label={words.working} />
            </Stack>
          )}
          {data !== undefined && (
            <Alert color="ink" variant="light" title={dryRun ? words.checked : words.done}>
              <Text>{words.counts(data.rows, data.inserted, data.updated, data.unchanged)}</Text>
              {data.refused.count > 0 && <Text>{words.refused(data.refused.count)}</Text>}
              {!dryRun && (
                <Button mt="sm" variant="default" onClick={() => navigate({ to: addresses.contacts })}>
                  {words.next}
                </Button>
              )}
            </Alert>
          )}
          <Errors error={bring.error} />
        </div>
      </Stack>
    </Page>
  );
}

function Errors({ error }: { error: unknown }) {
  const { page } = usePageWords();
  if (!isProblem(error, 'import-refused')) return <Refusal error={error} />;
  return (
    <Alert color="red" variant="light" title={page.import.wrong}>
      <Text size="sm" mb="xs" lang="en">
        {error.detail}
      </Text>
      <Table withRowBorders={false} verticalSpacing={2}>
        <Table.Tbody lang="en">
          {error.errors.map(({ message }, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: the same message may stand twice, and nothing moves
            <Table.Tr key={index}>
              <Table.Td>{message}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Alert>
  );
}
