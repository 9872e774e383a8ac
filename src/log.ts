import { type Logger, pino } from 'pino';

/**
 * The application's log: one JSON line each on stderr, with ids only. Never a URL with its query, a body, a header
 * or an address; and of an error its kind and where it happened, never its message, because PostgreSQL quotes rows
 * in messages (`Key (email)=(…) already exists`). On a terminal only warnings, so that what to open next stays in sight.
 * @param destination where a test reads what was logged
 */
export function createLog(destination?: { write(line: string): void }): Logger {
  return pino(
    {
      base: null,
      level: destination === undefined && process.stderr.isTTY ? 'warn' : 'info',
      serializers: { err: withoutMessage, error: withoutMessage, req: nothing, res: nothing },
      hooks: {
        // pino takes the message of an error where none is given
        logMethod(args: unknown[], method) {
          const first = args[0];
          const error = first instanceof Error ? first : (first as { err?: unknown } | null)?.err;
          if (!(error instanceof Error)) return method.apply(this, args as Parameters<typeof method>);
          const others = first instanceof Error ? {} : (first as object);
          const message = typeof args[1] === 'string' ? args[1] : 'something failed';
          return method.call(this, { ...others, err: error }, message);
        },
      },
    },
    destination ?? pino.destination({ fd: 2, sync: true }),
  );
}

/** An error's kind, code and places in the code. */
export function withoutMessage(error: unknown): { type: string; code?: string; at: string[] } {
  if (!(error instanceof Error)) return { type: typeof error, at: [] };
  const code = (error as { code?: unknown }).code;
  const at = (error.stack ?? '').split('\n').filter((line) => /^ {4}at /.test(line));
  return {
    type: error.name,
    ...(typeof code === 'string' ? { code } : {}),
    at: at.slice(0, 12).map((line) => line.trim()),
  };
}

function nothing(): undefined {
  return undefined;
}
