import { Button, Group, NumberInput, Stack } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { answered, api } from '../api/client.ts';
import { Refusal } from '../frame/Refusal.tsx';
import { usePageWords } from '../words/pages.ts';
import { type Chosen, PurchaseContact } from './PurchaseContact.tsx';

/** R1d: whoever finds it sold out is written down, and offered what comes free. */
export function JoinWaitingList({ at, performance }: { at: number; performance: number }) {
  const { page, say } = usePageWords();
  const words = page.boxOffice.waiting;
  const [open, setOpen] = useState(false);
  const [contact, setContact] = useState<Chosen | null>(null);
  const [quantity, setQuantity] = useState<number | string>(1);
  const join = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/waiting-list', {
          body: {
            contact: contact?.number ?? '',
            pointOfSale: at,
            performance,
            quantity: Number(quantity),
          },
        }),
      ),
    onSuccess: () => {
      notifications.show({
        message: words.done(contact?.name ?? ''),
        closeButtonProps: { 'aria-label': say.common.close },
      });
      setOpen(false);
      setContact(null);
    },
  });
  if (!open) {
    return (
      <Button variant="default" mt="sm" onClick={() => setOpen(true)}>
        {words.open}
      </Button>
    );
  }
  return (
    <Stack gap="sm" mt="sm" role="group" aria-label={words.open}>
      <PurchaseContact label={words.contact} value={contact} onChange={setContact} />
      <NumberInput
        label={words.quantity}
        min={1}
        max={20}
        maw={140}
        value={quantity}
        onChange={setQuantity}
      />
      <Refusal error={join.error} />
      <Group gap="xs">
        <Button disabled={contact === null} loading={join.isPending} onClick={() => join.mutate()}>
          {words.act}
        </Button>
        <Button variant="default" onClick={() => setOpen(false)}>
          {page.boxOffice.contactCancel}
        </Button>
      </Group>
    </Stack>
  );
}
