import { Alert, Button, Checkbox, Group, Modal, Radio, Slider, Stack, Text } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { type FormEvent, useEffect, useId, useState } from 'react';
import Cropper, { type Area } from 'react-easy-crop';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { nonce } from '../../nonce.ts';
import { usePageWords } from '../../words/pages.ts';
import { ChoosePicture } from './ChoosePicture.tsx';
import { cropped } from './cropped.ts';
import classes from './Photo.module.css';

const WAYS = ['spoken', 'written', 'form'] as const;
type Way = (typeof WAYS)[number];

interface Props {
  number: string;
  onSaved: () => void;
  onClose: () => void;
}

/** A picture, the part of it that is kept, and the consent without which it is not saved (R15). */
export function PhotoDialog({ number, onSaved, onClose }: Props) {
  const { page, say } = usePageWords();
  const words = page.photo;
  const [address, setAddress] = useState<string>();
  const [area, setArea] = useState<Area>();
  const [unreadable, setUnreadable] = useState(false);
  useEffect(() => () => void (address && URL.revokeObjectURL(address)), [address]);
  const choose = (picture: Blob | undefined) => {
    setUnreadable(false);
    setArea(undefined);
    setAddress(picture && URL.createObjectURL(picture));
  };
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      size="lg"
      closeButtonProps={{ 'aria-label': say.common.close }}
    >
      {address === undefined ? (
        <Stack>
          <ChoosePicture onChosen={choose} />
          {unreadable && (
            <Alert color="red" variant="light" role="alert">
              {words.unreadable}
            </Alert>
          )}
        </Stack>
      ) : (
        <Stack>
          <Crop
            address={address}
            onArea={setArea}
            onUnreadable={() => {
              choose(undefined);
              setUnreadable(true);
            }}
          />
          <ConsentAndSave
            number={number}
            picture={async () => await cropped(address, area as Area)}
            ready={area !== undefined}
            onSaved={onSaved}
            onAnother={() => choose(undefined)}
          />
        </Stack>
      )}
    </Modal>
  );
}

interface CropProps {
  address: string;
  onArea: (area: Area) => void;
  onUnreadable: () => void;
}

function Crop({ address, onArea, onUnreadable }: CropProps) {
  const { page } = usePageWords();
  const words = page.photo;
  const [place, setPlace] = useState({ x: 0, y: 0 });
  const [zoom, setZoom] = useState(1);
  const id = useId();
  return (
    <div>
      <Text fw={500} id={id}>
        {words.crop}
      </Text>
      <Text c="dimmed" size="sm" mb="xs">
        {words.cropHint}
      </Text>
      <div className={classes.crop}>
        <Cropper
          image={address}
          aspect={1}
          crop={place}
          zoom={zoom}
          onCropChange={setPlace}
          onZoomChange={setZoom}
          onCropComplete={(_, pixels) => onArea(pixels)}
          cropperProps={{ 'aria-labelledby': id }}
          mediaProps={{ alt: '', onError: onUnreadable }}
          nonce={nonce}
        />
      </div>
      <Slider
        mt="sm"
        min={1}
        max={3}
        step={0.1}
        value={zoom}
        onChange={setZoom}
        label={null}
        thumbLabel={words.zoom}
      />
    </div>
  );
}

interface ConsentProps {
  number: string;
  picture: () => Promise<Blob>;
  ready: boolean;
  onSaved: () => void;
  onAnother: () => void;
}

function ConsentAndSave({ number, picture, ready, onSaved, onAnother }: ConsentProps) {
  const { page } = usePageWords();
  const words = page.photo;
  const [consent, setConsent] = useState<Way>();
  const [confirmed, setConfirmed] = useState(false);
  const [tried, setTried] = useState(false);
  const save = useMutation({
    mutationFn: async (way: Way) =>
      await answered(
        api.PUT('/api/contacts/{number}/photo', {
          params: { path: { number }, query: { consent: way } },
          body: (await picture()) as never,
          bodySerializer: (body) => body,
          headers: { 'content-type': 'image/jpeg' },
        }),
      ),
    onSuccess: onSaved,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (consent !== undefined && confirmed && ready) save.mutate(consent);
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Alert color="rope" variant="light" title={words.consentTitle} role="note">
          {words.consent}
        </Alert>
        <Radio.Group
          label={words.how}
          value={consent ?? ''}
          onChange={(way) => setConsent(way as Way)}
          error={tried && consent === undefined ? words.confirmFirst : undefined}
        >
          <Stack gap="xs" mt={6}>
            {WAYS.map((way) => (
              <Radio key={way} value={way} label={words.ways[way]} />
            ))}
          </Stack>
        </Radio.Group>
        <Checkbox
          label={words.confirm}
          checked={confirmed}
          onChange={({ currentTarget }) => setConfirmed(currentTarget.checked)}
          error={tried && !confirmed ? words.confirmFirst : undefined}
        />
        <Refusal error={save.error} />
        <Group>
          <Button type="submit" color="rope" loading={save.isPending}>
            {words.save}
          </Button>
          <Button variant="default" onClick={onAnother}>
            {words.another}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
