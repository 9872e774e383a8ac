import { Alert, Anchor, Drawer, Stack, Text, Title } from '@mantine/core';
import { useState } from 'react';
import { addresses } from '../../addresses.ts';
import { usePageWords } from '../../words/pages.ts';
import classes from './FreeText.module.css';

/** What may be written down of somebody, and how (R16). */
export function Recommendations({ order = 2 }: { order?: 2 | 3 }) {
  const { page } = usePageWords();
  const words = page.notes;
  const { intro, all, instead, better, pointer } = words.advice;
  return (
    <Stack gap="md" className={classes.advice}>
      <Text>{intro}</Text>
      {all.map((one) => (
        <section key={one.title}>
          <Title order={order} size="h3" mb={4}>
            {one.title}
          </Title>
          <Text>{one.text}</Text>
          {one.points && (
            <ul>
              {one.points.map((point) => (
                <li key={point}>{point}</li>
              ))}
            </ul>
          )}
          {one.instead && one.better && (
            <blockquote>
              <Text size="sm">
                {instead} {words.quote(one.instead)}, {better} {words.quote(one.better)}
              </Text>
            </blockquote>
          )}
        </section>
      ))}
      <Text c="dimmed">{pointer}</Text>
    </Stack>
  );
}

/** The recommendations beside the field, so that nothing typed is lost. */
export function RecommendationsDrawer({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { page, say } = usePageWords();
  const words = page.notes;
  return (
    <Drawer
      opened={opened}
      onClose={onClose}
      position="right"
      size="md"
      title={words.advice.title}
      closeButtonProps={{ 'aria-label': say.common.close }}
    >
      <Recommendations order={3} />
      <Text mt="md">
        <Anchor href={addresses.freeText} target="_blank" rel="noopener">
          {words.openPage}
        </Anchor>
      </Text>
    </Drawer>
  );
}

/** What is said once a note or a changed remark is saved (R16). */
export function SavedInformation({ saved, onClose }: { saved: string | null; onClose: () => void }) {
  const { page, say } = usePageWords();
  const words = page.notes;
  const [advising, setAdvising] = useState(false);
  return (
    <div role="status">
      {saved !== null && (
        <Alert
          title={saved}
          color="ink"
          variant="light"
          withCloseButton
          closeButtonLabel={say.common.close}
          onClose={onClose}
        >
          {words.savedHint}{' '}
          <Anchor component="button" type="button" size="sm" onClick={() => setAdvising(true)}>
            {words.recommendations}
          </Anchor>
        </Alert>
      )}
      <RecommendationsDrawer opened={advising} onClose={() => setAdvising(false)} />
    </div>
  );
}
