import { usePageWords } from './pages.ts';

/**
 * Says who did something, as the API has it: a name, `command-line`, `system`, or `operator:12` of somebody who has no
 * name here any more.
 */
export function useActor(): (who: string) => string {
  const { page } = usePageWords();
  return (who) => {
    const former = /^operator:(\d+)$/.exec(who);
    if (former !== null) return page.operators.former(Number(former[1]));
    if (who === 'command-line') return page.runs.byCommandLine;
    return who === 'system' ? page.runs.bySystem : who;
  };
}
