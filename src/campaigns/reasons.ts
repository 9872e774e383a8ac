/** What a campaign is: what it may be sent for, and so whom it may reach. */
export const campaignTypes = ['marketing', 'consent-renewal', 'purchase-information'] as const;
export type CampaignType = (typeof campaignTypes)[number];

export const channels = ['email', 'sms', 'phone', 'post'] as const;
export type Channel = (typeof channels)[number];

export const languages = ['fr', 'en'] as const;
export type Language = (typeof languages)[number];

/** R27: why a contact of the targets gets nothing. Where several hold, the first of this order is the one that is kept. */
export const exclusionReasons = [
  /** R23: it said no to general marketing. */
  'refused-marketing',
  /** R23: it said no to this channel. */
  'refused-channel',
  /** Processing restricted (art. 18 GDPR). */
  'restricted',
  /** R25: it said neither yes nor no to general marketing, and the institution leaves those out. */
  'no-answer',
  /** The contact is valid no more. */
  'no-longer-valid',
  /** R24, beyond: no line of an order on the performance that the campaign is about. */
  'not-on-performance',
  /** Nothing to write to over this channel. */
  'no-address',
  /** What stands there is no address. */
  'invalid-address',
  /** The mobile number is none of its country's plan. */
  'invalid-number',
  /** Not written to again: refused before it was erased, or its mailbox does not exist. */
  'suppressed',
  /** R26: another contact with this e-mail address refuses. */
  'address-refused',
  /** R26: another contact with this e-mail address gets it. */
  'same-address',
  /** Erased after it was written down. */
  'erased',
] as const;
export type ExclusionReason = (typeof exclusionReasons)[number];
