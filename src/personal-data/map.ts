import { biReportTables } from './map-bi.ts';
import { consentTables, proof, wordingRead } from './map-consent.ts';
import { contactFileTables, contactNumbers } from './map-contact-file.ts';
import { customerTables, signUpTables } from './map-customers.ts';
import { duplicateTables } from './map-duplicates.ts';
import { finding, views } from './map-finding.ts';
import { importTables } from './map-imports.ts';
import { addressKey, marketingTables, recipientTables, smsTables } from './map-marketing.ts';
import { messageTables } from './map-messages.ts';
import { noteTables } from './map-notes.ts';
import { operatorTables } from './map-operators.ts';
import { photoTables } from './map-photos.ts';
import { preferencesTables } from './map-preferences.ts';
import { requestTables } from './map-requests.ts';
import { runTables, selectionTables } from './map-runs.ts';
import { catalogueTables, onlinePaymentTables } from './map-sales.ts';
import {
  about,
  beneficiary,
  booked,
  type Column,
  contactActivity,
  contactBase,
  contactLink,
  contactProfile,
  goesWith,
  inferred,
  kept,
  key,
  observed,
  ofBuyer,
  ownSeat,
  quasi,
  type TableEntry,
  technical,
} from './map-words.ts';

/**
 * The personal data map: what every column of every table is. Erasing, the search for residue and the sealed
 * log are derived from it, and a test compares it with the live catalogue: a column that is not here fails
 * the build. The order of the tables is the order of erasing: what refers to a contact stands before it.
 *
 * `links` says how a row is tied to a contact and what becomes of it when the contact is deleted (a prospect)
 * or anonymised (a customer), R7 and R8: `row` goes, `unlink` empties the column, `keep` leaves it.
 */
const catalogue = kept('the offer of the institution, about nobody');
const books = kept('needed whole for accounts and statistics, about nobody once unlinked');

const history: Record<string, Column> = {
  id: technical,
  institution_id: technical,
  contact_id: contactLink,
  changed_at: contactActivity('Modifié le', 'Changed at'),
  changed_on: contactActivity('Jour de la modification', 'Day of the change'),
  changed_by: contactActivity('Modifié par', 'Changed by'),
};

