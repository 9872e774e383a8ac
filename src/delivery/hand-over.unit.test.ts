import { expect, it } from 'vitest';
import { MailServer } from '../../test/helpers/mail-server.ts';
import { openSmtp } from './hand-over.ts';

it('a message that cannot be written is refused alone, and the next one leaves', async () => {
  const server = await MailServer.listen();
  const smtp = await openSmtp({ smtpUrl: server.url, connections: 1, dkim: undefined });
  const letter = {
    from: 'venue@example.org',
    to: 'ada@example.org',
    text: 'Bonjour',
    envelope: { from: 'venue@example.org', to: ['ada@example.org'] },
  };
  const attachments = [{ filename: 'a.pdf', content: Buffer.from('a') }];
  expect(await smtp.send({ ...letter, attachments })).toMatchObject({ kind: 'refused', passing: false });
  expect(await smtp.send(letter)).toEqual({ kind: 'taken' });
  expect(server.received.map(({ to }) => to)).toEqual([['ada@example.org']]);
  smtp.close();
  await server.close();
});
