/**
 * A refusal that the user can understand and act on. `code` is stable (the HTTP side makes a problem type
 * of it, the screens a sentence in the user's language); the message is English, for the command line.
 */
export class DomainError extends Error {
  readonly code: string;
  readonly details: readonly string[];

  constructor(code: string, message: string, details: readonly string[] = []) {
    super(message);
    this.name = 'DomainError';
    this.code = code;
    this.details = details;
  }
}
