interface Counted {
  contacts: number;
  delete: number;
  anonymise: number;
}

/** The share of the individuals and relays that would be erased, 0 to 100. */
export const erasedPercent = (counts: Counted): number =>
  ((counts.delete + counts.anonymise) / Math.max(counts.contacts, 1)) * 100;

/** R10: a scheduled real run stops above its ceiling, before erasing anybody. */
export const isAboveCeiling = (counts: Counted, ceilingPercent: number): boolean =>
  erasedPercent(counts) > ceilingPercent;
