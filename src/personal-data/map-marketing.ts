import {
  about,
  type Column,
  contactActivity,
  contactLink,
  goesWith,
  inferred,
  kept,
  key,
  type TableEntry,
  technical,
} from './map-words.ts';

const counted = kept('counts of a campaign; about nobody once unlinked');
const sent = (fr: string, en: string) => ({ ...counted, label: { fr, en } });

/** R26: what one e-mail address is compared by. */
export const addressKey: Column = {
  about: 'contact',
  nature: 'identifying',
  label: { fr: 'E-mail, pour comparer', en: 'E-mail, to compare' },
  leftOut: 'the e-mail in small letters, which is in the extract',
};

/** What contacts got of campaigns, and which targets they were written down in. */
export const recipientTables: Record<string, TableEntry> = {
  target_members: {
    origin: 'inferred',
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      target_id: contactActivity('Cible', 'Target'),
      contact_id: contactLink,
    },
  },
  campaign_recipients: {
    links: [{ column: 'contact_id', delete: 'unlink', anonymise: 'unlink', emptied: ['soft_bounce_hash'] }],
    columns: {
      institution_id: technical,
      id: technical,
      campaign_id: sent('Campagne', 'Campaign'),
      contact_id: contactLink,
      state: sent('État de l’envoi', 'State of the message'),
      reason: inferred(sent('Raison', 'Reason')),
      language: sent('Langue de l’envoi', 'Language of the message'),
      attempts: technical,
      next_attempt_at: technical,
      taken_at: technical,
      sent_at: sent('Envoyé le', 'Sent at'),
      bounced_at: sent('Retourné le', 'Returned at'),
      clicked_at: sent('Premier clic le', 'First click at'),
      soft_bounce_hash: {
        about: 'contact',
        nature: 'identifying',
        label: { fr: 'Adresse qui a retourné l’envoi, chiffrée', en: 'Address that sent it back, hashed' },
        leftOut: 'a keyed hash of the e-mail, which is in the extract',
      },
      unsubscribed_at: sent('Désinscription le', 'Unsubscribed at'),
    },
  },
};

/** Text messages that were handed to a provider. */
export const smsTables: Record<string, TableEntry> = {
  sms_messages: {
    links: goesWith('contact_id'),
    columns: {
      institution_id: technical,
      id: technical,
      contact_id: contactLink,
      recipient_id: technical,
      message_id: contactActivity(
        'Numéro du SMS chez l’opérateur',
        'Number of the text message at the provider',
        'identifying',
      ),
      number_hash: key(
        'keyed hash of the number that it went to, to know whose STOP it is; goes with the row',
      ),
      submitted_at: contactActivity('Remis le', 'Handed over at'),
      state: contactActivity('Accusé de réception', 'Delivery receipt'),
      state_at: contactActivity('Accusé reçu le', 'Receipt of'),
    },
  },
};

/** Targets and campaigns themselves. */
export const marketingTables: Record<string, TableEntry> = {
  targets: about('a question about contacts, asked of all of them', [
    'institution_id',
    'id',
    'code',
    'name',
    'type',
    'description',
    'query',
    'volume',
    'counted_at',
    'frozen_at',
    'archived_at',
    'created_at',
    'version',
  ]),
  campaigns: about('a campaign', [
    'institution_id',
    'id',
    'name',
    'type',
    'channel',
    'state',
    'description',
    'performance_id',
    'reason',
    'organisation_id',
    'sender_name',
    'reply_to',
    'default_language',
    'tracked',
    'rate_per_minute',
    'scheduled_at',
    'prepared_at',
    'prepared_to',
    'started_at',
    'ended_at',
    'failure',
    'created_at',
    'version',
  ]),
  pictures: about('the pictures of messages, the same for everybody', [
    'institution_id',
    'hash',
    'media_type',
    'width',
    'height',
    'content',
    'added_by',
    'added_at',
  ]),
  campaign_targets: about('a campaign', ['institution_id', 'campaign_id', 'target_id', 'left_out']),
  campaign_contents: about('the text of a campaign, the same for everybody', [
    'institution_id',
    'campaign_id',
    'language',
    'subject',
    'preheader',
    'body',
    'text_body',
  ]),
  campaign_links: about('the addresses in the text of a campaign', [
    'institution_id',
    'id',
    'campaign_id',
    'kind',
    'url',
  ]),
  suppressions: about('keyed hashes of addresses that are not written to again; nothing leads back to one', [
    'institution_id',
    'channel',
    'address_hash',
    'reason',
    'suppressed_on',
    'bounces',
    'status',
  ]),
  bounce_mailboxes: about('how far a mailbox of notifications was read', [
    'name',
    'uid_validity',
    'last_uid',
    'tried_at',
    'read_at',
    'failures',
    'failing_since',
    'failure',
    'next_try_at',
    'hard',
    'soft',
    'delayed',
    'complaints',
    'others',
  ]),
};
