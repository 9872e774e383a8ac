import cards from 'card-validator';
import { countrySpecs, isValidIBAN } from 'ibantools';
import type { Passage } from './passage.ts';

// Each pattern is bounded in length, and its parts cannot match the same character in two ways: time stays linear.
const CARD = /(?<![\d.])\d(?:[ .\-\u00a0\u202f]?\d){12,18}(?!\d)/g;
const IBAN = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ .\-\u00a0\u202f]?[A-Za-z0-9]){11,40}/g;
const SWISS = /(?<!\d)756[ .]?\d{4}[ .]?\d{4}[ .]?\d{2}(?!\d)/g;
const FRENCH = /(?<!\d)[12][ .]?\d{2}[ .]?\d{2}[ .]?(?:\d{2}|2[AaBb])[ .]?\d{3}[ .]?\d{3}[ .]?\d{2}(?!\d)/g;
const BRITISH =
  /(?<![A-Za-z0-9])[A-CEGHJ-PR-TW-Za-ceghj-pr-tw-z][A-CEGHJ-NPR-TW-Za-ceghj-npr-tw-z] ?\d{2} ?\d{2} ?\d{2} ?[A-Da-d](?![A-Za-z0-9])/g;
/** A secret's name, and what comes between it and the secret. */
const SECRET =
  /(?<![\p{L}\d])(mots? de passe|mdp|passwords?|passwort|pwd?|passcode|code secret|code pin|pin(?: code)?|cvv2?|cvc2?|crypto(?:gramme)?)(\s?[:=]\s?|\s(?:est|is|was|était)\s(?::\s?)?|\s)(\S{3,64})/giu;

/** Numbers that open an account or name a person everywhere; each passes its own check digits. */
export function findNumbers(text: string): Passage[] {
  return [...ibans(text), ...nationalNumbers(text), ...cardNumbers(text), ...secrets(text)];
}

function* ibans(text: string): Generator<Passage> {
  for (const { 0: found, index } of text.matchAll(IBAN)) {
    const length = countrySpecs[found.slice(0, 2).toUpperCase()]?.chars;
    if (length === undefined || length === null) continue;
    // the match may have taken in the words that follow: as many characters as the country has
    let end = 0;
    for (let count = 0; end < found.length && count < length; end++) {
      if (/[A-Za-z0-9]/.test(found[end] as string)) count += 1;
    }
    const number = found.slice(0, end);
    if (isValidIBAN(number.replaceAll(/[^A-Za-z0-9]/g, '').toUpperCase()))
      yield passage(text, 'payment', index, number.length);
  }
}

function* nationalNumbers(text: string): Generator<Passage> {
  for (const { 0: found, index } of text.matchAll(SWISS)) {
    const digits = [...found.replaceAll(/\D/g, '')].map(Number);
    // EAN-13: with its check digit the sum, every second digit thrice, ends in 0
    const sum = digits.reduce((total, digit, place) => total + digit * (place % 2 === 0 ? 1 : 3), 0);
    if (sum % 10 === 0) yield passage(text, 'national-number', index, found.length);
  }
  for (const { 0: found, index } of text.matchAll(FRENCH)) {
    const number = found.replaceAll(/[ .]/g, '').toUpperCase();
    // Corsica counts as 19 (2A) and 18 (2B)
    const digits = number.slice(0, 13).replace('2A', '19').replace('2B', '18');
    if (97n - (BigInt(digits) % 97n) === BigInt(number.slice(13)))
      yield passage(text, 'national-number', index, found.length);
  }
  for (const { 0: found, index } of text.matchAll(BRITISH))
    yield passage(text, 'national-number', index, found.length);
}

function* cardNumbers(text: string): Generator<Passage> {
  for (const { 0: found, index } of text.matchAll(CARD)) {
    if (cards.number(found.replaceAll(/\D/g, '')).isValid)
      yield passage(text, 'payment', index, found.length);
  }
}

function* secrets(text: string): Generator<Passage> {
  for (const { 0: all, 1: name = '', 2: link = '', 3: said = '', index } of text.matchAll(SECRET)) {
    const secret = said.replace(/[.,;:!?)»"]+$/u, '');
    if (secret.length < 3) continue;
    const short = /^(code pin|pin|cv|crypto)/i.test(name);
    const mixed = /\d/.test(secret) || /[^\p{L}\d'’-]/u.test(secret);
    // after a colon anything is one; after "is", or nothing, only what no word of a sentence looks like
    const is = short ? /^\d{3,8}$/.test(secret) : /[:=]/.test(link) || mixed;
    if (is) yield passage(text, 'secret', index + all.length - said.length, secret.length);
  }
}

const passage = (text: string, category: Passage['category'], start: number, length: number): Passage => ({
  category,
  start,
  end: start + length,
  text: text.slice(start, start + length),
});
