import { createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { addresses } from './addresses.ts';
import { Broken } from './frame/Broken.tsx';
import { frame, root } from './frame/routes.tsx';
import { marketing } from './marketing/routes.ts';

const signIn = createRoute({
  getParentRoute: () => root,
  path: addresses.signIn,
  validateSearch: z.object({
    next: z.optional(z.catch(z.string(), '/')),
    institution: z.optional(z.catch(z.string(), '')),
    problem: z.optional(z.catch(z.string(), '')),
  }),
  component: lazyRouteComponent(() => import('./sign-in/SignInPage.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: addresses.setUp,
  component: lazyRouteComponent(() => import('./set-up/SetUpPage.tsx'), 'SetUpPage'),
});

const join = createRoute({
  getParentRoute: () => root,
  path: addresses.join,
  component: lazyRouteComponent(() => import('./sign-in/JoinPage.tsx'), 'JoinPage'),
});

const home = createRoute({
  getParentRoute: () => frame,
  path: addresses.home,
  component: lazyRouteComponent(() => import('./home/HomePage.tsx'), 'HomePage'),
});
const contacts = createRoute({
  getParentRoute: () => frame,
  path: addresses.contacts,
  component: lazyRouteComponent(() => import('./contacts/ContactsPage.tsx'), 'ContactsPage'),
});
const contact = createRoute({
  getParentRoute: () => frame,
  path: addresses.contact,
  validateSearch: z.object({
    tab: z.optional(z.catch(z.string(), 'summary')),
    act: z.optional(z.catch(z.optional(z.enum(['edit', 'restrict', 'erase'])), undefined)),
    request: z.optional(z.catch(z.optional(z.number()), undefined)),
  }),
  component: lazyRouteComponent(() => import('./contacts/file/FilePage.tsx'), 'FilePage'),
});
const newContact = createRoute({
  getParentRoute: () => frame,
  path: addresses.newContact,
  component: lazyRouteComponent(() => import('./contacts/file/NewContactPage.tsx'), 'NewContactPage'),
});
const bulk = createRoute({
  getParentRoute: () => frame,
  path: addresses.bulk,
  validateSearch: z.object({ tab: z.optional(z.catch(z.optional(z.enum(['update', 'erase'])), undefined)) }),
  component: lazyRouteComponent(() => import('./contacts/bulk/BulkPage.tsx'), 'BulkPage'),
});
const boxOffice = createRoute({
  getParentRoute: () => frame,
  path: addresses.boxOffice,
  validateSearch: z.object({
    at: z.catch(z.optional(z.coerce.number()), undefined),
    what: z.catch(z.optional(z.string()), undefined),
  }),
  component: lazyRouteComponent(() => import('./box-office/BoxOfficePage.tsx'), 'BoxOfficePage'),
});
const order = createRoute({
  getParentRoute: () => frame,
  path: addresses.order,
  validateSearch: z.object({
    at: z.catch(z.optional(z.coerce.number()), undefined),
    what: z.catch(z.optional(z.string()), undefined),
  }),
  component: lazyRouteComponent(() => import('./box-office/OrderPage.tsx'), 'OrderPage'),
});
const batches = createRoute({
  getParentRoute: () => frame,
  path: addresses.retention,
  component: lazyRouteComponent(() => import('./retention/batches/BatchesPage.tsx'), 'BatchesPage'),
});
const batch = createRoute({
  getParentRoute: () => frame,
  path: addresses.batch,
  component: lazyRouteComponent(() => import('./retention/batches/BatchPage.tsx'), 'BatchPage'),
});
const runs = createRoute({
  getParentRoute: () => frame,
  path: addresses.runs,
  component: lazyRouteComponent(() => import('./retention/runs/RunsPage.tsx'), 'RunsPage'),
});
const run = createRoute({
  getParentRoute: () => frame,
  path: addresses.run,
  component: lazyRouteComponent(() => import('./retention/runs/RunPage.tsx'), 'RunPage'),
});
const bring = createRoute({
  getParentRoute: () => frame,
  path: addresses.import,
  validateSearch: z.object({ kind: z.optional(z.catch(z.string(), 'contacts')) }),
  component: lazyRouteComponent(() => import('./import/ImportPage.tsx'), 'ImportPage'),
});
const requests = createRoute({
  getParentRoute: () => frame,
  path: addresses.requests,
  validateSearch: z.object({ state: z.optional(z.catch(z.optional(z.enum(['open', 'closed'])), undefined)) }),
  component: lazyRouteComponent(() => import('./requests/RequestsPage.tsx'), 'RequestsPage'),
});
const request = createRoute({
  getParentRoute: () => frame,
  path: addresses.request,
  component: lazyRouteComponent(() => import('./requests/RequestPage.tsx'), 'RequestPage'),
});
const column = z.string();
const processing = createRoute({
  getParentRoute: () => frame,
  path: addresses.processing,
  validateSearch: z.object({ sheet: z.optional(z.catch(z.optional(z.enum(['information'])), undefined)) }),
  component: lazyRouteComponent(() => import('./processing/ProcessingPage.tsx'), 'ProcessingPage'),
});
const bi = createRoute({
  getParentRoute: () => frame,
  path: addresses.bi,
  validateSearch: z.object({
    domain: z.optional(
      z.catch(z.optional(z.enum(['contact-base', 'contact-profile', 'contact-activity'])), undefined),
    ),
    number: z.optional(z.catch(z.coerce.string(), '')),
    filters: z.catch(
      z.optional(
        z.array(
          z.object({
            column,
            is: z.enum(['one-of', 'contains', 'from', 'to', 'given', 'empty']),
            values: z.array(z.coerce.string()),
          }),
        ),
      ),
      undefined,
    ),
    groups: z.catch(
      z.optional(z.array(z.object({ column, by: z.optional(z.enum(['day', 'month', 'year'])) }))),
      undefined,
    ),
    measures: z.catch(
      z.optional(
        z.array(
          z.object({
            what: z.enum(['rows', 'contacts', 'distinct', 'sum', 'min', 'max']),
            column: z.optional(column),
          }),
        ),
      ),
      undefined,
    ),
    columns: z.catch(z.optional(z.array(column)), undefined),
    chart: z.catch(z.optional(z.enum(['table', 'bars', 'line', 'shares'])), undefined),
  }),
  component: lazyRouteComponent(() => import('./bi/DomainsPage.tsx'), 'DomainsPage'),
});
const biLogIns = createRoute({
  getParentRoute: () => frame,
  path: addresses.biLogIns,
  component: lazyRouteComponent(() => import('./bi/LogInsPage.tsx'), 'LogInsPage'),
});
const operators = createRoute({
  getParentRoute: () => frame,
  path: addresses.operators,
  component: lazyRouteComponent(() => import('./settings/OperatorsPage.tsx'), 'OperatorsPage'),
});
const outbox = createRoute({
  getParentRoute: () => frame,
  path: addresses.outbox,
  component: lazyRouteComponent(() => import('./settings/OutboxPage.tsx'), 'OutboxPage'),
});
const message = createRoute({
  getParentRoute: () => frame,
  path: addresses.message,
  component: lazyRouteComponent(() => import('./settings/MessagePage.tsx'), 'MessagePage'),
});

const freeText = createRoute({
  getParentRoute: () => frame,
  path: addresses.freeText,
  component: lazyRouteComponent(() => import('./help/FreeTextHelpPage.tsx'), 'FreeTextHelpPage'),
});

const criteria = createRoute({
  getParentRoute: () => frame,
  path: addresses.criteria,
  validateSearch: z.object({ open: z.catch(z.optional(z.coerce.string()), undefined) }),
  component: lazyRouteComponent(() => import('./settings/criteria/CriteriaPage.tsx'), 'CriteriaPage'),
});
const consent = createRoute({
  getParentRoute: () => frame,
  path: addresses.consent,
  component: lazyRouteComponent(() => import('./settings/consent/ConsentPage.tsx'), 'ConsentPage'),
});
const trackingSettings = createRoute({
  getParentRoute: () => frame,
  path: addresses.trackingSettings,
  component: lazyRouteComponent(() => import('./settings/tracking/TrackingPage.tsx'), 'TrackingPage'),
});
const operator = createRoute({
  getParentRoute: () => frame,
  path: addresses.operator,
  component: lazyRouteComponent(() => import('./settings/OperatorPage.tsx'), 'OperatorPage'),
});
const organisations = createRoute({
  getParentRoute: () => frame,
  path: addresses.organisations,
  component: lazyRouteComponent(() => import('./settings/OrganisationsPage.tsx'), 'OrganisationsPage'),
});
const signInSettings = createRoute({
  getParentRoute: () => frame,
  path: addresses.signInSettings,
  component: lazyRouteComponent(() => import('./settings/SignInSettingsPage.tsx'), 'SignInSettingsPage'),
});
const account = createRoute({
  getParentRoute: () => frame,
  path: addresses.account,
  component: lazyRouteComponent(() => import('./account/AccountPage.tsx'), 'AccountPage'),
});

const duplicates = createRoute({
  getParentRoute: () => frame,
  path: addresses.duplicates,
  component: lazyRouteComponent(() => import('./contacts/duplicates/DuplicatesPage.tsx'), 'DuplicatesPage'),
});
const duplicate = createRoute({
  getParentRoute: () => frame,
  path: addresses.duplicate,
  component: lazyRouteComponent(() => import('./contacts/duplicates/MergePage.tsx'), 'MergePage'),
});

const catalogue = createRoute({
  getParentRoute: () => frame,
  path: addresses.catalogue,
  component: lazyRouteComponent(() => import('./catalogue/CataloguePage.tsx'), 'CataloguePage'),
});
const seasons = createRoute({
  getParentRoute: () => frame,
  path: addresses.seasons,
  component: lazyRouteComponent(() => import('./catalogue/SeasonsPage.tsx'), 'SeasonsPage'),
});
const product = createRoute({
  getParentRoute: () => frame,
  path: addresses.product,
  validateSearch: z.object({
    tab: z.optional(z.catch(z.string(), '')),
    when: z.optional(z.catch(z.optional(z.enum(['coming', 'past', 'all'])), undefined)),
    act: z.optional(z.catch(z.optional(z.enum(['edit', 'add'])), undefined)),
  }),
  component: lazyRouteComponent(() => import('./catalogue/ProductPage.tsx'), 'ProductPage'),
});
const performance = createRoute({
  getParentRoute: () => frame,
  path: addresses.performance,
  validateSearch: z.object({
    act: z.optional(z.catch(z.optional(z.enum(['reschedule', 'cancel'])), undefined)),
  }),
  component: lazyRouteComponent(() => import('./catalogue/PerformancePage.tsx'), 'PerformancePage'),
});
const pointsOfSale = createRoute({
  getParentRoute: () => frame,
  path: addresses.pointsOfSale,
  component: lazyRouteComponent(
    () => import('./settings/points-of-sale/PointsOfSalePage.tsx'),
    'PointsOfSalePage',
  ),
});
const newPointOfSale = createRoute({
  getParentRoute: () => frame,
  path: addresses.newPointOfSale,
  validateSearch: z.object({ tab: z.optional(z.catch(z.string(), '')) }),
  component: lazyRouteComponent(
    () => import('./settings/points-of-sale/NewPointOfSalePage.tsx'),
    'NewPointOfSalePage',
  ),
});
const pointOfSale = createRoute({
  getParentRoute: () => frame,
  path: addresses.pointOfSale,
  validateSearch: z.object({ tab: z.optional(z.catch(z.string(), '')) }),
  component: lazyRouteComponent(
    () => import('./settings/points-of-sale/PointOfSalePage.tsx'),
    'PointOfSalePage',
  ),
});

const tree = root.addChildren([
  signIn,
  setUp,
  join,
  frame.addChildren([
    home,
    contacts,
    contact,
    newContact,
    duplicates,
    duplicate,
    bulk,
    boxOffice,
    order,
    batches,
    batch,
    runs,
    run,
    bring,
    requests,
    request,
    processing,
    bi,
    biLogIns,
    operators,
    outbox,
    message,
    freeText,
    criteria,
    consent,
    trackingSettings,
    operator,
    organisations,
    signInSettings,
    account,
    catalogue,
    seasons,
    product,
    performance,
    pointsOfSale,
    newPointOfSale,
    pointOfSale,
    ...marketing,
  ]),
]);

export const router = createRouter({
  routeTree: tree,
  defaultErrorComponent: Broken,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
