import { Alert, Button, CopyButton, Stack, Text, TextInput } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import type { MadeLink } from './queries.ts';

/** A link that was just made: mailed, where there is a mail server, and shown once, to be copied. */
export function LinkToCopy({ made }: { made: MadeLink }) {
  const { page, format } = usePageWords();
  const words = page.operators;
  return (
    <Alert color="ink" variant="light" role="status" title={words.linkTitle[made.kind]}>
      <Stack gap="sm">
        {made.mailedTo !== null && <Text size="sm">{words.mailedTo(made.mailedTo)}</Text>}
        <Text size="sm">{words.linkHint(format.instant(made.expiresAt))}</Text>
        <TextInput
          aria-label={words.linkTitle[made.kind]}
          readOnly
          value={made.link}
          onFocus={({ currentTarget }) => currentTarget.select()}
        />
        <CopyButton value={made.link}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy} style={{ alignSelf: 'flex-start' }}>
              {copied ? words.copied : words.copy}
            </Button>
          )}
        </CopyButton>
      </Stack>
    </Alert>
  );
}
