import { answered } from '../api/client.ts';
import { Problem, problemOf } from '../api/problem.ts';
import type { paths } from '../api/schema.generated.ts';

export const KINDS = [
  'contacts',
  'orders',
  'waiting-list',
  'balances',
  'authorisations',
  'criteria',
  'clicks',
] as const;
export type Kind = (typeof KINDS)[number];

type Answer = paths['/api/imports/{kind}']['post']['responses'][200]['content']['application/json'];

/**
 * Sends a file as it is, with its progress, which `fetch` does not tell.
 * @throws Problem
 */
export function upload(
  { kind, file, dryRun }: { kind: Kind; file: File; dryRun: boolean },
  onSent: (share: number) => void,
): Promise<Answer> {
  return answered(
    new Promise((resolve, reject) => {
      const request = new XMLHttpRequest();
      request.open('POST', `/api/imports/${kind}?dryRun=${dryRun}`);
      request.setRequestHeader('content-type', 'text/csv');
      request.upload.onprogress = ({ loaded, total }) => onSent(total === 0 ? 1 : loaded / total);
      request.onerror = () => reject(new Problem('network', 0));
      request.onload = async () => {
        if (request.status === 200) resolve({ data: JSON.parse(request.responseText) as Answer });
        else {
          const headers = { 'content-type': request.getResponseHeader('content-type') ?? '' };
          reject(await problemOf(new Response(request.responseText, { status: request.status, headers })));
        }
      };
      request.send(file);
    }),
  );
}
