import { createHmac } from 'node:crypto';
import { expect, it } from 'vitest';
import { hmacWith } from './hmac.ts';

it.each([
  ['Hi There', Buffer.alloc(20, 0x0b), 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
  [
    'what do ya want for nothing?',
    Buffer.from('Jefe'),
    '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843',
  ],
])('HMAC of “%s” is what RFC 4231 says', (message, key, expected) => {
  expect(hmacWith(key)(Buffer.from(message)).toString('hex')).toBe(expected);
});

it.each([0, 1, 31, 32, 63, 64])('a key of %i bytes gives what Node.js gives', (length) => {
  const key = Buffer.alloc(length, 7);
  for (const size of [0, 1, 55, 56, 64, 200]) {
    const message = Buffer.alloc(size, size);
    expect(hmacWith(key)(message)).toEqual(createHmac('sha256', key).update(message).digest());
  }
});

it('a longer key is refused, which would have to be hashed first', () => {
  expect(() => hmacWith(Buffer.alloc(65))).toThrow(RangeError);
});
