import { Alert, Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconCamera, IconPhoto } from '@tabler/icons-react';
import { useEffect, useRef, useState } from 'react';
import { usePageWords } from '../../words/pages.ts';
import { still } from './cropped.ts';
import classes from './Photo.module.css';

/** A picture from this computer, or from its camera. */
export function ChoosePicture({ onChosen }: { onChosen: (picture: Blob) => void }) {
  const { page } = usePageWords();
  const words = page.photo;
  const [camera, setCamera] = useState<MediaStream>();
  // A camera takes a moment until its first picture; taken before, a photo would be empty.
  const [seeing, setSeeing] = useState(false);
  const [refused, setRefused] = useState(false);
  const video = useRef<HTMLVideoElement>(null);
  useEffect(() => {
    if (video.current && camera) video.current.srcObject = camera;
    return () => {
      for (const track of camera?.getTracks() ?? []) track.stop();
    };
  }, [camera]);
  const open = async () => {
    try {
      setSeeing(false);
      setCamera(await navigator.mediaDevices.getUserMedia({ video: { facingMode: 'user' } }));
      setRefused(false);
    } catch {
      setRefused(true);
    }
  };
  if (camera !== undefined) {
    return (
      <Stack>
        <video
          ref={video}
          autoPlay
          playsInline
          muted
          className={classes.camera}
          onLoadedData={() => setSeeing(true)}
        />
        <Group>
          <Button
            color="rope"
            disabled={!seeing}
            leftSection={<IconCamera size={18} aria-hidden="true" />}
            onClick={async () => video.current && onChosen(await still(video.current))}
          >
            {words.take}
          </Button>
          <Button variant="default" onClick={() => setCamera(undefined)}>
            {words.cancel}
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <Stack>
      <Group>
        <FileButton accept="image/jpeg,image/png,image/webp" onChange={(file) => file && onChosen(file)}>
          {(props) => (
            <Button {...props} data-autofocus leftSection={<IconPhoto size={18} aria-hidden="true" />}>
              {words.choose}
            </Button>
          )}
        </FileButton>
        <Button
          variant="default"
          leftSection={<IconCamera size={18} aria-hidden="true" />}
          onClick={() => void open()}
        >
          {words.camera}
        </Button>
      </Group>
      <Text c="dimmed" size="sm">
        {words.chooseHint}
      </Text>
      {refused && (
        <Alert color="gray" role="alert">
          {words.noCamera}
        </Alert>
      )}
    </Stack>
  );
}
