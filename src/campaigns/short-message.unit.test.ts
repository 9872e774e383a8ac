import { describe, expect, it } from 'vitest';
import { measureText, plainSigns, textParts } from './short-message.ts';

describe('the size of a text message', () => {
  it.each([
    ['a'.repeat(160), 'gsm', 160, 1],
    ['a'.repeat(161), 'gsm', 161, 2],
    ['a'.repeat(306), 'gsm', 306, 2],
    ['a'.repeat(307), 'gsm', 307, 3],
    [`${'a'.repeat(158)}€`, 'gsm', 160, 1],
    [`${'a'.repeat(159)}€`, 'gsm', 161, 2],
    ['ê'.repeat(70), 'ucs2', 70, 1],
    ['ê'.repeat(71), 'ucs2', 71, 2],
    ['ê'.repeat(135), 'ucs2', 135, 3],
    ['', 'gsm', 0, 1],
  ] as const)('of %s is counted as networks count it', (text, encoding, characters, messages) => {
    expect(measureText(text)).toMatchObject({ encoding, characters, messages });
  });

  it('says which characters halve it', () => {
    expect(measureText('Fête à Noël, ça va').forcing).toEqual(['ê', 'ë', 'ç']);
    expect(measureText('Déjà là où è à ù Ç').forcing).toEqual([]);
  });
});

it('no message ends in the middle of a character', () => {
  const euros = textParts(`${'a'.repeat(152)}€€${'b'.repeat(20)}`, 'gsm');
  expect(euros).toEqual(['a'.repeat(152), `€€${'b'.repeat(20)}`]);
  const smiles = textParts(`${'é'.repeat(66)}😀${'b'.repeat(20)}`, 'ucs2');
  expect(smiles).toEqual(['é'.repeat(66), `😀${'b'.repeat(20)}`]);
});

it('typography becomes what telephones know, and what cannot be seen goes', () => {
  expect(plainSigns('L’\u0153uvre\u00a0: «\u00a0Aïda\u00a0»\u202f– 20\u00a0€…\r\n\u200b\u0007Fin ')).toBe(
    'L\'oeuvre : "Aïda" - 20 €...\nFin',
  );
});
