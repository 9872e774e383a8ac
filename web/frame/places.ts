import {
  IconAddressBook,
  IconBuilding,
  IconBuildingStore,
  IconCalendarEvent,
  IconCheckbox,
  IconClick,
  IconDatabaseImport,
  IconHistory,
  IconHome,
  IconHourglass,
  IconListCheck,
  IconLock,
  IconMail,
  IconMessageQuestion,
  IconPlug,
  IconSettings,
  IconSpeakerphone,
  IconTable,
  IconTags,
  IconTarget,
  IconTicket,
  IconUsers,
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
    | 'boxOffice'
    | 'catalogue'
    | 'retention'
    | 'runs'
    | 'campaigns'
    | 'targets'
    | 'requests'
    | 'bi'
    | 'biLogIns'
    | 'import'
    | 'operators'
    | 'organisations'
    | 'pointsOfSale'
    | 'signInSettings'
    | 'outbox'
    | 'criteria'
    | 'consent'
    | 'trackingSettings'];
  label: (say: Words) => string;
  icon: TablerIcon;
  /** Who may not, does not see it. */
  needs?: Permission;
  /** It is the place of what stands below its address, too. */
  exact?: boolean;
  /** One of the pages of the settings: the rail has one place for them all, the palette each by its name. */
  settings?: boolean;
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
    to: addresses.boxOffice,
    label: (say) => say.frame.boxOffice,
    icon: IconTicket,
    needs: 'sales.sell',
  },
  {
    to: addresses.catalogue,
    label: (say) => say.frame.catalogue,
    icon: IconCalendarEvent,
    needs: 'catalogue.read',
  },
  {
    to: addresses.campaigns,
    label: (say) => say.frame.campaigns,
    icon: IconSpeakerphone,
    needs: 'campaigns.read',
  },
  {
    to: addresses.targets,
    label: (say) => say.frame.targets,
    icon: IconTarget,
    needs: 'targets.read',
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
    to: addresses.requests,
    label: (say) => say.frame.requests,
    icon: IconMessageQuestion,
    needs: 'requests.record',
  },
  {
    to: addresses.bi,
    label: (say) => say.frame.bi,
    icon: IconTable,
    needs: 'bi.read',
  },
  {
    to: addresses.import,
    label: (say) => say.frame.import,
    icon: IconDatabaseImport,
    needs: 'contacts.import',
  },
  {
    to: addresses.operators,
    label: (say) => say.frame.operators,
    icon: IconUsers,
    needs: 'operators.edit',
    settings: true,
  },
  {
    to: addresses.organisations,
    label: (say) => say.frame.organisations,
    icon: IconBuilding,
    needs: 'organisations.edit',
    settings: true,
  },
  {
    to: addresses.pointsOfSale,
    label: (say) => say.frame.pointsOfSale,
    icon: IconBuildingStore,
    needs: 'points-of-sale.edit',
    settings: true,
  },
  {
    to: addresses.signInSettings,
    label: (say) => say.frame.signIn,
    icon: IconLock,
    needs: 'operators.edit',
    settings: true,
  },
  {
    to: addresses.criteria,
    label: (say) => say.frame.criteria,
    icon: IconTags,
    needs: 'criteria.edit',
    settings: true,
  },
  {
    to: addresses.consent,
    label: (say) => say.frame.consent,
    icon: IconCheckbox,
    needs: 'consent.settings',
    settings: true,
  },
  {
    to: addresses.trackingSettings,
    label: (say) => say.frame.tracking,
    icon: IconClick,
    needs: 'consent.settings',
    settings: true,
  },
  {
    to: addresses.biLogIns,
    label: (say) => say.frame.biLogIns,
    icon: IconPlug,
    needs: 'bi.log-ins',
    settings: true,
  },
  {
    to: addresses.outbox,
    label: (say) => say.frame.outbox,
    icon: IconMail,
    needs: 'messages.read',
    settings: true,
  },
];

/** The rail: of the pages of the settings, the first that one may see stands for them all. */
export function railOf(may: (permission: Permission) => boolean): Place[] {
  const allowed = places.filter(({ needs }) => needs === undefined || may(needs));
  const first = allowed.find(({ settings }) => settings);
  return allowed
    .filter((place) => !place.settings || place === first)
    .map((place) =>
      place.settings ? { ...place, label: (say: Words) => say.frame.settings, icon: IconSettings } : place,
    );
}

/** Whether a place of the rail is where one is; of two that fit, the longer address. */
export function isHere(place: Place, path: string, all: Place[]): boolean {
  const fits = ({ to, exact, settings }: Place) =>
    path === to ||
    (!exact && path.startsWith(`${to}/`)) ||
    (settings === true && path.startsWith('/settings/'));
  return fits(place) && !all.some((other) => other.to.length > place.to.length && fits(other));
}
