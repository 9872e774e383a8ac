import { describe, expect, it } from 'vitest';
import { Bursts, type Hit } from './bursts.ts';

const hit = (recipient: number, link = 1): Hit => ({
  institution: 1,
  recipient,
  link,
  moment: '',
  uncounted: undefined,
  taken: false,
});

describe('R32 what is remembered of the last seconds', () => {
  it('is bounded, however many come', () => {
    const bursts = new Bursts();
    for (let n = 0; n < 100_000; n++) bursts.see(hit(n), `visitor ${n}`, 1_000_000);
    expect(bursts.size).toBeLessThanOrEqual(50_000);
  });

  it('is forgotten after some seconds', () => {
    const bursts = new Bursts();
    for (let n = 0; n < 100; n++) bursts.see(hit(n), `visitor ${n}`, 1_000_000 + n);
    bursts.see(hit(1000), 'later', 1_010_000);
    expect(bursts.size).toBe(2);
  });

  it('is kept longer of a burst, which goes on for half a minute', () => {
    const bursts = new Bursts();
    for (const link of [1, 2, 3]) bursts.see(hit(1, link), 'scanner', 1_000_000);
    const [soon, late] = [hit(2), hit(3)];
    bursts.see(soon, 'scanner', 1_020_000);
    bursts.see(late, 'scanner', 1_040_000);
    expect([soon.uncounted, late.uncounted]).toEqual(['burst', undefined]);
  });

  it('tells of each hit once that it does not count', () => {
    const bursts = new Bursts();
    const [one, two, three, four] = [hit(1, 1), hit(1, 2), hit(1, 3), hit(1, 4)];
    expect(bursts.see(one, 'a', 0)).toEqual([]);
    expect(bursts.see(two, 'a', 0)).toEqual([]);
    expect(bursts.see(three, 'a', 0)).toEqual([one, two]);
    expect(bursts.see(four, 'a', 0)).toEqual([]);
    expect([one, two, three, four].map(({ uncounted }) => uncounted)).toEqual(Array(4).fill('burst'));
  });
});
