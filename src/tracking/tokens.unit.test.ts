import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { openTokens, type Ticket } from './tokens.ts';

const tokens = openTokens('a secret of at least thirty-two characters');
const id = fc.maxSafeNat();
const ticket = fc.record<Ticket>({
  purpose: fc.constantFrom('link', 'unsubscribe', 'preferences', 'renewal', 'bounce'),
  institution: id,
  recipient: id,
  link: id,
});

describe('R32 what the addresses in messages carry', () => {
  it('is read as it was signed, and needs no escaping in an address', () => {
    fc.assert(
      fc.property(ticket, (signed) => {
        const token = tokens.sign(signed);
        expect(token).toMatch(/^[\w-]+$/);
        expect(tokens.read(signed.purpose, token)).toEqual(signed);
      }),
    );
  });

  it('is good for nothing once a character is changed', () => {
    fc.assert(
      fc.property(ticket, fc.nat(), fc.constantFrom(...'Az09-_'), (signed, at, other) => {
        const token = tokens.sign(signed);
        const place = at % token.length;
        fc.pre(token[place] !== other);
        const forged = token.slice(0, place) + other + token.slice(place + 1);
        expect(tokens.read(signed.purpose, forged)).toBeUndefined();
      }),
    );
  });

  it('is good for its purpose alone, and under its own key', () => {
    const token = tokens.sign({ purpose: 'link', institution: 1, recipient: 2, link: 3 });
    expect(tokens.read('unsubscribe', token)).toBeUndefined();
    expect(openTokens('another secret of thirty-two characters').read('link', token)).toBeUndefined();
  });

  it.each(['', 'A', '..', 'a b', 'é', 'A'.repeat(1000)])('refuses %j', (text) => {
    expect(tokens.read('link', text)).toBeUndefined();
  });
});
