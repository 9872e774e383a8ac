import { answered, api } from '../../api/client.ts';
import { isProblem, Problem } from '../../api/problem.ts';
import { exampleOf } from '../campaigns/examples.ts';
import type { Campaign } from '../campaigns/queries.ts';
import type { Query } from '../targets/query.ts';

/** What was made so far, as the address keeps it. */
export interface Made {
  months: number;
  run?: number | undefined;
  target?: number | undefined;
  campaign?: number | undefined;
}

/** The target of the source: individuals whose recency lies so many months back. */
export const inactiveFor = (months: number): Query => ({
  combinator: 'all',
  rules: [
    { field: 'kind', operator: '=', value: 'individual' },
    { field: 'recency', operator: '<', value: { is: { monthsAgo: months } } },
  ],
});

/** So often it is asked whether the simulation has ended. */
const PAUSE = 1000;

/**
 * Makes what is missing of simulation, target and draft (R29), one after the other; each step that is done is told, so
 * that a page that was closed meanwhile goes on where it was.
 * @param name of target and campaign
 * @throws Problem, `simulation-failed` among them
 */
export async function prepare(made: Made, name: string, tell: (made: Made) => void): Promise<Made> {
  let known = made;
  const keep = (part: Partial<Made>) => {
    known = { ...known, ...part };
    tell(known);
  };
  if (known.run === undefined) {
    const body = { months: known.months, notify: false };
    keep({ run: (await answered(api.POST('/api/runs/simulations', { body }))).run });
  }
  await ended(known.run as number);
  if (known.target === undefined) {
    const code = `renewal-${known.months}-${Date.now().toString(36)}`;
    const query = inactiveFor(known.months) as never;
    const body = { code, name, type: 'dynamic' as const, description: '', query };
    keep({ target: (await answered(api.POST('/api/targets', { body }))).id });
  }
  if (known.campaign === undefined) keep({ campaign: await draft(name, known.target as number) });
  return known;
}

async function ended(run: number): Promise<void> {
  for (;;) {
    const { state } = await answered(api.GET('/api/runs/{run}', { params: { path: { run } } }));
    if (state === 'completed') return;
    if (state !== 'running') throw new Problem('simulation-failed', 422);
    await new Promise((resolve) => setTimeout(resolve, PAUSE));
  }
}

/** @returns the id of the draft, with its text in both languages */
async function draft(name: string, target: number): Promise<number> {
  let campaign = await create(name, target);
  for (const language of ['fr', 'en'] as const) {
    campaign = await answered(
      api.PUT('/api/campaigns/{campaign}/contents/{language}', {
        params: { path: { campaign: campaign.id, language } },
        body: { content: exampleOf(campaign, language), version: campaign.version },
      }),
    );
  }
  return campaign.id;
}

/** A second one of a day has the same name with a number behind it. */
async function create(name: string, target: number): Promise<Campaign> {
  for (let at = 1; ; at += 1) {
    try {
      return await createNamed(at === 1 ? name : `${name} (${at})`, target);
    } catch (error) {
      if (!isProblem(error, 'campaign-exists')) throw error;
    }
  }
}

async function createNamed(name: string, target: number): Promise<Campaign> {
  return await answered(
    api.POST('/api/campaigns', {
      body: {
        name,
        description: '',
        type: 'consent-renewal',
        channel: 'email',
        performanceId: null,
        reason: null,
        organisationId: null,
        senderName: null,
        replyTo: null,
        defaultLanguage: 'fr',
        tracked: true,
        ratePerMinute: null,
        targets: [target],
        leftOut: [],
      },
    }),
  );
}
