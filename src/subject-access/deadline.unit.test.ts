import { describe, expect, it } from 'vitest';
import { dueOn } from './deadline.ts';

describe('R21 the deadline of a request (art. 12(3) GDPR, Regulation 1182/71)', () => {
  it.each([
    ['2024-05-07', 'CH', '2024-06-07', 'the same date a month later'],
    ['2023-01-31', 'CH', '2023-02-28', 'the last day of a shorter month'],
    ['2024-01-30', 'CH', '2024-02-29', 'in a leap year'],
    ['2024-05-01', 'CH', '2024-06-03', 'a Saturday: the Monday after'],
    ['2024-05-02', 'CH', '2024-06-03', 'a Sunday: the Monday after'],
    ['2023-12-15', 'CH', '2024-01-15', 'over the end of the year'],
    ['2024-07-01', 'CH', '2024-08-02', 'the Swiss national day: the day after'],
    ['2024-07-01', 'FR', '2024-08-01', 'a holiday of another country'],
    ['2024-06-14', 'FR', '2024-07-15', 'Bastille Day on a Sunday: the Monday'],
    ['2024-03-01', 'FR', '2024-04-02', 'Easter Monday: the Tuesday'],
    ['2023-11-25', 'FR', '2023-12-26', 'Christmas Day, a Monday: the Tuesday'],
    ['2024-05-01', 'XX', '2024-06-03', 'a country of which no holidays are known'],
  ])('R21 of %s in %s it is %s: %s', async (received, country, due) => {
    expect(await dueOn(received, { country })).toBe(due);
  });

  it('R21 extended it is two months later, counted from the day of receipt', async () => {
    expect(await dueOn('2023-11-30', { country: 'CH', extended: true })).toBe('2024-02-29');
    expect(await dueOn('2024-05-07', { country: 'CH', extended: true })).toBe('2024-08-07');
  });
});
