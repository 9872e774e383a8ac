import { describe, expect, it } from 'vitest';
import { dueOn } from './deadline.ts';

describe('R21 the deadline of a request (art. 12(3) GDPR, Regulation 1182/71)', () => {
  it.each([
    ['2024-05-07', '2024-06-07', 'the same date a month later'],
    ['2023-01-31', '2023-02-28', 'the last day of a shorter month'],
    ['2024-01-30', '2024-02-29', 'in a leap year'],
    ['2024-05-01', '2024-06-03', 'a Saturday: the Monday after'],
    ['2024-05-02', '2024-06-03', 'a Sunday: the Monday after'],
    ['2023-12-15', '2024-01-15', 'over the end of the year'],
  ])('R21 of %s it is %s: %s', (received, due) => {
    expect(dueOn(received)).toBe(due);
  });

  it('R21 extended it is two months later, counted from the day of receipt', () => {
    expect(dueOn('2023-11-30', true)).toBe('2024-02-29');
    expect(dueOn('2024-05-07', true)).toBe('2024-08-07');
  });
});
