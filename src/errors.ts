/** One of the things that are wrong, for those who put it into words of their own. */
export interface Fact {
  code: string;
  /** Of a file. */
  line?: number;
  column?: string;
  value?: string;
  about?: Readonly<Record<string, string | number>>;
}

/**
 * A refusal that the user can understand and act on. `code` is stable (the HTTP side makes a problem type
 * of it, the screens a sentence in the user's language); the message is English, for the command line.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly details: readonly string[];
  /** What the details say, one by one, where they have codes of their own. */
  readonly facts: readonly Fact[];

  constructor(code: string, message: string, details: readonly string[] = [], facts: readonly Fact[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
    this.facts = facts;
  }
}
