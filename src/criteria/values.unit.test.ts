import { describe, expect, it } from 'vitest';
import { type CriterionType, canonical } from './values.ts';

const CHOICES = ['Jazz', 'Opéra', 'Danse'];
const of = (type: CriterionType, value: string) => canonical({ type, choices: CHOICES }, value);

describe('the form in which a value of a criterion is stored', () => {
  it.each<[CriterionType, string, string | undefined]>([
    ['yes-no', 'Oui', 'yes'],
    ['yes-no', ' no ', 'no'],
    ['yes-no', '1', 'yes'],
    ['yes-no', 'peut-être', undefined],
    ['choice', 'opéra', 'Opéra'],
    ['choice', 'Théâtre', undefined],
    ['choices', 'Danse; jazz', 'Jazz;Danse'],
    ['choices', 'Danse;Danse;', 'Danse'],
    ['choices', 'Danse;Cirque', undefined],
    ['choices', ';', undefined],
    ['number', '007,50', '7.5'],
    ['number', '-0', '0'],
    ['number', '1 234', '1234'],
    ['number', '123456789012345.123456789', '123456789012345.123456789'],
    ['number', '1e3', undefined],
    ['number', '', undefined],
    ['date', '2024-02-29', '2024-02-29'],
    ['date', '2023-02-29', undefined],
    ['date', '29.02.2024', undefined],
    ['text', '  some words ', 'some words'],
    ['text', '   ', undefined],
    ['text', 'x'.repeat(10_001), undefined],
  ])('%s: %s', (type, given, stored) => {
    expect(of(type, given)).toBe(stored);
  });

  it('is its own form: what is stored and read again stays', () => {
    for (const [type, value] of [
      ['choices', 'Jazz;Danse'],
      ['number', '0.5'],
      ['yes-no', 'no'],
    ] as const) {
      expect(of(type, value)).toBe(value);
    }
  });
});
