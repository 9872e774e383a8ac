/** The wall clock of a time zone, as fields of the type datetime-local want it, and back. */

/** @returns YYYY-MM-DDTHH:MM */
export function toLocal(instant: string, timeZone: string): string {
  return new Date(instant).toLocaleString('sv-SE', { timeZone }).slice(0, 16).replace(' ', 'T');
}

/**
 * @param local YYYY-MM-DDTHH:MM; an hour that summer time skips becomes the one after it, and of one that comes twice
 *   the first is meant
 * @returns ISO 8601 in UTC
 */
export function fromLocal(local: string, timeZone: string): string {
  const asUtc = Date.parse(`${local}:00Z`);
  // The offset changes at most once between the two guesses a day around: the earlier instant that reads so is it.
  const offsets = [asUtc - 86_400_000, asUtc + 86_400_000].map((near) => offsetAt(near, timeZone));
  const candidates = offsets.map((offset) => asUtc - offset).sort((one, other) => one - other);
  const exact = candidates.find((instant) => toLocal(new Date(instant).toISOString(), timeZone) === local);
  return new Date(exact ?? (candidates.at(-1) as number)).toISOString();
}

/** Milliseconds that the zone is ahead of UTC at an instant. */
function offsetAt(instant: number, timeZone: string): number {
  const there = new Date(instant).toLocaleString('sv-SE', { timeZone }).replace(' ', 'T');
  return Date.parse(`${there}Z`) - Math.floor(instant / 1000) * 1000;
}
