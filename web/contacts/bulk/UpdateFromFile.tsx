import { Alert, Button, FileInput, Group, List, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { isProblem } from '../../api/problem.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import { PreviewOfUpdate } from './PreviewOfUpdate.tsx';
import { applyUpdate, previewUpdate } from './queries.ts';

/** Criteria and authorisations from a CSV: first what would change, then just that. */
export function UpdateFromFile() {
  const { page, say } = usePageWords();
  const words = page.bulk;
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const preview = useMutation({ mutationFn: previewUpdate });
  const apply = useMutation({
    mutationFn: (fingerprint: string) => applyUpdate(file as File, fingerprint),
    onSuccess: async () => {
      preview.reset();
      await queries.invalidateQueries({ queryKey: ['contact'] });
    },
  });
  const look = () => {
    apply.reset();
    if (file !== null) preview.mutate(file);
  };
  const { data } = preview;
  return (
    <Stack gap="lg">
      <Stack gap="lg" maw={720}>
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
            preview.reset();
            apply.reset();
          }}
        />
        <Text size="sm" c="dimmed">
          {words.leaveAlone}
        </Text>
        <Group>
          <Button
            color={data === undefined ? 'rope' : 'gray'}
            variant={data === undefined ? 'filled' : 'default'}
            disabled={file === null}
            loading={preview.isPending}
            onClick={look}
          >
            {data === undefined ? words.look : words.again}
          </Button>
        </Group>
      </Stack>
      <div aria-live="polite">
        {preview.isPending && <Text>{words.looking}</Text>}
        {apply.data !== undefined && (
          <Alert color="ink" variant="light" maw={720}>
            {words.done(apply.data.contacts, apply.data.criteria, apply.data.authorisations)}
          </Alert>
        )}
        {preview.error !== null && <FileRefused error={preview.error} />}
      </div>
      {data !== undefined && (
        <PreviewOfUpdate
          preview={data}
          applying={apply.isPending}
          error={apply.error}
          onApply={() => apply.mutate(data.fingerprint)}
        />
      )}
    </Stack>
  );
}

/** Where it is the columns, each with what is wrong with it. */
function FileRefused({ error }: { error: unknown }) {
  const { page } = usePageWords();
  const words = page.bulk;
  if (!isProblem(error, 'wrong-columns')) return <Refusal error={error} />;
  return (
    <Alert color="red" variant="light" role="alert" title={words.wrongColumns} maw={720}>
      <List size="sm">
        {error.errors.map(({ message }) => {
          const [, column, reason] = /^(.*): ([a-z]+)$/s.exec(message) ?? [];
          return (
            <List.Item key={message}>
              {column === undefined ? (
                words.noField
              ) : (
                <>
                  <strong>{column}</strong> {words.columnProblems[reason as string]}
                </>
              )}
            </List.Item>
          );
        })}
      </List>
    </Alert>
  );
}
