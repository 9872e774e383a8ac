import { expect, it } from 'vitest';
import { messageAddresses } from './addresses.ts';
import { openTokens } from './tokens.ts';

const tokens = openTokens('a secret of at least thirty-two characters');
const addresses = messageAddresses('https://tickets.example', tokens);
const of = { institution: 3, recipient: 700 };

it('R32 an address of a message names its recipient in a token alone, each for its purpose', () => {
  for (const [purpose, path, link] of [
    ['link', '/l/', 9],
    ['unsubscribe', '/unsubscribe/', 0],
    ['preferences', '/preferences/', 0],
    ['renewal', '/renewal/', 0],
  ] as const) {
    const address = addresses[purpose]({ ...of, link: 9 });
    const [, token = ''] = address.split(`https://tickets.example${path}`);
    expect(tokens.read(purpose, token)).toEqual({ purpose, ...of, link });
  }
});
