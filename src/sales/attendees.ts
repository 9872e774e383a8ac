import { isNamed } from '../contacts/contacts.ts';
import { DomainError } from '../errors.ts';
import type { Attendee } from './shapes.ts';

interface AttendeeColumns {
  contactId: number | null;
  firstName: string | null;
  lastName: string | null;
  country: string | null;
}

/** Who buys, as far as it matters to who a ticket is for. */
export interface Purchaser {
  id: number;
  firstName: string | null;
  lastName: string | null;
}

const NOBODY: AttendeeColumns = { contactId: null, firstName: null, lastName: null, country: null };
const LONGEST_NAME = 100;

/**
 * R9: who buys for herself is the cultural contact of her ticket, never a beneficiary, also where she typed in her own
 * name: beneficiaries outlive who bought.
 * @throws DomainError `wrong-beneficiary`
 */
export function attendeeColumns(attendee: Attendee, purchaser: Purchaser | null): AttendeeColumns {
  switch (attendee.kind) {
    case 'self':
      return { ...NOBODY, contactId: purchaser?.id ?? null };
    case 'contact':
      return { ...NOBODY, contactId: attendee.contactId };
    case 'unnamed':
      return NOBODY;
    case 'beneficiary': {
      const [firstName, lastName] = [attendee.firstName.trim(), attendee.lastName.trim()];
      if (firstName === '' && lastName === '') return NOBODY;
      if (Math.max(firstName.length, lastName.length) > LONGEST_NAME) {
        throw new DomainError('wrong-beneficiary', `a name has at most ${LONGEST_NAME} characters`);
      }
      if (purchaser !== null && isNamed(purchaser, { firstName, lastName })) {
        return { ...NOBODY, contactId: purchaser.id };
      }
      return { ...NOBODY, firstName, lastName, country: attendee.country ?? null };
    }
  }
}

/** The way back, of a line. */
export function attendeeOf(
  { contactId, firstName, lastName }: Pick<AttendeeColumns, 'contactId' | 'firstName' | 'lastName'>,
  purchaserId: number | null,
): Attendee {
  if (contactId !== null)
    return contactId === purchaserId ? { kind: 'self' } : { kind: 'contact', contactId };
  if (firstName === null && lastName === null) return { kind: 'unnamed' };
  return { kind: 'beneficiary', firstName: firstName ?? '', lastName: lastName ?? '' };
}
