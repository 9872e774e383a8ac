/** What R16 wants kept out of free text: GDPR art. 9 and 10, judgements, private life, numbers and secrets. */
export type Category =
  | 'health'
  /** A seat for a wheelchair is a fair request that says something of health: pointed out gently. */
  | 'access'
  | 'origin'
  | 'belief'
  | 'opinion'
  | 'union'
  | 'genetics'
  | 'biometrics'
  | 'sexuality'
  | 'offence'
  | 'judgement'
  | 'private-life'
  /** A card or an account. */
  | 'payment'
  | 'national-number'
  /** A password, a PIN. */
  | 'secret';

export interface Passage {
  category: Category;
  /** Where it begins and ends in the text, in UTF-16 units. */
  start: number;
  end: number;
  text: string;
}
