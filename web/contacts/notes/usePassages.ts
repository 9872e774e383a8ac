import { useEffect, useMemo, useState } from 'react';
import type { Passage } from '../../free-text/passage.ts';

type Find = typeof import('../../free-text/free-text.ts')['findPassages'];

/**
 * What looks sensitive in a text (R16). The words it knows come with the first text that somebody writes; where they do
 * not come, nothing is pointed out and nothing is held up.
 * @param wanted whether somebody writes
 */
export function usePassages(text: string, language: 'fr' | 'en', wanted: boolean): Passage[] {
  const [find, setFind] = useState<Find>();
  useEffect(() => {
    if (!wanted) return;
    let here = true;
    import('../../free-text/free-text.ts').then(
      ({ findPassages }) => here && setFind(() => findPassages),
      () => {},
    );
    return () => {
      here = false;
    };
  }, [wanted]);
  return useMemo(() => find?.(text, language) ?? [], [find, text, language]);
}
