import type { Cue, Lexicon } from './lexicon.ts';
import type { Passage } from './passage.ts';
import type { Token } from './tokens.ts';

/** How many words away a word may stand that says whom or what the sentence is about. */
const REACH = 7;
/** A capital at the beginning that is none of a title. */
const ARTICLE = /^(un|une|a|an)$/;

/** What the lexicon knows of a text, word by word. */
class Reading {
  readonly tokens: readonly Token[];
  readonly #cues: Record<Cue, Uint8Array>;
  /** Words that belong to a harmless phrase or to a title. */
  readonly masked: Uint8Array;
  /** Where the clause of each word begins. */
  readonly clause: Uint32Array;

  constructor(text: string, tokens: readonly Token[], lexicon: Lexicon) {
    this.tokens = tokens;
    this.masked = marks(tokens, lexicon.harmless);
    this.clause = new Uint32Array(tokens.length);
    for (let index = 1; index < tokens.length; index++)
      this.clause[index] =
        tokens[index]?.breakBefore === undefined ? (this.clause[index - 1] as number) : index;
    this.#cues = Object.fromEntries(
      Object.entries(lexicon.cues).map(([cue, patterns]) => [cue, marks(tokens, patterns)]),
    ) as Record<Cue, Uint8Array>;
    this.#maskTitles(text, lexicon);
  }

  has(cue: Cue, index: number): boolean {
    return this.#cues[cue][index] === 1;
  }

  /** Whether a word and the one before it stand in one clause. */
  joined(index: number): boolean {
    const token = this.tokens[index];
    return token !== undefined && token.breakBefore === undefined;
  }

  /** What a show is called says nothing of who goes there. */
  #maskTitles(text: string, lexicon: Lexicon): void {
    const { tokens } = this;
    const { cues } = lexicon;
    for (let index = 0; index < tokens.length; index++) {
      const found = cues.title.at(tokens, index);
      const first = found && tokens[found.next];
      if (found === undefined || first === undefined || first.breakBefore === 'sentence') continue;
      const before = text.slice(tokens[found.next - 1]?.end, first.start);
      const quoted = /[«“"]/.test(before);
      if (!quoted && (first.breakBefore !== undefined || !first.capital || this.has('person', found.next)))
        continue;
      this.#mask(found.next, (next) => (quoted ? /[»”"]/.test(this.#gap(text, next)) : !this.joined(next)));
    }
    for (let index = 0; index < tokens.length; index++) {
      if (/[«“"]\s*$/.test(this.#gap(text, index)) && this.#thingBefore(index, 4))
        this.#mask(index, (next) => /[»”"]/.test(this.#gap(text, next)));
      if (tokens[index]?.breakBefore === 'sentence') this.#maskOpening(index, lexicon.sensitive);
    }
  }

  /** "Deaf Havana, standing, two tickets": a clause with two capitals, then what is sold for it. */
  #maskOpening(start: number, sensitiveWords: Lexicon['sensitive']): void {
    let end = start + 1;
    while (this.joined(end)) end += 1;
    if (this.tokens[end]?.breakBefore !== 'clause' || this.has('person', start)) return;
    // a sensitive word that has capitals of its own (Jehovah's Witness) makes no title
    let capitals = 0;
    let others = 0;
    for (let at = start; at < end; at++) {
      const sensitive = sensitiveWords.at(this.tokens, at);
      const next = sensitive?.next ?? at + 1;
      for (; at < next; at++) {
        if (!this.tokens[at]?.capital || ARTICLE.test(this.tokens[at]?.folded ?? '')) continue;
        capitals += 1;
        if (sensitive === undefined) others += 1;
      }
      at -= 1;
    }
    if (capitals < 2 || others < 1) return;
    for (let next = end; next < Math.min(end + REACH, this.tokens.length); next++) {
      if (next > end && this.tokens[next]?.breakBefore === 'sentence') return;
      if (this.has('thing', next)) {
        this.#mask(start, (at) => at >= end);
        return;
      }
    }
  }

  #thingBefore(index: number, reach: number): boolean {
    for (let at = index - 1; at >= Math.max(0, index - reach); at--) {
      if (this.has('thing', at) || this.has('title', at)) return true;
      if (this.tokens[at]?.breakBefore === 'sentence') return false;
    }
    return false;
  }

  #gap(text: string, index: number): string {
    return text.slice(this.tokens[index - 1]?.end ?? 0, this.tokens[index]?.start ?? text.length);
  }

  #mask(from: number, isEnd: (index: number) => boolean): void {
    this.masked[from] = 1;
    // no title is longer than a dozen words; a quotation that is never closed masks no more
    for (let index = from + 1; index < Math.min(from + 12, this.tokens.length) && !isEnd(index); index++)
      this.masked[index] = 1;
  }

  /** The nearest word before, in the same clause, that says whom or what it is about. */
  about(index: number): 'person' | 'thing' | undefined {
    const start = Math.max(this.clause[index] as number, index - REACH);
    for (let at = index - 1; at >= start; at--) {
      if (this.has('person', at)) return 'person';
      if (this.has('thing', at)) return 'thing';
    }
    return undefined;
  }

  /** Whether the words from `index` up to `next` are said of a person. */
  ofPerson(index: number, next: number): boolean {
    const start = this.clause[index] as number;
    const near = [index - 1, index - 2].filter((at) => at >= start);
    if (near.some((at) => this.has('not-of-person', at))) return false;
    if (this.joined(next) && this.has('thing', next)) return false;
    if (this.joined(next) && this.has('person', next)) return true;
    const about = this.about(index);
    if (about === 'thing') return false;
    if (about === 'person') return !(this.joined(next) && this.has('impersonal', next) && this.#itIs(index));
    if (this.has('copula', start) && start < index)
      return !(this.joined(next) && this.has('impersonal', next));
    if (index - start > REACH) return false;
    for (let at = start; at < index; at++) if (!this.has('filler', at)) return false;
    return !this.joined(next) || this.has('follower', next);
  }

  /** "Il est difficile de…", "c’est impossible à…": nobody is meant. */
  #itIs(index: number): boolean {
    const start = Math.max(this.clause[index] as number, index - 4);
    return this.tokens
      .slice(start, index)
      .some(({ folded }) => folded === 'il' || folded === 'c' || folded === 'it');
  }

  /** Whether the words are what a show, a talk or a collection is about. */
  ofThing(index: number, next: number): boolean {
    const start = Math.max(this.clause[index] as number, index - REACH);
    for (let at = start; at < index; at++) if (this.has('thing', at)) return true;
    return this.joined(next) && this.has('thing', next);
  }
}

