import { Anchor, Modal, Text } from '@mantine/core';
import { useEffect, useState } from 'react';
import { answerWaiting, askToSignInWith } from '../api/session-end.ts';
import { useSession } from '../session/session.tsx';
import { useWords } from '../words/words.tsx';
import { SignInForm } from './SignInForm.tsx';

/**
 * Over the page when the session ends, so that nothing typed below is lost. Only the same person may go on: what waits
 * to be sent is hers.
 */
export function SignInAgain({ onSomebodyElse }: { onSomebodyElse: () => void }) {
  const { say } = useWords();
  const session = useSession();
  const [opened, setOpened] = useState(false);
  useEffect(() => {
    askToSignInWith(() => setOpened(true));
    return () => {
      askToSignInWith(undefined);
      answerWaiting('given-up');
    };
  }, []);
  return (
    <Modal
      opened={opened}
      onClose={() => {}}
      withCloseButton={false}
      closeOnEscape={false}
      closeOnClickOutside={false}
      title={say.signIn.endedTitle}
      zIndex={400}
    >
      <Text mb="md">{say.signIn.ended}</Text>
      <SignInForm
        again={session}
        onSignedIn={() => {
          setOpened(false);
          answerWaiting('signed-in');
        }}
      />
      <Anchor
        component="button"
        type="button"
        size="sm"
        mt="md"
        onClick={() => {
          setOpened(false);
          answerWaiting('given-up');
          onSomebodyElse();
        }}
      >
        {say.signIn.somebodyElse}
      </Anchor>
    </Modal>
  );
}
