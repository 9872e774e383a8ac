import { Button, CopyButton, Group, Modal, PasswordInput, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';

/** How an organisation is paid online: its keys are typed in here, and shown to nobody again. */
export function OnlinePayment({ organisation, name }: { organisation: number; name: string }) {
  const { page, say } = usePageWords();
  const words = page.boxOffice.online;
  const [open, setOpen] = useState(false);
  const { data } = useQuery({
    queryKey: ['payment-providers'],
    queryFn: () => answered(api.GET('/api/payment-providers')),
  });
  const provider = data?.items.find((one) => one.organisation === organisation);
  return (
    <>
      <Button variant="default" size="xs" aria-label={words.of(name)} onClick={() => setOpen(true)}>
        {provider?.on ? words.on : words.off}
      </Button>
      <Modal
        opened={open}
        onClose={() => setOpen(false)}
        title={words.of(name)}
        closeButtonProps={{ 'aria-label': say.common.close }}
      >
        {open && provider && (
          <Keys
            organisation={organisation}
            webhook={provider.webhook}
            isOn={provider.on}
            onDone={() => setOpen(false)}
          />
        )}
      </Modal>
    </>
  );
}

function Keys({
  organisation,
  webhook,
  isOn,
  onDone,
}: {
  organisation: number;
  /** Where the provider sends its news. */
  webhook: string;
  /** The organisation is paid online already. */
  isOn: boolean;
  onDone: () => void;
}) {
  const { page, say } = usePageWords();
  const words = page.boxOffice.online;
  const queries = useQueryClient();
  const [secretKey, setSecretKey] = useState('');
  const [webhookSecret, setWebhookSecret] = useState('');
  const path = { organisation };
  const done = (message: string) => async () => {
    await queries.invalidateQueries({ queryKey: ['payment-providers'] });
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    onDone();
  };
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/payment-providers/{organisation}', {
          params: { path },
          body: { secretKey, webhookSecret },
        }),
      ),
    onSuccess: done(words.saved),
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE('/api/payment-providers/{organisation}', { params: { path } })),
    onSuccess: done(words.removed),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm">{words.about}</Text>
        <PasswordInput
          label={words.secretKey}
          placeholder="sk_…"
          autoComplete="off"
          required
          maxLength={300}
          value={secretKey}
          onChange={({ currentTarget }) => setSecretKey(currentTarget.value)}
        />
        <PasswordInput
          label={words.webhookSecret}
          placeholder="whsec_…"
          autoComplete="off"
          required
          maxLength={300}
          value={webhookSecret}
          onChange={({ currentTarget }) => setWebhookSecret(currentTarget.value)}
        />
        <Stack gap={4}>
          <Text size="sm">{words.webhook}</Text>
          <Text size="sm" ff="monospace" style={{ overflowWrap: 'anywhere' }}>
            {webhook}
          </Text>
          <CopyButton value={webhook}>
            {({ copied, copy }) => (
              <Button size="compact-sm" variant="default" style={{ alignSelf: 'start' }} onClick={copy}>
                {copied ? words.copied : words.copy}
              </Button>
            )}
          </CopyButton>
        </Stack>
        <Refusal error={save.error ?? remove.error} />
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
          {isOn && (
            <Button variant="default" loading={remove.isPending} onClick={() => remove.mutate()}>
              {words.remove}
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  );
}
