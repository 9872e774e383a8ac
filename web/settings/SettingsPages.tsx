import { Link, useLocation } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import type { Permission } from '../api/types.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import classes from './SettingsPages.module.css';

interface SettingsPlace {
  to: (typeof addresses)[
    | 'operators'
    | 'organisations'
    | 'pointsOfSale'
    | 'signInSettings'
    | 'criteria'
    | 'consent'
    | 'trackingSettings'
    | 'outbox'
    | 'biLogIns'];
  label:
    | 'operators'
    | 'organisations'
    | 'pointsOfSale'
    | 'signIn'
    | 'criteria'
    | 'consent'
    | 'tracking'
    | 'outbox'
    | 'biLogIns';
  needs: Permission;
}

/** The pages of the settings: another one is one more line. */
const settingsPlaces: SettingsPlace[] = [
  { to: addresses.operators, label: 'operators', needs: 'operators.edit' },
  { to: addresses.organisations, label: 'organisations', needs: 'organisations.edit' },
  { to: addresses.pointsOfSale, label: 'pointsOfSale', needs: 'points-of-sale.edit' },
  { to: addresses.signInSettings, label: 'signIn', needs: 'operators.edit' },
  { to: addresses.criteria, label: 'criteria', needs: 'criteria.edit' },
  { to: addresses.consent, label: 'consent', needs: 'consent.settings' },
  { to: addresses.trackingSettings, label: 'tracking', needs: 'consent.settings' },
  { to: addresses.biLogIns, label: 'biLogIns', needs: 'bi.settings' },
  { to: addresses.outbox, label: 'outbox', needs: 'messages.read' },
];

/** From one page of the settings to another. */
export function SettingsPages() {
  const { page } = usePageWords();
  const { may } = useSession();
  const { pathname } = useLocation();
  return (
    <nav aria-label={page.settings.pages}>
      <ul className={classes.pages}>
        {settingsPlaces
          .filter(({ needs }) => may(needs))
          .map(({ to, label }) => (
            <li key={to}>
              <Link to={to} className={classes.page} aria-current={pathname === to ? 'page' : undefined}>
                {page.settings[label]}
              </Link>
            </li>
          ))}
      </ul>
    </nav>
  );
}
