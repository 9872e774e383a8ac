import {
  createContext,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useMemo,
  useState,
} from 'react';
import { Problem } from '../api/problem.ts';
import { en, type Words } from './en.ts';
import { createFormat, type Format, type Language, type Place } from './format.ts';
import { fr } from './fr.ts';
import { loadWords } from './load.ts';
import { type ProblemWords, problemWords } from './problems.ts';

/** In the order in which they are offered. */
export const languages: Record<Language, Words> = { fr, en };

const KEPT = 'rappel.language';
const HERE: Place = { timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone, currency: 'EUR' };

interface Spoken {
  language: Language;
  /** Chosen by hand: kept in this browser. */
  choose: (language: Language) => void;
}

const LanguageContext = createContext<Spoken>({ language: 'fr', choose: () => {} });
const PlaceContext = createContext<Place>(HERE);

const isLanguage = (text: string | null | undefined): text is Language => text === 'fr' || text === 'en';

/** What was chosen here, else what the operator speaks, else the browser's first that we speak, else French. */
export function Speaking({ operator, children }: { operator: string | undefined; children: ReactNode }) {
  const [chosen, setChosen] = useState(() => localStorage.getItem(KEPT));
  const preferred = navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage);
  const language = [chosen, operator, preferred].find(isLanguage) ?? 'fr';
  void loadWords(language); // before the first page asks for it
  useEffect(() => {
    document.documentElement.lang = language;
  }, [language]);
  const spoken = useMemo(
    () => ({
      language,
      choose: (wanted: Language) => {
        localStorage.setItem(KEPT, wanted);
        startTransition(() => setChosen(wanted)); // the page stays until the words are there
      },
    }),
    [language],
  );
  return <LanguageContext value={spoken}>{children}</LanguageContext>;
}

/** The institution's time zone and currency, for whatever is formatted inside. */
export function InPlace({ place, children }: { place: Place | undefined; children: ReactNode }) {
  return <PlaceContext value={place ?? HERE}>{children}</PlaceContext>;
}

interface Speech extends Spoken {
  say: Words;
  format: Format;
  /** The words of whatever was thrown. */
  explain: (error: unknown) => ProblemWords;
}

/** The words of the page, and the formats of its numbers and days. */
export function useWords(): Speech {
  const spoken = useContext(LanguageContext);
  const { timeZone, currency } = useContext(PlaceContext);
  return useMemo(
    () => ({
      ...spoken,
      say: languages[spoken.language],
      format: formatOf(spoken.language, timeZone, currency),
      explain: (error) =>
        problemWords(
          spoken.language,
          error instanceof Problem ? error : { code: 'unknown', instance: undefined },
        ),
    }),
    [spoken, timeZone, currency],
  );
}

/** Every row of a list asks: one format per language and place is enough. */
const formats = new Map<string, Format>();
function formatOf(language: Language, timeZone: string, currency: string): Format {
  const key = `${language} ${timeZone} ${currency}`;
  const format = formats.get(key) ?? createFormat(language, { timeZone, currency });
  formats.set(key, format);
  return format;
}
