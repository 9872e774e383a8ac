import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
} from '@tanstack/react-router';
import { z } from 'zod/mini';
import { addresses } from './addresses.ts';
import { Frame } from './frame/Frame.tsx';
import { NotThere } from './frame/NotThere.tsx';

const root = createRootRoute({ component: Outlet, notFoundComponent: NotThere });

const signIn = createRoute({
  getParentRoute: () => root,
  path: addresses.signIn,
  validateSearch: z.object({ next: z.optional(z.catch(z.string(), '/')) }),
  component: lazyRouteComponent(() => import('./sign-in/SignInPage.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: addresses.setUp,
  component: lazyRouteComponent(() => import('./set-up/SetUpPage.tsx'), 'SetUpPage'),
});

/** What only somebody signed in sees. */
const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });

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
  component: lazyRouteComponent(() => import('./contacts/ContactPage.tsx'), 'ContactPage'),
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
const operators = createRoute({
  getParentRoute: () => frame,
  path: addresses.operators,
  component: lazyRouteComponent(() => import('./settings/OperatorsPage.tsx'), 'OperatorsPage'),
});

const tree = root.addChildren([
  signIn,
  setUp,
  frame.addChildren([home, contacts, contact, batches, batch, runs, run, bring, operators]),
]);

export const router = createRouter({ routeTree: tree, defaultPreload: 'intent', scrollRestoration: true });

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
