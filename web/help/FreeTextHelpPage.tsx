import { Recommendations } from '../contacts/notes/Recommendations.tsx';
import { Page } from '../frame/Page.tsx';
import { usePageWords } from '../words/pages.ts';

/** The recommendations for free text as a page, to be read in peace or sent to a colleague (R16). */
export function FreeTextHelpPage() {
  const { page } = usePageWords();
  return (
    <Page title={page.notes.advice.title}>
      <Recommendations />
    </Page>
  );
}
