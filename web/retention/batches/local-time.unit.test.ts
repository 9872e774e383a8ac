import { expect, it } from 'vitest';
import { fromLocal, toLocal } from './local-time.ts';

it.each([
  ['2026-07-01T04:00', 'Europe/Zurich', '2026-07-01T02:00:00.000Z'],
  ['2026-12-01T04:00', 'Europe/Zurich', '2026-12-01T03:00:00.000Z'],
  ['2026-12-01T04:00', 'America/New_York', '2026-12-01T09:00:00.000Z'],
  // summer time skips 02:00 to 03:00: the hour after is meant
  ['2027-03-28T02:30', 'Europe/Zurich', '2027-03-28T01:30:00.000Z'],
  // 02:00 to 03:00 comes twice: the first is meant
  ['2026-10-25T02:30', 'Europe/Zurich', '2026-10-25T00:30:00.000Z'],
])('%s in %s is %s', (local, zone, instant) => {
  expect(fromLocal(local, zone)).toBe(instant);
});

it('reads back what was written', () => {
  expect(toLocal(fromLocal('2026-02-28T23:59', 'Pacific/Auckland'), 'Pacific/Auckland')).toBe(
    '2026-02-28T23:59',
  );
});
