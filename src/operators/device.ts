import { BROWSER_MAP, getParser, OS_MAP } from 'bowser';

/** What tells sessions apart for who looks at them: families without versions, of those that are known by name. */
export interface Device {
  browser: string | null;
  system: string | null;
}

export const noDevice: Device = { browser: null, system: null };

const browsers = new Set<string>(Object.values(BROWSER_MAP));
const systems = new Set<string>(Object.values(OS_MAP));
const LONGEST = 500;

/** @param userAgent as the browser sent it; nothing of its own wording is kept */
export function deviceOf(userAgent: string | undefined): Device {
  if (userAgent === undefined || userAgent.trim() === '') return noDevice;
  const parser = getParser(userAgent.slice(0, LONGEST));
  const browser = parser.getBrowserName();
  const system = parser.getOSName();
  return {
    browser: browsers.has(browser) ? browser : null,
    system: systems.has(system) ? system : null,
  };
}
