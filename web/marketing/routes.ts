import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod/mini';
import { addresses } from '../addresses.ts';
import { frame } from '../frame/routes.tsx';

const campaigns = createRoute({
  getParentRoute: () => frame,
  path: addresses.campaigns,
  validateSearch: z.object({ state: z.optional(z.catch(z.optional(z.string()), undefined)) }),
  component: lazyRouteComponent(() => import('./campaigns/CampaignsPage.tsx'), 'CampaignsPage'),
});
const newCampaign = createRoute({
  getParentRoute: () => frame,
  path: addresses.newCampaign,
  validateSearch: z.object({ target: z.optional(z.catch(z.optional(z.coerce.number()), undefined)) }),
  component: lazyRouteComponent(() => import('./campaigns/CampaignPage.tsx'), 'NewCampaignPage'),
});
const campaign = createRoute({
  getParentRoute: () => frame,
  path: addresses.campaign,
  validateSearch: z.object({
    step: z.optional(z.catch(z.optional(z.enum(['what', 'text', 'send', 'results'])), undefined)),
    language: z.optional(z.catch(z.optional(z.enum(['fr', 'en'])), undefined)),
    why: z.optional(z.catch(z.optional(z.string()), undefined)),
    clicks: z.optional(z.catch(z.optional(z.string()), undefined)),
  }),
  component: lazyRouteComponent(() => import('./campaigns/CampaignPage.tsx'), 'CampaignPage'),
});
const targets = createRoute({
  getParentRoute: () => frame,
  path: addresses.targets,
  validateSearch: z.object({ archived: z.optional(z.catch(z.optional(z.boolean()), undefined)) }),
  component: lazyRouteComponent(() => import('./targets/TargetsPage.tsx'), 'TargetsPage'),
});
const newTarget = createRoute({
  getParentRoute: () => frame,
  path: addresses.newTarget,
  component: lazyRouteComponent(() => import('./targets/TargetPage.tsx'), 'NewTargetPage'),
});
const target = createRoute({
  getParentRoute: () => frame,
  path: addresses.target,
  component: lazyRouteComponent(() => import('./targets/TargetPage.tsx'), 'TargetPage'),
});

const renewal = createRoute({
  getParentRoute: () => frame,
  path: addresses.renewal,
  validateSearch: z.object({
    months: z.catch(z.optional(z.coerce.number()), undefined),
    run: z.catch(z.optional(z.coerce.number()), undefined),
    target: z.catch(z.optional(z.coerce.number()), undefined),
    campaign: z.catch(z.optional(z.coerce.number()), undefined),
  }),
  component: lazyRouteComponent(() => import('./renewal/RenewalPage.tsx'), 'RenewalPage'),
});

/** Campaigns, targets, and the renewal. */
export const marketing = [campaigns, newCampaign, campaign, targets, newTarget, target, renewal] as const;
