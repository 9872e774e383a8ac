import { Button, Group, Modal, Text } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { usePageWords } from '../../words/pages.ts';

/**
 * Asks before a form with unsaved changes is left: by a link, the back button, the palette or by closing the tab.
 * @param unsaved asked at the moment of leaving
 * @param closing asked when the tab is closed or loaded anew, where that is another question
 */
export function LeaveGuard({
  unsaved,
  closing = unsaved,
}: {
  unsaved: () => boolean;
  closing?: () => boolean;
}) {
  const { page } = usePageWords();
  const words = page.file.form;
  const leaving = useBlocker({ shouldBlockFn: unsaved, enableBeforeUnload: closing, withResolver: true });
  return (
    <Modal
      opened={leaving.status === 'blocked'}
      onClose={() => leaving.reset?.()}
      title={words.unsaved}
      withCloseButton={false}
    >
      <Text mb="md">{words.unsavedHint}</Text>
      <Group>
        <Button onClick={() => leaving.reset?.()} data-autofocus>
          {words.stay}
        </Button>
        <Button variant="default" onClick={() => leaving.proceed?.()}>
          {words.leave}
        </Button>
      </Group>
    </Modal>
  );
}
