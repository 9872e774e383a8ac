import { Problem, problemOf } from '../api/problem.ts';
import type { components } from '../api/schema.generated.ts';
import { signedInAgain } from '../api/session-end.ts';
import type { Kind, Mapping } from './mapping.ts';

export type ImportResult = components['schemas']['ImportResult'];

export interface Upload {
  kind: Kind;
  file: File;
  dryRun: boolean;
  /** Undefined: the file is one of ours. */
  mapping?: Mapping | undefined;
}

export interface Watch {
  /** Told which share of the file is sent. */
  onSent: (share: number) => void;
  /** Told how many rows the server has worked on. */
  onRows: (rows: number) => void;
  signal: AbortSignal;
}

/** The server's lines while it works (`application/x-ndjson`). */
type Line = { rows: number } | { result: ImportResult } | { problem: components['schemas']['Problem'] };

/**
 * Sends a file as it is, with its progress, which `fetch` does not tell. Where the session has ended meanwhile it is
 * sent once more after signing in.
 * @throws Problem; the signal's reason where it was stopped
 */
export async function upload(wanted: Upload, watch: Watch): Promise<ImportResult> {
  try {
    return await send(wanted, watch);
  } catch (error) {
    const ended = error instanceof Problem && error.code === 'not-signed-in';
    if (!ended || !(await signedInAgain())) throw error;
    return await send(wanted, watch);
  }
}

function send({ kind, file, dryRun, mapping }: Upload, watch: Watch): Promise<ImportResult> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    const path = mapping === undefined ? kind : `${kind}/mapped`;
    request.open('POST', `/api/imports/${path}?dryRun=${dryRun}`);
    request.setRequestHeader('accept', 'application/x-ndjson, application/problem+json');
    request.upload.onprogress = ({ loaded, total }) => watch.onSent(total === 0 ? 1 : loaded / total);
    request.onprogress = () => {
      const last = lastLine(request.responseText);
      if (request.status === 200 && last !== undefined && 'rows' in last) watch.onRows(last.rows);
    };
    request.onerror = () => reject(new Problem('network', 0));
    request.onabort = () => reject(watch.signal.reason);
    request.onload = () => answer(request).then(resolve, reject);
    watch.signal.addEventListener('abort', () => request.abort(), { once: true });
    if (mapping === undefined) {
      request.setRequestHeader('content-type', 'text/csv');
      request.send(file);
      return;
    }
    const form = new FormData(); // in this order: the server reads the file as it comes
    form.append('mapping', JSON.stringify(mapping));
    form.append('file', file, 'file');
    request.send(form);
  });
}

async function answer(request: XMLHttpRequest): Promise<ImportResult> {
  const { status, responseText } = request;
  if (status !== 200) {
    const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' };
    throw await problemOf(new Response(responseText, { status, headers }));
  }
  const last = lastLine(responseText);
  if (last !== undefined && 'result' in last) return last.result;
  if (last === undefined || !('problem' in last)) throw new Problem('network', 0);
  const { problem } = last;
  throw new Problem(problem.type.split('/').at(-1) ?? 'unknown', problem.status, problem);
}

function lastLine(text: string): Line | undefined {
  const line = text.slice(0, text.lastIndexOf('\n')).split('\n').at(-1);
  return line ? (JSON.parse(line) as Line) : undefined;
}
