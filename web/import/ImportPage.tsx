import { Alert, Button, FileInput, Group, Radio, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../addresses.ts';
import { isProblem } from '../api/problem.ts';
import { Page } from '../frame/Page.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { CheckStep } from './CheckStep.tsx';
import { ColumnsStep } from './ColumnsStep.tsx';
import { type Inspection, inspect, isOurs, KINDS, type Kind, type Mapping, type Reading } from './mapping.ts';
import { useProblemWords } from './ProblemTable.tsx';
import { type Step, Steps } from './Steps.tsx';

/** Brings in a file of any system: chosen, its columns mapped, checked, imported; all of it, or nothing. */
export function ImportPage() {
  const { page, say } = usePageWords();
  const words = page.import;
  const navigate = useNavigate();
  const { kind = 'contacts' } = useSearch({ strict: false }) as { kind?: Kind };
  const [file, setFile] = useState<File | null>(null);
  const [step, setStep] = useState<Step>('file');
  const [mapping, setMapping] = useState<Mapping>();
  const [inspection, setInspection] = useState<Inspection>();
  const look = useMutation({
    mutationFn: ({ chosen, reading }: { chosen: File; kind: Kind; reading: Reading }) =>
      inspect(kind, chosen, reading),
    onSuccess: (found) => {
      setInspection(found);
      setMapping((before) => (before === undefined && isOurs(found) ? undefined : found.mapping));
    },
  });
  const begin = (chosen: File | null, wanted: Kind) => {
    setFile(chosen);
    setStep('file');
    setMapping(undefined);
    setInspection(undefined);
    look.reset();
    if (chosen !== null) look.mutate({ chosen, kind: wanted, reading: {} });
  };
  const open = (one: Step) =>
    one === 'file' || (one === 'columns' && mapping !== undefined) || (one === 'check' && step === 'done');
  return (
    <Page title={words.title}>
      <Stack gap="lg">
        <Steps at={step} open={open} onChoose={setStep} />
        {step === 'file' && (
          <Stack gap="lg" maw={720}>
            <Radio.Group
              label={words.kind}
              description={words.order}
              value={kind}
              onChange={(chosen) => {
                begin(null, chosen as Kind);
                void navigate({ to: addresses.import, search: { kind: chosen } as never, replace: true });
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
              accept=".csv,.txt,.tsv,.xlsx,text/csv"
              clearable
              clearButtonProps={{ 'aria-label': say.common.close }}
              value={file}
              onChange={(chosen) => begin(chosen, kind)}
            />
            <div aria-live="polite">
              {look.isPending && <Text>{words.looking}</Text>}
              {inspection !== undefined && mapping === undefined && (
                <Alert color="ink" variant="light">
                  {words.ours}
                </Alert>
              )}
            </div>
            <Unreadable error={look.error} />
            <Group>
              <Button
                color="rope"
                disabled={inspection === undefined || look.isPending}
                onClick={() => setStep(mapping === undefined ? 'check' : 'columns')}
              >
                {words.goOn}
              </Button>
              {inspection !== undefined && mapping === undefined && (
                <Button
                  variant="default"
                  onClick={() => {
                    setMapping(inspection.mapping);
                    setStep('columns');
                  }}
                >
                  {words.mapAnyway}
                </Button>
              )}
            </Group>
          </Stack>
        )}
        {step === 'columns' && inspection !== undefined && mapping !== undefined && file !== null && (
          <>
            <Unreadable error={look.error} />
            <ColumnsStep
              kind={kind}
              inspection={inspection}
              mapping={mapping}
              onChange={setMapping}
              onRead={(reading) => look.mutate({ chosen: file, kind, reading })}
              onDone={() => setStep('check')}
            />
          </>
        )}
        {(step === 'check' || step === 'done') && file !== null && (
          <CheckStep
            kind={kind}
            file={file}
            mapping={mapping}
            onImported={() => setStep('done')}
            onAnother={() => begin(null, kind)}
          />
        )}
      </Stack>
    </Page>
  );
}

/** Why a file could not be looked at: in the words of what is wrong with it. */
function Unreadable({ error }: { error: unknown }) {
  const sayProblem = useProblemWords();
  if (!isProblem(error, 'unreadable-file') || error.errors[0] === undefined) return <Refusal error={error} />;
  return (
    <Alert color="red" variant="light" role="alert">
      {sayProblem(error.errors[0])}
    </Alert>
  );
}
