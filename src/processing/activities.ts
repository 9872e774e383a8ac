import { extractedColumns, personalDataMap } from '../personal-data/personal-data.ts';

type Say = { fr: string; en: string };

/** A processing activity (art. 30 GDPR): a purpose, with its legal basis and the tables that serve it. */
export interface Activity {
  id: 'selling' | 'accounts' | 'file' | 'marketing' | 'rights';
  name: Say;
  purpose: Say;
  basis: Say;
  persons: Say;
  tables: string[];
}

const CONTACTS = {
  fr: 'Contacts (prospects, clients, relais)',
  en: 'Contacts (prospects, customers, relays)',
};

/** What the file of contacts takes, and each table that no other activity names: none can be forgotten. */
const REST = 'file';

export const activities: Activity[] = [
  {
    id: 'selling',
    name: { fr: 'Billetterie', en: 'Ticketing' },
    purpose: {
      fr: 'Vendre des billets, tenir les commandes, les paiements et les listes d’attente, accueillir le public, tenir les comptes',
      en: 'Selling tickets, keeping orders, payments and waiting lists, admitting the audience, keeping the books',
    },
    basis: {
      fr: 'Exécution d’un contrat (art.\u00a06, par.\u00a01, point\u00a0b)\u202f; obligation légale pour les comptes (point\u00a0c)',
      en: 'Performance of a contract (art. 6(1)(b)); legal obligation for the books (art. 6(1)(c))',
    },
    persons: {
      fr: 'Acheteurs, personnes qui assistent, bénéficiaires de billets',
      en: 'Buyers, people who attend, beneficiaries of tickets',
    },
    tables: [
      'orders',
      'order_lines',
      'payments',
      'online_payments',
      'balances',
      'waiting_list_entries',
      'basket_lines',
      'messages',
    ],
  },
  {
    id: 'accounts',
    name: { fr: 'Comptes des billetteries en ligne', en: 'Accounts of the online shops' },
    purpose: {
      fr: 'Permettre d’acheter en ligne, de retrouver ses billets et d’exercer ses droits',
      en: 'Letting people buy online, find their tickets and use their rights',
    },
    basis: {
      fr: 'Exécution d’un contrat (art.\u00a06, par.\u00a01, point\u00a0b)',
      en: 'Performance of a contract (art. 6(1)(b))',
    },
    persons: { fr: 'Personnes qui ont créé un compte', en: 'People who made an account' },
    tables: ['customer_accounts', 'customer_sessions', 'customer_links', 'policy_approvals'],
  },
  {
    id: 'file',
    name: { fr: 'Fichier de contacts', en: 'File of contacts' },
    purpose: {
      fr: 'Connaître son public, lui répondre, tenir un fichier exact et sans doublons',
      en: 'Knowing one’s audience, answering it, keeping a file that is right and without duplicates',
    },
    basis: {
      fr: 'Intérêt légitime (art.\u00a06, par.\u00a01, point\u00a0f)\u202f; consentement pour la photo (point\u00a0a)',
      en: 'Legitimate interest (art. 6(1)(f)); consent to the photo (art. 6(1)(a))',
    },
    persons: CONTACTS,
    tables: [],
  },
  {
    id: 'marketing',
    name: { fr: 'Informations et campagnes', en: 'Information and campaigns' },
    purpose: {
      fr: 'Informer les personnes qui le veulent, par les moyens qu’elles acceptent, et mesurer les clics',
      en: 'Informing those who want it, by the channels that they accept, and measuring clicks',
    },
    basis: {
      fr: 'Consentement (art.\u00a06, par.\u00a01, point\u00a0a), dont chaque changement est conservé comme preuve\u202f; contrat pour ce qui concerne directement un achat (point\u00a0b)',
      en: 'Consent (art. 6(1)(a)), each change of which is kept as proof; contract for what is directly about a purchase (art. 6(1)(b))',
    },
    persons: CONTACTS,
    tables: [
      'contact_authorisations',
      'authorisation_changes',
      'contact_criteria',
      'criterion_changes',
      'clicks',
      'campaign_recipients',
      'sms_messages',
      'target_members',
    ],
  },
  {
    id: 'rights',
    name: { fr: 'Droits des personnes', en: 'Rights of persons' },
    purpose: {
      fr: 'Répondre aux demandes d’accès, de rectification, d’effacement, de limitation, de portabilité et d’opposition, et prouver que c’est fait',
      en: 'Answering requests for access, rectification, erasure, restriction, portability and objection, and proving it',
    },
    basis: {
      fr: 'Obligation légale (art.\u00a06, par.\u00a01, point\u00a0c)',
      en: 'Legal obligation (art. 6(1)(c))',
    },
    persons: CONTACTS,
    tables: ['subject_requests', 'subject_request_texts', 'contact_restrictions', 'file_openings'],
  },
];

/** The data of an activity, as the personal data map calls them: names of columns, each once. */
export function dataOf({ id, tables }: Activity, language: 'fr' | 'en'): string[] {
  const named = new Set(activities.flatMap((activity) => activity.tables));
  const own = [...extractedColumns.keys()].filter((table) =>
    id === REST ? !named.has(table) : tables.includes(table),
  );
  const labels = own.flatMap((table) =>
    (extractedColumns.get(table) ?? []).map(({ label }) => label[language]),
  );
  const beneficiaries = own.flatMap((table) =>
    Object.values(personalDataMap[table]?.columns ?? {}).flatMap(({ about, label }) =>
      about === 'beneficiary' && label !== undefined ? [label[language]] : [],
    ),
  );
  return [...new Set([...labels, ...beneficiaries])];
}
