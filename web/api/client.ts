import createClient from 'openapi-fetch';
import { connectionLost } from './connection.ts';
import { Problem, problemOf } from './problem.ts';
import type { paths } from './schema.generated.ts';
import { signedInAgain } from './session-end.ts';

/**
 * Asks the server. Reads that nobody answered are asked again by the queries; writes are not, because nobody knows
 * whether they arrived: who sent them is told.
 * @throws Problem
 */
async function ask(request: Request): Promise<Response> {
  const again = request.clone();
  const response = await send(request);
  if (response.ok) return response;
  const problem = await problemOf(response);
  const signsIn = request.method === 'POST' && new URL(request.url).pathname === '/api/session';
  if (problem.code === 'not-signed-in' && !signsIn && (await signedInAgain())) {
    const answer = await send(again);
    if (answer.ok) return answer;
    throw await problemOf(answer);
  }
  if (problem.code === 'network') connectionLost();
  throw problem;
}

async function send(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    connectionLost();
    throw new Problem('network', 0);
  }
}

export const api = createClient<paths>({
  baseUrl: window.location.origin,
  credentials: 'same-origin',
  // Looked up at each call, so that a test can put another in its place.
  fetch: (request) => ask(request),
});

/** The answer itself: `ask` has thrown whatever is none. */
export async function answered<T>(asked: Promise<{ data?: T }>): Promise<T> {
  const { data } = await asked;
  return data as T;
}
