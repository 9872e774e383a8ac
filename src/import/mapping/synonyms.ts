import type { Kind } from '../kinds.ts';
import { fold } from './mapping.ts';

/** What venues' systems call our columns, in French, English and where it is common German; each is folded. */
const CONTACT_NUMBER = [
  ...[
    'numéro de contact',
    'numéro de client',
    'numéro client',
    'no client',
    'n° client',
    'n° contact',
    'client',
  ],
  ...['id client', 'id contact', 'code client', 'identifiant', 'contact', 'customer', 'customer number'],
  ...['customer id', 'customer no', 'contact id', 'contact no', 'client number', 'kundennummer'],
];
const ORGANISATION = ['organisme', 'organisation', 'organization', 'organisateur', 'lieu', 'venue', 'salle'];
const PRODUCT = [
  'produit',
  'spectacle',
  'événement',
  'manifestation',
  'titre',
  'event',
  'show',
  'item',
  'article',
];
const START = [
  ...['début', 'date de la représentation', 'représentation', 'séance', 'date du spectacle', 'date et heure'],
  ...['performance', 'start', 'starts at', 'event date', 'performance date', 'showtime'],
];
const END = ['fin', 'fin de la représentation', 'end', 'ends at'];
const CURRENCY = ['devise', 'monnaie', 'währung'];
const CHANGED_AT = [
  'date',
  'date du changement',
  'modifié le',
  'changed',
  'changed on',
  'date changed',
  'timestamp',
];
const BY = ['par', 'auteur', 'source', 'changed by', 'origin', 'origine'];

