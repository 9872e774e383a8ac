import { createRootRoute, createRoute, Outlet } from '@tanstack/react-router';
import { Frame } from './Frame.tsx';
import { NotThere } from './NotThere.tsx';

/** Around every page. */
export const root = createRootRoute({ component: Outlet, notFoundComponent: NotThere });

/** What only somebody signed in sees. */
export const frame = createRoute({ getParentRoute: () => root, id: 'frame', component: Frame });
