/** What values a criterion takes. */
export const criterionTypes = ['yes-no', 'choice', 'choices', 'number', 'date', 'text'] as const;
export type CriterionType = (typeof criterionTypes)[number];

/** What a value is judged by. */
export interface Kind {
  type: CriterionType;
  /** Of `choice` and `choices`: the values there are, in their order. */
  choices: string[];
}

/** Between the values of a criterion that takes several, as between the roles of an imported contact. */
const BETWEEN = ';';

/** In characters, as the import takes it. */
const LONGEST = 10_000;

const YES = ['yes', 'oui', 'true', 'vrai', '1'];
const NO = ['no', 'non', 'false', 'faux', '0'];

/**
 * The one form in which a value is stored, so that equal values are equal texts: `yes` or `no`, a choice as it is
 * defined, choices in the order of the definition with `;` between them, a number with a point and no needless zeros,
 * a day as YYYY-MM-DD.
 * @returns undefined where the criterion does not take the value
 */
export function canonical({ type, choices }: Kind, given: string): string | undefined {
  const value = given.trim();
  if (value === '' || value.length > LONGEST) return undefined;
  switch (type) {
    case 'yes-no': {
      const word = value.toLowerCase();
      return YES.includes(word) ? 'yes' : NO.includes(word) ? 'no' : undefined;
    }
    case 'choice':
      return choiceOf(choices, value);
    case 'choices': {
      const chosen = value.split(BETWEEN).filter((one) => one.trim() !== '');
      const known = chosen.map((one) => choiceOf(choices, one));
      if (known.length === 0 || known.includes(undefined)) return undefined;
      return choices.filter((choice) => known.includes(choice)).join(BETWEEN);
    }
    case 'number':
      return canonicalNumber(value);
    case 'date':
      return isDay(value) ? value : undefined;
    case 'text':
      return value;
  }
}

/** Whoever types a choice need not mind its capitals. */
function choiceOf(choices: string[], value: string): string | undefined {
  const word = value.trim();
  return (
    choices.find((choice) => choice === word) ??
    choices.find((choice) => choice.toLowerCase() === word.toLowerCase())
  );
}

/** By its digits and not by way of a floating-point number, which would change long ones. */
function canonicalNumber(value: string): string | undefined {
  const match = /^([-+]?)0*(\d{1,15})(?:[.,](\d{1,9}))?$/.exec(value.replaceAll(/[\s’']/g, ''));
  if (match === null) return undefined;
  const [, sign, whole, decimals = ''] = match;
  const kept = decimals.replace(/0+$/, '');
  const amount = kept === '' ? (whole as string) : `${whole}.${kept}`;
  return sign === '-' && amount !== '0' ? `-${amount}` : amount;
}

function isDay(value: string): boolean {
  if (!/^[12]\d{3}-\d\d-\d\d$/.test(value)) return false;
  const day = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(value);
}
