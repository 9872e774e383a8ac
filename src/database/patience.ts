import pRetry from 'p-retry';

/** SQLSTATEs after which the same transaction may well succeed: serialization failure, deadlock. */
const TRY_AGAIN = new Set(['40001', '40P01']);
/** The server shuts down, starts up, or took the connection away. */
const AWAY = /^(08...|57P0[1-5]|53300|ECONNREFUSED|ECONNRESET|EPIPE|ETIMEDOUT|ENOTFOUND|EAI_AGAIN)$/;
/** The driver's own errors have no code. */
const LOST =
  /connection (terminated|ended|timeout)|terminated unexpectedly|not queryable|Client has encountered|timeout exceeded when trying to connect|client was closed/i;

/** Whether an error says that the database cannot be reached just now. */
export function isDatabaseAway(error: unknown): boolean {
  const { code, message, errors } = error as { code?: unknown; message?: string; errors?: unknown[] };
  if (typeof code === 'string' && AWAY.test(code)) return true;
  if (Array.isArray(errors)) return errors.some(isDatabaseAway); // one per address tried
  return LOST.test(message ?? '');
}

/**
 * Does `work`, and does it again with growing pauses where the database went away or a deadlock was broken.
 * `work` is one transaction that reads anew what it depends on: the lost one may have been committed.
 */
export async function withPatience<T>({ seconds }: { seconds: number }, work: () => Promise<T>): Promise<T> {
  const deadline = performance.now() + seconds * 1000;
  return await pRetry(work, {
    retries: Number.POSITIVE_INFINITY,
    minTimeout: 100,
    maxTimeout: 5_000,
    shouldRetry: ({ error }) =>
      performance.now() < deadline &&
      (isDatabaseAway(error) || TRY_AGAIN.has((error as { code?: string }).code ?? '')),
  });
}
