import { Button, FileButton, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconLibraryPhoto, IconPhotoPlus } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type DragEvent, useState } from 'react';
import { answered, api } from '../../../api/client.ts';
import { Refusal } from '../../../frame/Refusal.tsx';
import { AddedPictures, picturesQuery } from './AddedPictures.tsx';
import classes from './Editor.module.css';
import { useEditorWords } from './words.ts';

const KINDS = ['image/jpeg', 'image/png', 'image/webp'];
/** Of a message: a smaller picture is not made larger. */
const MESSAGE_WIDTH = 600;
/** A picture that Rappel keeps, wherever this page was opened from. */
const OWN = /\/pictures\/\d+-[\w-]{22}$/;

interface Props {
  value(attribute: string): string;
  /** Changes several attributes at once; '' takes one away. */
  put(wanted: Record<string, string>): void;
}

/** A picture of the message: brought by the operator, or one that has an address already; and its words. */
export function PictureFields({ value, put }: Props) {
  const words = useEditorWords();
  const queries = useQueryClient();
  const [over, setOver] = useState(false);
  const [choosing, setChoosing] = useState(false);
  const show = ({ address, width }: { address: string; width: number }) =>
    put({ src: address, width: width < MESSAGE_WIDTH ? `${width}px` : '' });
  const bring = useMutation({
    mutationFn: (file: File) =>
      answered(
        api.POST('/api/pictures', {
          body: file as never,
          bodySerializer: (body) => body,
          // what is something else is refused as no picture, and not as a kind that is not known
          headers: { 'content-type': KINDS.includes(file.type) ? file.type : 'image/jpeg' },
        }),
      ),
    onSuccess: (added) => {
      show(added);
      void queries.invalidateQueries(picturesQuery);
    },
  });
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setOver(false);
    const file = event.dataTransfer.files[0];
    if (file !== undefined) bring.mutate(file);
  };
  const own = OWN.exec(value('src'))?.[0];
  return (
    <Stack gap="xs">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: dropping a file is a shorter way to the button in it */}
      <div
        className={`${classes.picture} ${over ? classes.over : ''}`}
        onDragOver={(event) => {
          if (!event.dataTransfer.types.includes('Files')) return;
          event.preventDefault();
          setOver(true);
        }}
        onDragLeave={() => setOver(false)}
        onDrop={drop}
      >
        {own === undefined ? (
          <Text size="sm" c="dimmed">
            {value('src') === 'https://' ? words.pictureHint : value('alt') || value('src')}
          </Text>
        ) : (
          <img src={own} alt={value('alt')} style={{ maxWidth: value('width') || '100%' }} />
        )}
        <Group gap="xs" justify="center">
          <FileButton accept={KINDS.join(',')} onChange={(file) => file !== null && bring.mutate(file)}>
            {(props) => (
              <Button
                {...props}
                size="xs"
                variant="default"
                leftSection={<IconPhotoPlus size={16} />}
                loading={bring.isPending}
              >
                {own === undefined ? words.choosePicture : words.otherPicture}
              </Button>
            )}
          </FileButton>
          <Button
            size="xs"
            variant="subtle"
            leftSection={<IconLibraryPhoto size={16} aria-hidden="true" />}
            onClick={() => setChoosing(true)}
          >
            {words.addedBefore}
          </Button>
        </Group>
      </div>
      <AddedPictures
        opened={choosing}
        onClose={() => setChoosing(false)}
        onChosen={(picture) => {
          show(picture);
          setChoosing(false);
        }}
      />
      <Refusal error={bring.error} />
      <TextInput
        size="xs"
        required
        label={words.alternative}
        error={value('alt').trim() === '' ? words.alternativeMissing : undefined}
        value={value('alt')}
        onChange={(event) => put({ alt: event.currentTarget.value })}
      />
      <TextInput
        size="xs"
        label={words.leadsTo}
        value={value('href')}
        onChange={(event) => put({ href: event.currentTarget.value })}
      />
      {own === undefined && (
        <TextInput
          size="xs"
          label={words.source}
          value={value('src')}
          onChange={(event) => put({ src: event.currentTarget.value, width: '' })}
        />
      )}
    </Stack>
  );
}
