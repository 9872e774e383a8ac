/** One of the things that are wrong; of a file with its line and column, and a code for the words. */
export interface ProblemDetail {
  field?: string | undefined;
  message: string;
  code?: string | undefined;
  about?: Record<string, string | number> | undefined;
  line?: number | undefined;
  column?: string | undefined;
  value?: string | undefined;
}

/** A refusal of the server (RFC 9457), or `network`: nobody answered. The words are in words/problems. */
export class Problem extends Error {
  override name = 'Problem';
  /** The end of the type: `wrong-months` of /problems/wrong-months. */
  readonly code: string;
  readonly status: number;
  /** The server's own sentence, in English: for who has to look into it. */
  readonly detail: string | undefined;
  /** Under which the server's log has an internal error. */
  readonly instance: string | undefined;
  readonly errors: ProblemDetail[];

  constructor(
    code: string,
    status: number,
    rest: { detail?: string; instance?: string; errors?: ProblemDetail[] } = {},
  ) {
    super(rest.detail ?? code);
    this.code = code;
    this.status = status;
    this.detail = rest.detail;
    this.instance = rest.instance;
    this.errors = rest.errors ?? [];
  }
}

/** Reads the problem that an answer tells; a proxy's error page tells its status only. */
export async function problemOf(response: Response): Promise<Problem> {
  const isProblem = response.headers.get('content-type')?.includes('application/problem+json') ?? false;
  const body: unknown = isProblem ? await response.json().catch(() => undefined) : undefined;
  if (typeof body !== 'object' || body === null || !('type' in body)) {
    return new Problem(response.status >= 502 ? 'network' : 'unknown', response.status);
  }
  const code = String(body.type).split('/').at(-1) || 'unknown';
  return new Problem(code, response.status, body as ConstructorParameters<typeof Problem>[2]);
}

export function isProblem(error: unknown, code: string): error is Problem {
  return error instanceof Problem && error.code === code;
}
