/** Who has a name of two parts, either of which may be missing. */
interface Named {
  firstName: string | null;
  lastName: string | null;
}

/** Whether two names are one: accents, capitals, hyphens and spaces are typed by some and left out by others. */
export const sameName = (one: string, other: string): boolean => plain(one) === plain(other);

/**
 * Whether somebody has this name, both parts together: some type the whole name into one field. A name of no letters
 * is nobody's.
 */
export function isNamed(person: Named, name: Named): boolean {
  const whole = ({ firstName, lastName }: Named) => plain(`${firstName ?? ''}${lastName ?? ''}`);
  return whole(name) !== '' && whole(person) === whole(name);
}

const LETTERS: Record<string, string> = { ß: 'ss', œ: 'oe', æ: 'ae', ø: 'o' };

/** As `fold` of the database writes it, without its spaces. */
const plain = (name: string): string =>
  name
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[ßœæø]/g, (letter) => LETTERS[letter] as string)
    .replaceAll(/[^\p{L}\p{N}]/gu, '');
