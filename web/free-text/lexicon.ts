import type { Category } from './passage.ts';
import { Patterns } from './patterns.ts';

/**
 * How sure a word is by itself.
 * `always`: whatever stands around it. `topic`: unless it is what a show, a talk or a collection is about.
 * `person`: only where it is said of a person ("he is black", not "the black door").
 */
export type Strength = 'always' | 'topic' | 'person';

/** The words of a category, as patterns (patterns.ts), by how sure they are. */
export type Words = Record<
  Exclude<Category, 'payment' | 'national-number' | 'secret'>,
  Partial<Record<Strength, string>>
>;

/** What a language knows: sensitive words, what only looks like them, and words that say whom or what is spoken of. */
export interface Language {
  sensitive: Words;
  /** Phrases that only look sensitive. */
  harmless: string;
  /** Shows, places, things: what they are called or about says nothing of a person. */
  things: string;
  /** Who a sentence may be about. */
  people: string;
  /** Before a word at the beginning of a clause: "very", "a real". */
  fillers: string;
  /** After such a word: "with the ushers". */
  followers: string;
  /** Verbs that say what somebody is: "is", "seems". */
  copulas: string;
  /** After these a language is meant, not an origin; or a name. */
  notOfPerson: string;
  /** After "is difficult" these say that it is about something to do: "to find". */
  impersonal: string;
  /** Words that a title follows: "two seats for …". */
  titles: string;
  /** Frequent small words, to tell the languages apart. */
  common: string;
}

/** What a word tells of the words around it. */
export type Cue =
  | 'thing'
  | 'person'
  | 'filler'
  | 'follower'
  | 'copula'
  | 'not-of-person'
  | 'impersonal'
  | 'title';

export interface Lexicon {
  sensitive: Patterns<{ category: Category; strength: Strength }>;
  harmless: Patterns<true>;
  cues: Record<Cue, Patterns<true>>;
  common: Set<string>;
}

export function lexiconOf(language: Language): Lexicon {
  const sensitive: Lexicon['sensitive'] = new Patterns();
  for (const [category, byStrength] of Object.entries(language.sensitive)) {
    for (const [strength, patterns] of Object.entries(byStrength))
      sensitive.add({ category: category as Category, strength: strength as Strength }, patterns);
  }
  const cue = (patterns: string) => new Patterns<true>().add(true, patterns);
  return {
    sensitive,
    harmless: cue(language.harmless),
    cues: {
      thing: cue(language.things),
      person: cue(language.people),
      filler: cue(language.fillers),
      follower: cue(language.followers),
      copula: cue(language.copulas),
      'not-of-person': cue(language.notOfPerson),
      impersonal: cue(language.impersonal),
      title: cue(language.titles),
    },
    common: new Set(language.common.split(/\s+/)),
  };
}
