import { Button, Code, CopyButton, Group, Image, Stack, Text, TextInput } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import type { components } from '../api/schema.generated.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';

interface Props {
  enrolment: components['schemas']['Enrolment'];
  /** Sends the code; @returns the recovery codes */
  confirm: (code: string) => Promise<string[]>;
  onConfirmed: (recoveryCodes: string[]) => void;
}

/** The key for the app, as a picture and in letters, and the code that confirms it. */
export function EnrolSecondFactor({ enrolment, confirm, onConfirmed }: Props) {
  const { page } = usePageWords();
  const words = page.secondFactor;
  const [code, setCode] = useState('');
  const confirming = useMutation({ mutationFn: () => confirm(code), onSuccess: onConfirmed });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirming.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>{words.scan}</Text>
        <Image
          src={`data:image/svg+xml,${encodeURIComponent(enrolment.qrCode)}`}
          alt={words.picture}
          w={200}
          h={200}
          radius="sm"
        />
        <Text size="sm">
          {words.key} <Code>{enrolment.secret}</Code>
        </Text>
        <TextInput
          label={words.code}
          inputMode="numeric"
          autoComplete="one-time-code"
          required
          withAsterisk={false}
          maxLength={10}
          value={code}
          onChange={({ currentTarget }) => setCode(currentTarget.value)}
        />
        <Refusal error={confirming.error} />
        <div>
          <Button type="submit" color="rope" loading={confirming.isPending}>
            {words.confirm}
          </Button>
        </div>
      </Stack>
    </form>
  );
}

/** Shown once. */
export function RecoveryCodes({ codes, onKept }: { codes: string[]; onKept: () => void }) {
  const { page } = usePageWords();
  const words = page.secondFactor;
  return (
    <Stack gap="md" role="status">
      <Text fw={600}>{words.codesTitle}</Text>
      <Text size="sm">{words.codesHint}</Text>
      <Code block data-testid="recovery-codes">
        {codes.join('\n')}
      </Code>
      <Group>
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {copied ? words.copied : words.copyCodes}
            </Button>
          )}
        </CopyButton>
        <Button color="rope" onClick={onKept}>
          {words.kept}
        </Button>
      </Group>
    </Stack>
  );
}
