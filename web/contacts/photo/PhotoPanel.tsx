import { Button, Group, Popover, Stack, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Photo.module.css';

// The library that crops is only loaded by whoever adds a photo.
const PhotoDialog = lazy(async () => ({ default: (await import('./PhotoDialog.tsx')).PhotoDialog }));

/** The photo of a contact with its consent; whoever may, adds one, changes it, or records that it is withdrawn (R15). */
export function PhotoPanel({ number, name }: { number: string; name: string }) {
  const { page, say, format } = usePageWords();
  const words = page.photo;
  const queries = useQueryClient();
  const mayChange = useSession().may('contacts.photo');
  const [adding, setAdding] = useState(false);
  const queryKey = ['contact', number, 'photo'];
  const path = { number };
  const { data } = useQuery({
    queryKey,
    queryFn: () => answered(api.GET('/api/contacts/{number}/photo/consents', { params: { path } })),
  });
  const tell = async (message: string) => {
    notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
    await queries.invalidateQueries({ queryKey });
  };
  const withdraw = useMutation({
    mutationFn: () => answered(api.DELETE('/api/contacts/{number}/photo', { params: { path } })),
    onSuccess: () => tell(words.withdrawn),
  });
  if (data === undefined) return <div className={classes.photo} />;
  const [latest] = data.items;
  const there = latest !== undefined && latest.withdrawnAt === null;
  return (
    <Stack gap="xs" mb="md">
      <Group align="start" wrap="nowrap">
        {there ? (
          <img
            className={classes.photo}
            alt={words.of(name)}
            src={`/api/contacts/${encodeURIComponent(number)}/photo?of=${encodeURIComponent(latest.confirmedAt)}`}
          />
        ) : (
          <div className={`${classes.photo} ${classes.none}`}>
            <Text size="sm">{words.none}</Text>
          </div>
        )}
        <Stack gap={4} align="start">
          {mayChange && (
            <Button variant="default" size="xs" onClick={() => setAdding(true)}>
              {there ? words.change : words.add}
            </Button>
          )}
          {mayChange && there && (
            <Popover withArrow trapFocus returnFocus width={300}>
              <Popover.Target>
                <Button variant="subtle" color="red" size="xs" loading={withdraw.isPending}>
                  {words.withdraw}
                </Button>
              </Popover.Target>
              <Popover.Dropdown>
                <Text fw={600}>{words.withdrawAsk}</Text>
                <Text size="sm" my="xs">
                  {words.withdrawHint}
                </Text>
                <Button color="red" size="xs" onClick={() => withdraw.mutate()}>
                  {words.withdrawAct}
                </Button>
              </Popover.Dropdown>
            </Popover>
          )}
          {latest !== undefined && (
            <Text c="dimmed" size="xs">
              {words.given(latest.confirmedBy, format.instant(latest.confirmedAt))} ({words.ways[latest.how]})
              {latest.withdrawnAt !== null && `, ${words.ended(format.instant(latest.withdrawnAt))}`}
            </Text>
          )}
        </Stack>
      </Group>
      <Refusal error={withdraw.error} />
      {adding && (
        <Suspense>
          <PhotoDialog
            number={number}
            onClose={() => setAdding(false)}
            onSaved={() => {
              setAdding(false);
              void tell(words.saved);
            }}
          />
        </Suspense>
      )}
    </Stack>
  );
}