export const personalDataMap: Record<string, TableEntry> = {
  contact_roles: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      role: contactBase('Rôle', 'Role'),
      valid_until: contactBase('Rôle valable jusqu’au', 'Role valid until'),
    },
  },
  contact_recency: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      recency: contactProfile('Récence GDPR', 'GDPR recency'),
      source: contactProfile('Activité déterminante', 'Source activity'),
      organisation_id: contactProfile('Organisme de l’activité', 'Organisation of the activity'),
      computed_at: contactProfile('Récence calculée le', 'Recency computed at'),
    },
  },
  ...finding,
  contact_criteria: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      criterion_id: contactProfile('Critère', 'Criterion'),
      value: contactProfile('Valeur du critère', 'Value of the criterion', 'identifying'),
    },
  },
  criterion_changes: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      ...history,
      criterion_id: contactActivity('Critère', 'Criterion'),
      value_before: contactActivity('Valeur avant', 'Value before', 'identifying'),
      value_after: contactActivity('Valeur après', 'Value after', 'identifying'),
      ...proof,
    },
  },
  contact_authorisations: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      authorisation: contactProfile('Autorisation', 'Authorisation'),
      value: contactProfile('Réponse', 'Answer'),
    },
  },
  authorisation_changes: {
    origin: 'provided',
    links: goesWith('contact_id'),
    columns: {
      ...history,
      authorisation: contactActivity('Autorisation', 'Authorisation'),
      value_before: contactActivity('Réponse avant', 'Answer before'),
      value_after: contactActivity('Réponse après', 'Answer after'),
      any_yes_after: kept('derived from the history for R1g; goes with the row'),
      wording: contactActivity('Texte présenté', 'Wording shown', 'identifying'),
      ...proof,
      ...wordingRead,
    },
  },
  clicks: {
    links: goesWith('contact_id'),
    columns: {
      id: technical,
      institution_id: technical,
      contact_id: contactLink,
      campaign_id: contactActivity('Campagne', 'Campaign'),
      // on the click and not shared between contacts: addresses of other mailing tools name the recipient
      url: contactActivity('Lien cliqué', 'Link clicked', 'identifying'),
      clicked_at: contactActivity('Cliqué le', 'Clicked at'),
      clicked_on: contactActivity('Jour du clic', 'Day of the click'),
      explicit: inferred(contactActivity('Clic explicite', 'Explicit click')),
      recipient_id: technical,
      link_id: technical,
      uncounted: inferred(
        contactActivity('Raison de ne pas compter le clic', 'Why the click does not count'),
      ),
      reclassified_by: kept('internal id of the operator who did it'),
    },
  },
  ...recipientTables,
  ...smsTables,
  waiting_list_entries: {
    links: goesWith('contact_id'),
    columns: {
      id: technical,
      institution_id: technical,
      contact_id: contactLink,
      organisation_id: contactActivity('Organisme', 'Organisation'),
      performance_id: contactActivity('Séance', 'Performance'),
      signed_up_on: contactActivity('Inscription en liste d’attente', 'Signed up on'),
      state: contactActivity('État', 'State'),
      quantity: contactActivity('Nombre de places', 'Number of places'),
      signed_up_at: contactActivity('Inscrit le', 'Signed up at'),
      quota_id: catalogue,
      price_category_id: contactActivity('Tarif', 'Price category'),
      offered_at: contactActivity('Place proposée le', 'Place offered at'),
      offer_expires_at: contactActivity('Proposition valable jusqu’au', 'Offer valid until'),
    },
  },
  balances: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      contact_id: contactLink,
      organisation_id: contactProfile('Organisme', 'Organisation'),
      currency: contactProfile('Monnaie', 'Currency'),
      amount_minor: contactProfile('Solde', 'Balance'),
    },
  },
  ...onlinePaymentTables,
  ...customerTables,
  payments: {
    // R8: the card that paid two orders would tie them to each other
    links: [{ column: 'contact_id', delete: 'unlink', anonymise: 'unlink', emptied: ['gift_card_id'] }],
    columns: {
      id: technical,
      institution_id: technical,
      organisation_id: booked('Organisme', 'Organisation'),
      contact_id: contactLink,
      order_id: booked('Commande', 'Order'),
      amount_minor: booked('Montant', 'Amount'),
      currency: booked('Monnaie', 'Currency'),
      method: booked('Moyen de paiement', 'Means of payment'),
      paid_at: booked('Payé le', 'Paid at'),
      point_of_sale_id: booked('Point de vente', 'Point of sale'),
      kind: booked('Sorte', 'Sort'),
      gift_card_id: books,
    },
  },
  order_lines: {
    links: [
      // R7: what a prospect never honoured goes, but a line that names another contact stays
      {
        through: { column: 'order_id', table: 'orders', link: 'purchase_contact_id' },
        delete: { row: 'unless-naming-another', by: 'cultural_contact_id' },
        anonymise: 'keep',
      },
      { column: 'cultural_contact_id', delete: 'unlink', anonymise: 'unlink' },
    ],
    columns: {
      id: technical,
      institution_id: technical,
      order_id: ofBuyer('Commande', 'Order'),
      line: ofBuyer('Ligne', 'Line'),
      organisation_id: booked('Organisme', 'Organisation'),
      product_id: booked('Produit', 'Product'),
      performance_id: booked('Séance', 'Performance'),
      state: booked('État', 'State'),
      reached: inferred(booked('Dernier acte', 'Last act')),
      option_confirmed_on: ofBuyer('Option confirmée le', 'Option confirmed on'),
      sold_on: ofBuyer('Vendu le', 'Sold on'),
      valid_until: booked('Valable jusqu’au', 'Valid until'),
      cultural_contact_id: ownSeat,
      attendance_on: inferred(booked('Date de venue', 'Day of attendance')),
      beneficiary_first_name: beneficiary('Prénom du bénéficiaire', 'Beneficiary’s first name'),
      beneficiary_last_name: beneficiary('Nom du bénéficiaire', 'Beneficiary’s last name'),
      beneficiary_country: beneficiary('Pays du bénéficiaire', 'Beneficiary’s country'),
      price_minor: ofBuyer('Prix', 'Price'),
      currency: ofBuyer('Monnaie', 'Currency'),
      quota_id: catalogue,
      price_category_id: booked('Tarif', 'Price category'),
      expires_at: ofBuyer('Échéance', 'Expires at'),
      cancelled_at: ofBuyer('Annulé le', 'Cancelled at'),
      cancelled_by: ofBuyer('Annulé par', 'Cancelled by'),
      ticket_code: kept('random; what the QR code of the ticket says'),
    },
  },
  orders: {
    links: [
      {
        column: 'purchase_contact_id',
        delete: { row: 'unless-referenced', by: ['order_lines.order_id', 'payments.order_id'] },
        anonymise: 'unlink',
        // Later (R8): where the audience comes from; coarsened by src/orders/coarsen-postcodes.ts
        keepOnAnonymise: {
          purchaser_country: 'country',
          purchaser_town: 'town',
          purchaser_postcode: 'postcode',
        },
      },
    ],
    columns: {
      id: technical,
      institution_id: technical,
      number: booked('Numéro', 'Number'),
      organisation_id: booked('Organisme', 'Organisation'),
      purchase_contact_id: contactLink,
      ordered_on: booked('Commandé le', 'Ordered on'),
      activity_on: inferred(booked('Dernière activité', 'Last activity')),
      activity_source: inferred(booked('Activité', 'Activity')),
      activity_organisation_id: inferred(booked('Organisme de l’activité', 'Organisation of the activity')),
      has_sale: inferred(booked('Comprend une vente', 'Holds a sale')),
      point_of_sale_id: booked('Point de vente', 'Point of sale'),
      placed_at: booked('Passée le', 'Placed at'),
      placement_key: kept('random; the same form sent twice is one order'),
      purchaser_country: quasi('statistics on where the audience comes from (R8)'),
      purchaser_town: quasi(
        'statistics on where the audience comes from, while shared by enough living contacts (R8)',
      ),
      purchaser_postcode: quasi(
        'statistics on where the audience comes from, coarsened below the threshold (R8)',
      ),
    },
  },
  ...duplicateTables,
  ...photoTables,
  ...noteTables,
  ...contactFileTables,
  ...selectionTables,
  ...requestTables,
  ...messageTables,
  contacts: {
    origin: 'provided',
    links: goesWith('id'),
    columns: {
      institution_id: technical,
      id: contactLink,
      number: inferred(contactBase('Numéro', 'Number', 'identifying')),
      kind: inferred(contactBase('Type', 'Kind')),
      structure_id: contactBase('Structure', 'Structure'),
      title: contactBase('Civilité', 'Title', 'identifying'),
      first_name: contactBase('Prénom', 'First name', 'identifying'),
      last_name: contactBase('Nom', 'Last name', 'identifying'),
      company_name: contactBase('Raison sociale', 'Company name', 'identifying'),
      email: contactBase('E-mail', 'E-mail', 'identifying'),
      email_key: addressKey,
      phone: contactBase('Téléphone', 'Phone', 'identifying'),
      mobile: contactBase('Mobile', 'Mobile', 'identifying'),
      birth_date: contactBase('Date de naissance', 'Birth date', 'identifying'),
      language: contactBase('Langue', 'Language'),
      street: contactBase('Rue', 'Street', 'identifying'),
      postcode: contactBase('Code postal', 'Postcode'),
      town: contactBase('Localité', 'Town'),
      country: contactBase('Pays', 'Country'),
      created_on: observed(contactBase('Créé le', 'Created on')),
      valid_until: inferred(contactBase('Valable jusqu’au', 'Valid until')),
      restricted_on: inferred(contactBase('Traitement limité le', 'Processing restricted on')),
      tracking_refused_on: contactBase('Suivi des liens refusé le', 'Tracking of links refused on'),
      remark: inferred(contactBase('Remarque', 'Remark', 'identifying')),
      confidentiality: inferred(contactBase('Confidentialité', 'Confidentiality')),
      erasure_key: key('random; written to the ledger when the contact is erased (R14)'),
    },
  },

  // What follows is tied to no contact, or only by an internal id that nothing else keeps after erasing.
  institutions: about('the tenant itself', [
    'id',
    'slug',
    'name',
    'locale',
    'time_zone',
    'country',
    'currency',
    'seal_recipient',
    'postcode_threshold',
    'erased_number_key',
    'created_at',
    'filter_unanswered',
    'click_counting',
    'bi_export_rows',
  ]),
  contact_numbers: contactNumbers,
  organisations: about('a seller inside the institution', ['institution_id', 'id', 'name']),
  roles: about('the names of roles', ['institution_id', 'name']),
  criteria: about('the definition of a criterion', [
    'institution_id',
    'id',
    'organisation_id',
    'name',
    'type',
    'choices',
    'editable_by_contact',
    'position',
    'state',
    'version',
  ]),
  ...consentTables,
  ...biReportTables,
  ...marketingTables,
  ...preferencesTables,
  ...catalogueTables,
  ...signUpTables,
  batches: about('a programmed function', [
    'institution_id',
    'id',
    'name',
    'type',
    'months',
    'prospect_months',
    'criterion_id',
    'mode',
    'ceiling_percent',
    'scheduled_once_at',
    'cron',
  ]),
  ...operatorTables,
  bi_log_ins: about('which institution a log-in of a BI tool reads', [
    'log_in',
    'institution',
    'name',
    'created_at',
  ]),
  ...views,
  ...importTables,
  ...runTables,
  audit_log: about(
    'who did what; subjects are internal ids, details ids, codes and reasons checked to name nobody',
    ['institution_id', 'id', 'at', 'actor', 'action', 'subject', 'details'],
  ),
  migrations: about('the state of the schema', ['name', 'carried_out_at']),
};

/** Schemas of libraries, and why no personal data comes there. */
export const foreignSchemas: Record<string, string> = {
  pgboss: 'jobs: their payloads carry internal ids only',
};
