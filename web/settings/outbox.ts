import { queryOptions } from '@tanstack/react-query';
import { answered, api } from '../api/client.ts';
import type { OutboxWords } from '../words/outbox-en.ts';

export const STATES = ['queued', 'sending', 'sent', 'not-sent', 'failed'] as const;
export type MessageState = (typeof STATES)[number];

export const STATE_COLOURS = {
  queued: 'rope',
  sending: 'rope',
  sent: 'ink',
  'not-sent': 'gray',
  failed: 'red',
} as const;

/** Whether there is a mail server. */
export const deliveryQuery = queryOptions({
  queryKey: ['outbox', 'delivery'],
  queryFn: () => answered(api.GET('/api/messages/delivery')),
});

export const loadMessages = (state: MessageState | undefined, cursor: string | undefined) =>
  answered(
    api.GET('/api/messages', {
      params: {
        query: {
          ...(state === undefined ? {} : { state }),
          ...(cursor === undefined ? {} : { cursor: Number(cursor) }),
        },
      },
    }),
  );

export type ListedMessage = Awaited<ReturnType<typeof loadMessages>>['items'][number];

/** A message; looked at again while it is on its way. */
export const messageQuery = (message: number) =>
  queryOptions({
    queryKey: ['outbox', 'message', message],
    queryFn: () => answered(api.GET('/api/messages/{message}', { params: { path: { message } } })),
    refetchInterval: ({ state: { data } }) =>
      data?.state === 'queued' || data?.state === 'sending' ? 3_000 : false,
  });

/** Why a message did not arrive, in words. */
export function failureWords(words: OutboxWords, failure: string): string {
  const code = /^smtp-(\d+)$/.exec(failure)?.[1];
  if (code !== undefined) return words.smtp(code);
  return words.failures[failure] ?? (words.failures.unexpected as string);
}
