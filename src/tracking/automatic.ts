import { isbot } from 'isbot';

/** Why a hit looks like no act of a person (R32). */
export type Uncounted = 'method' | 'prefetch' | 'scanner' | 'burst' | 'decoy';

/** Of a request: what says whether a person asked. None of it is kept. */
export interface Asked {
  method: string;
  /** By their names in small letters. */
  headers: Record<string, string | string[] | undefined>;
}

const PURPOSE = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz'];

/** Who opens the links of mails before people do, and is in no list of crawlers. */
const MAIL_SCANNERS =
  /barracuda|proofpoint|mimecast|messagelabs|symantec|fireeye|trellix|trend ?micro|sophos|zscaler|ironport|forti(mail|guard)|mailscanner|spamassassin|safelinks|office (protocol|existence) discovery|googleimageproxy|yahoomailproxy|bingpreview|urlscan|virustotal|linkcheck/i;

/** @returns why the request alone looks automatic; undefined: as a person's browser asks */
export function looksAutomatic({ method, headers }: Asked): 'method' | 'prefetch' | 'scanner' | undefined {
  if (method !== 'GET') return 'method';
  if (PURPOSE.some((name) => /prefetch|prerender|preview/i.test(String(headers[name] ?? ''))))
    return 'prefetch';
  const agent = headers['user-agent'];
  // every browser names itself
  if (typeof agent !== 'string' || agent.trim() === '') return 'scanner';
  return isbot(agent) || MAIL_SCANNERS.test(agent) ? 'scanner' : undefined;
}
