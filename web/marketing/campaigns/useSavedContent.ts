import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { isProblem } from '../../api/problem.ts';
import { type Campaign, type Content, campaignQuery, contentsQuery, type Language } from './queries.ts';
import { useKeepCampaign } from './useKeepCampaign.ts';

/** A pause in typing after which it is saved, and the preview follows; in milliseconds. */
const PAUSE = 900;
/** After so long it is tried again where nobody answered. */
const AGAIN = 5000;

export type SavedContent = ReturnType<typeof useSavedContent>;

/** The text as it is typed; it is saved by itself, one save after the other. */
export function useSavedContent(campaign: Campaign, language: Language, kept: Content | undefined) {
  const queries = useQueryClient();
  const keep = useKeepCampaign();
  const [content, setContent] = useState<Content | null>(kept ?? null);
  const [saved, setSaved] = useState<Content | null>(kept ?? null);
  const save = useMutation({
    mutationFn: ({ wanted, version }: { wanted: Content | null; version: number }) =>
      answered(
        api.PUT('/api/campaigns/{campaign}/contents/{language}', {
          params: { path: { campaign: campaign.id, language } },
          body: { content: wanted, version },
        }),
      ),
    onSuccess: async (changed, { wanted }) => {
      setSaved(wanted);
      queries.setQueryData(contentsQuery(campaign.id).queryKey, (all) => {
        const { [language]: _, ...others } = all ?? {};
        return wanted === null ? others : { ...others, [language]: wanted };
      });
      await keep(changed);
    },
  });
  const { mutate, isPending, isError, error, variables, reset } = save;
  const { version } = campaign;
  const isSaved = content === saved;
  const refusal = !isError || isSaved ? undefined : kindOf(error);
  // what was refused as it stands is not sent again as it stands
  const refused = isError && refusal !== 'offline' && variables?.wanted === content;
  const stale = refusal === 'conflict';
  const unsaved = !isSaved && !isPending && !refused && !stale;
  const pause = refusal === 'offline' && variables?.wanted === content ? AGAIN : PAUSE;
  useEffect(() => {
    if (!unsaved) return undefined;
    const timer = setTimeout(() => mutate({ wanted: content, version }), pause);
    return () => clearTimeout(timer);
  }, [unsaved, content, version, pause, mutate]);
  // who goes to another step or language in the middle of a pause loses nothing
  const leaving = useRef<() => void>(() => {});
  leaving.current = () => {
    if (unsaved) mutate({ wanted: content, version });
  };
  useEffect(() => () => leaving.current(), []);
  const readAnew = () => queries.fetchQuery({ ...campaignQuery(campaign.id), staleTime: 0 });
  return {
    content,
    put: setContent,
    take: () => setContent(null),
    error,
    refusal,
    /** It cannot be saved as things are: who leaves loses it. */
    stuck: refusal !== undefined,
    state: isPending ? ('saving' as const) : isSaved ? ('savedAll' as const) : ('unsaved' as const),
    /** What somebody else wrote meanwhile gives way. */
    async keepMine() {
      const read = await readAnew();
      mutate({ wanted: content, version: read.version });
    },
    async takeTheirs() {
      await readAnew();
      const all = await queries.fetchQuery({ ...contentsQuery(campaign.id), staleTime: 0 });
      const theirs = all[language] ?? null;
      setSaved(theirs);
      setContent(theirs);
      reset();
    },
  };
}

function kindOf(error: unknown): 'conflict' | 'offline' | 'other' {
  if (isProblem(error, 'stale')) return 'conflict';
  return isProblem(error, 'network') ? 'offline' : 'other';
}
