import {
  IconAddressBook,
  IconCheckbox,
  IconDatabaseImport,
  IconHistory,
  IconHome,
  IconHourglass,
  IconListCheck,
  IconMail,
  IconSettings,
  IconTags,
  type TablerIcon,
} from '@tabler/icons-react';
import { addresses } from '../addresses.ts';
import type { Permission } from '../api/types.ts';
import type { Words } from '../words/en.ts';

export interface Place {
  to: (typeof addresses)[
    | 'home'
    | 'contacts'
    | 'bulk'
    | 'retention'
    | 'runs'
    | 'import'
    | 'operators'
    | 'outbox'
    | 'criteria'
    | 'consent'];
  label: (say: Words) => string;
  icon: TablerIcon;
  /** Who may not, does not see it. */
  needs?: Permission;
  /** It is the place of what stands below its address, too. */
  exact?: boolean;
  /** Of what stands below this address too. */
  under?: string;
  /** Stands in from the one above. */
  below?: boolean;
}

/** Where one can go, in the order of the rail. */
export const places: Place[] = [
  { to: addresses.home, label: (say) => say.frame.home, icon: IconHome, exact: true },
  {
    to: addresses.contacts,
    label: (say) => say.frame.contacts,
    icon: IconAddressBook,
    needs: 'contacts.read',
  },
  {
    to: addresses.bulk,
    label: (say) => say.frame.bulk,
    icon: IconListCheck,
    needs: 'contacts.bulk',
    below: true,
  },
  {
    to: addresses.retention,
    label: (say) => say.frame.retention,
    icon: IconHourglass,
    needs: 'retention.read',
  },
  {
    to: addresses.runs,
    label: (say) => say.frame.runs,
    icon: IconHistory,
    needs: 'retention.read',
    below: true,
  },
  {
    to: addresses.import,
    label: (say) => say.frame.import,
    icon: IconDatabaseImport,
    needs: 'contacts.import',
  },
  {
    to: addresses.operators,
    label: (say) => say.frame.settings,
    icon: IconSettings,
    needs: 'operators.edit',
    under: '/settings/',
  },
  {
    to: addresses.outbox,
    label: (say) => say.frame.outbox,
    icon: IconMail,
    needs: 'messages.read',
    below: true,
  },
  {
    to: addresses.criteria,
    label: (say) => say.frame.criteria,
    icon: IconTags,
    needs: 'criteria.edit',
    below: true,
  },
  {
    to: addresses.consent,
    label: (say) => say.frame.consent,
    icon: IconCheckbox,
    needs: 'consent.settings',
    below: true,
  },
];

/** Whether a place of the rail is where one is; of two that fit, the longer address. */
export function isHere(place: Place, path: string, all: Place[]): boolean {
  const fits = ({ to, exact, under }: Place) =>
    path === to || (!exact && path.startsWith(`${to}/`)) || (under !== undefined && path.startsWith(under));
  return fits(place) && !all.some((other) => other.to.length > place.to.length && fits(other));
}