function marks(tokens: readonly Token[], patterns: Lexicon['harmless']): Uint8Array {
  const marked = new Uint8Array(tokens.length);
  for (let index = 0; index < tokens.length; index++) {
    const found = patterns.at(tokens, index);
    if (found !== undefined) marked.fill(1, index, found.next);
  }
  return marked;
}

/** Sensitive words, as far as what stands around them does not take them back. */
export function findWords(text: string, tokens: readonly Token[], lexicon: Lexicon): Passage[] {
  const reading = new Reading(text, tokens, lexicon);
  const passages: Passage[] = [];
  for (let index = 0; index < tokens.length; index++) {
    if (reading.masked[index] === 1) continue;
    const found = lexicon.sensitive.at(tokens, index);
    if (found === undefined) continue;
    const { category, strength } = found.kind;
    if (strength === 'person' && !reading.ofPerson(index, found.next)) continue;
    if (strength === 'topic' && reading.ofThing(index, found.next)) continue;
    const start = tokens[index]?.start as number;
    const end = tokens[found.next - 1]?.end as number;
    const last = passages.at(-1);
    // "suffers from" and "depression" are one passage
    if (last?.category === category && reading.joined(index) && tokens[index - 1]?.end === last.end) {
      last.end = end;
      last.text = text.slice(last.start, end);
    } else passages.push({ category, start, end, text: text.slice(start, end) });
    index = found.next - 1;
  }
  return passages;
}
