import { DomainError } from '../errors.ts';

const PATIENCE_MS = 2000;

/**
 * Asks the database on behalf of whoever watches. Who asks while the question is open shares its answer, so that
 * probes never pile up before a database that hangs; who waits longer than two seconds is told so.
 * @throws DomainError `database-unavailable`
 */
export function probe<T>(question: () => Promise<T>): () => Promise<T> {
  let open: Promise<T> | undefined;
  return async () => {
    open ??= question().finally(() => {
      open = undefined;
    });
    open.catch(() => {}); // who waits no more hears of no failure
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(
        reject,
        PATIENCE_MS,
        new DomainError('database-unavailable', 'the database took too long'),
      );
    });
    try {
      return await Promise.race([open, late]);
    } catch (error) {
      if (error instanceof DomainError) throw error;
      throw new DomainError('database-unavailable', 'the database does not answer');
    } finally {
      clearTimeout(timer);
    }
  };
}
