import { expect, it } from 'vitest';
import { seal, unseal } from './sealing.ts';

const SECRET = 'a secret that is long enough to be one';

it('what is sealed opens with the same secret, purpose and owner, and with no other', () => {
  const sealed = seal(SECRET, 'second-factor', '1:2', 'JBSWY3DP');
  expect(unseal(SECRET, 'second-factor', '1:2', sealed)).toBe('JBSWY3DP');
  expect(unseal(`${SECRET}.`, 'second-factor', '1:2', sealed)).toBeUndefined();
  expect(unseal(SECRET, 'single-sign-on', '1:2', sealed)).toBeUndefined();
  expect(unseal(SECRET, 'second-factor', '1:3', sealed)).toBeUndefined();
  const changed = Buffer.from(sealed);
  changed[14] = (changed[14] as number) ^ 1;
  expect(unseal(SECRET, 'second-factor', '1:2', changed)).toBeUndefined();
  expect(unseal(SECRET, 'second-factor', '1:2', Buffer.alloc(3))).toBeUndefined();
});

it('nothing is sealed without a secret', () => {
  expect(() => seal(undefined, 'second-factor', '1:2', 'x')).toThrow('RAPPEL_SECRET');
});