const SYNONYMS: Record<Kind, Record<string, string[]>> = {
  contacts: {
    number: ['numéro', 'n°', 'no', 'nr', 'num', 'id', 'matricule', ...CONTACT_NUMBER],
    kind: ['type', 'type de contact', 'type de client', 'nature', 'contact type', 'customer type', 'genre'],
    structure_number: [
      ...['structure', 'numéro de structure', 'numéro de la structure', 'n° structure', 'id structure'],
      ...['account number', 'company number', 'organisation number'],
    ],
    roles: ['rôle', 'rôles', 'role', 'fonction', 'function'],
    restricted_on: ['restriction', 'limité le', 'traitement limité le', 'restricted', 'restricted since'],
    title: ['civilité', 'titre', 'salutation', 'anrede', 'formule'],
    first_name: ['prénom', 'prénoms', 'first name', 'firstname', 'given name', 'forename', 'vorname'],
    last_name: [
      ...['nom', 'nom de famille', 'nom usuel', 'name', 'last name', 'lastname', 'surname', 'family name'],
      ...['nachname'],
    ],
    company_name: [
      ...[
        'société',
        'raison sociale',
        'entreprise',
        'nom de la structure',
        'organisation',
        'organisme',
        'firma',
      ],
      ...['company', 'organization', 'business name', 'employer'],
    ],
    email: [
      ...[
        'e-mail',
        'mail',
        'courriel',
        'adresse e-mail',
        'adresse mail',
        'adresse électronique',
        'email address',
      ],
      ...['mél'],
    ],
    phone: [
      ...[
        'téléphone',
        'tél',
        'tel',
        'téléphone fixe',
        'fixe',
        'téléphone privé',
        'telephone',
        'phone number',
      ],
      ...['home phone', 'telefon'],
    ],
    mobile: [
      ...['portable', 'natel', 'téléphone portable', 'téléphone mobile', 'tél portable', 'gsm', 'cell'],
      ...['cell phone', 'mobile phone', 'handy'],
    ],
    birth_date: [
      ...['date de naissance', 'naissance', 'né le', 'née le', 'né e le', 'anniversaire', 'birthday', 'dob'],
      ...['date of birth', 'birth date', 'geburtsdatum'],
    ],
    language: ['langue', 'langue de correspondance', 'lang', 'locale', 'sprache'],
    street: [
      ...['rue', 'adresse', 'adresse 1', 'adresse postale', 'voie', 'numéro de rue', 'address', 'address 1'],
      ...['address line 1', 'street address', 'strasse'],
    ],
    postcode: ['code postal', 'cp', 'npa', 'postal code', 'zip', 'zip code', 'post code', 'plz'],
    town: ['ville', 'localité', 'commune', 'lieu', 'city', 'ort', 'locality'],
    country: ['pays', 'code pays', 'country code', 'land'],
    created_on: [
      ...['créé le', 'date de création', 'création', 'date création', 'inscrit le', 'created', 'created at'],
      ...['creation date', 'date created', 'registered', 'erstellt am'],
    ],
    valid_until: [
      'valable jusqu au',
      'valide jusqu au',
      'fin de validité',
      'expire le',
      'expires',
      'valid to',
    ],
    remark: ['remarque', 'remarques', 'commentaire', 'commentaires', 'note', 'notes', 'comment', 'bemerkung'],
  },
  orders: {
    order_number: [
      ...['commande', 'numéro de commande', 'n° commande', 'no commande', 'id commande', 'dossier'],
      ...['numéro de dossier', 'order', 'order id', 'order no', 'booking', 'booking number', 'bestellnummer'],
    ],
    line: [
      'ligne',
      'numéro de ligne',
      'position',
      'billet',
      'numéro de billet',
      'item',
      'line number',
      'ticket',
    ],
    organisation: ORGANISATION,
    ordered_on: [
      ...['date', 'date de commande', 'commandé le', 'date d achat', 'acheté le', 'order date', 'ordered'],
      ...['purchase date', 'date of purchase', 'bestelldatum'],
    ],
    purchase_contact: [
      'acheteur',
      'contact d achat',
      'buyer',
      'purchaser',
      'billing contact',
      ...CONTACT_NUMBER,
    ],
    state: ['état', 'statut', 'status', 'état de la ligne', 'order status', 'zustand'],
    option_confirmed_on: ['option confirmée le', 'confirmée le', 'confirmation', 'confirmed on'],
    sold_on: [
      'vendu le',
      'date de vente',
      'date de paiement',
      'payé le',
      'sale date',
      'paid on',
      'date sold',
    ],
    product: PRODUCT,
    performance_start: START,
    performance_end: END,
    valid_until: ['valable jusqu au', 'valide jusqu au', 'fin de validité', 'expires', 'valid to'],
    cultural_contact: ['contact culturel', 'spectateur', 'participant', 'attendee'],
    beneficiary_first_name: ['prénom du bénéficiaire', 'bénéficiaire prénom', 'holder first name'],
    beneficiary_last_name: ['nom du bénéficiaire', 'bénéficiaire nom', 'holder last name', 'bénéficiaire'],
    beneficiary_country: ['pays du bénéficiaire', 'bénéficiaire pays', 'holder country'],
    price: ['prix', 'montant', 'tarif', 'prix unitaire', 'amount', 'total', 'preis', 'price paid'],
    currency: CURRENCY,
  },
  'waiting-list': {
    contact_number: CONTACT_NUMBER,
    organisation: ORGANISATION,
    product: PRODUCT,
    performance_start: START,
    performance_end: END,
    signed_up_on: ['inscrit le', 'date', 'date d inscription', 'inscription', 'signed up', 'sign up date'],
    state: ['état', 'statut', 'status'],
  },
  balances: {
    contact_number: CONTACT_NUMBER,
    organisation: ORGANISATION,
    currency: CURRENCY,
    amount: ['montant', 'solde', 'balance', 'dû', 'due', 'saldo'],
  },
  authorisations: {
    contact_number: CONTACT_NUMBER,
    authorisation: ['autorisation', 'canal', 'finalité', 'channel', 'purpose', 'consent', 'consentement'],
    value: ['valeur', 'réponse', 'answer', 'accord', 'opt in', 'status', 'statut'],
    changed_at: CHANGED_AT,
    by: BY,
    wording: ['texte', 'formulation', 'texte accepté', 'text', 'policy version'],
  },
  criteria: {
    contact_number: CONTACT_NUMBER,
    organisation: ORGANISATION,
    criterion: ['critère', 'nom du critère', 'tag', 'étiquette', 'attribute', 'interest', 'intérêt'],
    value: ['valeur', 'réponse', 'answer'],
    changed_at: CHANGED_AT,
    by: BY,
  },
  clicks: {
    contact_number: CONTACT_NUMBER,
    campaign: ['campagne', 'nom de la campagne', 'mailing', 'newsletter', 'campaign name'],
    url: ['lien', 'adresse', 'link', 'target'],
    clicked_at: ['date', 'cliqué le', 'date du clic', 'clicked', 'clicked on', 'click date', 'timestamp'],
  },
};

const known = new Map<Kind, Map<string, string>>();

/** @returns our column by a folded name of somebody's; our own names are among them */
export function columnsByName(kind: Kind, ours: readonly string[]): ReadonlyMap<string, string> {
  let found = known.get(kind);
  if (found === undefined) {
    found = new Map(
      Object.entries(SYNONYMS[kind]).flatMap(([column, names]) => names.map((name) => [fold(name), column])),
    );
    for (const column of ours) found.set(fold(column), column);
    known.set(kind, found);
  }
  return found;
}
