import { personalDataMap } from './map.ts';

/** The views of R20, each a domain of the map. */
export const biDomains = ['contact-base', 'contact-profile', 'contact-activity'] as const;
export type BiDomain = (typeof biDomains)[number];

type Label = { fr: string; en: string };
interface BiColumn {
  label: Label;
  /** The columns of the map that it shows, as `table.column`; none: only a name, a key or something counted. */
  of: readonly string[];
}

const shows = (...of: [string, ...string[]]): BiColumn => {
  const [table = '', column = ''] = (of[0] as string).split('.');
  return { label: personalDataMap[table]?.columns[column]?.label ?? { fr: column, en: column }, of };
};
const called = (fr: string, en: string, ...of: string[]): BiColumn => ({ label: { fr, en }, of });

const key = {
  contact_id: called('Contact (identifiant interne)', 'Contact (internal id)'),
  number: shows('contacts.number'),
};

/** The columns of each view, in their order, with their labels from the map; a test compares it with the views. */
export const biViews: Record<BiDomain, Record<string, BiColumn>> = {
  'contact-base': {
    ...key,
    kind: shows('contacts.kind'),
    structure: shows('contacts.structure_id'),
    title: shows('contacts.title'),
    first_name: shows('contacts.first_name'),
    last_name: shows('contacts.last_name'),
    company_name: shows('contacts.company_name'),
    email: shows('contacts.email'),
    phone: shows('contacts.phone'),
    mobile: shows('contacts.mobile'),
    birth_date: shows('contacts.birth_date'),
    language: shows('contacts.language'),
    street: shows('contacts.street'),
    postcode: shows('contacts.postcode'),
    town: shows('contacts.town'),
    country: shows('contacts.country'),
    created_on: shows('contacts.created_on'),
    valid_until: shows('contacts.valid_until'),
    roles: called('Rôles', 'Roles', 'contact_roles.role', 'contact_roles.valid_until'),
    account_created_at: shows('customer_accounts.created_at'),
    status: called('Prospect ou client', 'Prospect or customer'),
  },
  'contact-profile': {
    ...key,
    recency: shows('contact_recency.recency'),
    recency_source: shows('contact_recency.source'),
    recency_organisation: shows('contact_recency.organisation_id'),
    recency_computed_at: shows('contact_recency.computed_at'),
    marketing_institution: called(
      'Informations de l’institution',
      'Marketing by the institution',
      'contact_authorisations.authorisation',
      'contact_authorisations.value',
    ),
    marketing_third_parties: called('Transmission à des tiers', 'Passing on to third parties'),
    marketing_partners: called('Offres de partenaires', 'Offers from partners'),
    channel_email: called('Canal e-mail', 'Channel e-mail'),
    channel_sms: called('Canal SMS', 'Channel SMS'),
    channel_phone: called('Canal téléphone', 'Channel telephone'),
    channel_post: called('Canal courrier', 'Channel post'),
    criteria: called('Critères', 'Criteria', 'contact_criteria.criterion_id', 'contact_criteria.value'),
    balances: called(
      'Soldes (unités mineures)',
      'Balances (minor units)',
      'balances.organisation_id',
      'balances.currency',
      'balances.amount_minor',
    ),
  },
  'contact-activity': {
    ...key,
    day: called(
      'Jour',
      'Day',
      'waiting_list_entries.signed_up_on',
      'clicks.clicked_on',
      'clicks.explicit',
      'criterion_changes.changed_on',
      'authorisation_changes.changed_on',
    ),
    source: called('Activité', 'Activity'),
    organisation: called('Organisme', 'Organisation', 'waiting_list_entries.organisation_id'),
    subject: called(
      'Objet',
      'Subject',
      'waiting_list_entries.performance_id',
      'clicks.campaign_id',
      'criterion_changes.criterion_id',
      'authorisation_changes.authorisation',
    ),
    performance_starts_at: called('Début de la séance', 'Performance starts at'),
    order_number: called('Commande', 'Order'),
    state: called(
      'État ou valeur',
      'State or value',
      'waiting_list_entries.state',
      'criterion_changes.value_after',
      'authorisation_changes.value_after',
    ),
    quantity: called('Nombre', 'Number', 'waiting_list_entries.quantity'),
    price_minor: called('Prix (unités mineures)', 'Price (minor units)'),
    currency: called('Monnaie', 'Currency'),
  },
};

const secret = 'what somebody signs in with, and when, serves the account and nothing else';
const proof = 'proof for whom it concerns, not a property of the contact';
const free = 'free text, written for those who look after the contact';
const filtered = 'decides whether the contact is in the views at all';

/** What of the domains is in no view, by table or `table.column`, and why. */
export const notInBi: Record<string, string> = {
  'contacts.restricted_on': filtered,
  'contacts.confidentiality': filtered,
  'contacts.remark': free,
  contact_notes: free,
  contact_search: 'derived from the identity, which is in the views',
  merged_contacts: 'leads from a former number to the contact; counts nothing',
  contact_photos: 'a face is no figure',
  photo_consents: proof,
  customer_accounts: secret,
  customer_sessions: secret,
  customer_links: secret,
  policy_approvals: proof,
  file_openings: proof,
  contact_restrictions: proof,
  subject_request_texts: free,
  messages: 'what was written to the contact, by word',
  online_payments: 'what the provider calls a payment; what was paid is in the order lines',
  'waiting_list_entries.signed_up_at': 'the day is there',
  'waiting_list_entries.price_category_id': 'serves the offer of a place',
  'waiting_list_entries.offered_at': 'serves the offer of a place',
  'waiting_list_entries.offer_expires_at': 'serves the offer of a place',
  'clicks.url': 'addresses of other mailing tools name the recipient',
  'clicks.clicked_at': 'the day is there',
  'clicks.uncounted': 'only explicit clicks are there',
  'contacts.tracking_refused_on': filtered,
  sms_messages: 'what the provider says of each message; what became of it is in the recipients',
  target_members: 'a list drawn from what is in the views',
  'criterion_changes.changed_at': 'the day is there',
  'criterion_changes.changed_by': proof,
  'criterion_changes.value_before': proof,
  'criterion_changes.requested': proof,
  'criterion_changes.way': proof,
  'criterion_changes.place': proof,
  'authorisation_changes.changed_at': 'the day is there',
  'authorisation_changes.changed_by': proof,
  'authorisation_changes.value_before': proof,
  'authorisation_changes.requested': proof,
  'authorisation_changes.way': proof,
  'authorisation_changes.place': proof,
  'authorisation_changes.wording': proof,
  'authorisation_changes.wording_id': proof,
  'authorisation_changes.wording_language': proof,
};

/** The view of a domain in the database. */
export const viewOf = (domain: BiDomain): string => `bi.${domain.replace('-', '_')}`;
