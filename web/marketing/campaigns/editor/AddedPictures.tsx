import { Button, Group, Modal, Stack, Text, UnstyledButton } from '@mantine/core';
import { infiniteQueryOptions, useInfiniteQuery } from '@tanstack/react-query';
import { answered, api } from '../../../api/client.ts';
import type { paths } from '../../../api/schema.generated.ts';
import { Refusal } from '../../../frame/Refusal.tsx';
import { Waiting } from '../../../list/ListStates.tsx';
import { useWords } from '../../../words/words.tsx';
import classes from './Editor.module.css';
import { useEditorWords } from './words.ts';

export type AddedPicture =
  paths['/api/pictures']['get']['responses'][200]['content']['application/json']['items'][number];

export const picturesQuery = infiniteQueryOptions({
  queryKey: ['pictures'],
  queryFn: ({ pageParam }) =>
    answered(
      api.GET('/api/pictures', { params: { query: pageParam === null ? {} : { before: pageParam } } }),
    ),
  initialPageParam: null as string | null,
  getNextPageParam: ({ next }) => next,
});

interface Props {
  opened: boolean;
  onClose: () => void;
  onChosen: (picture: AddedPicture) => void;
}

/** The pictures that were added for earlier messages, to be used again. */
export function AddedPictures({ opened, onClose, onChosen }: Props) {
  const words = useEditorWords();
  const { say } = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size="xl"
      title={words.addedTitle}
      closeButtonProps={{ 'aria-label': say.common.close }}
    >
      <Pictures onChosen={onChosen} />
    </Modal>
  );
}

function Pictures({ onChosen }: Pick<Props, 'onChosen'>) {
  const words = useEditorWords();
  const { format } = useWords();
  const { data, error, hasNextPage, isFetchingNextPage, fetchNextPage } = useInfiniteQuery(picturesQuery);
  if (data === undefined) return error ? <Refusal error={error} /> : <Waiting rows={3} />;
  const pictures = data.pages.flatMap(({ items }) => items);
  if (pictures.length === 0) return <Text c="dimmed">{words.noneAdded}</Text>;
  return (
    <Stack gap="md">
      <ul className={classes.pictures}>
        {pictures.map((picture) => {
          const { address, width, height, addedAt } = picture;
          return (
            <li key={address}>
              <UnstyledButton className={classes.added} onClick={() => onChosen(picture)}>
                {/* by its path: this page may have been opened from elsewhere */}
                <img src={new URL(address).pathname} alt="" loading="lazy" />
                <Text size="xs" c="dimmed">
                  {words.addedOn(format.shortInstant(addedAt), format.number(width), format.number(height))}
                </Text>
              </UnstyledButton>
            </li>
          );
        })}
      </ul>
      <Refusal error={error} />
      {hasNextPage && (
        <Group justify="center">
          <Button variant="subtle" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            {words.morePictures}
          </Button>
        </Group>
      )}
    </Stack>
  );
}
