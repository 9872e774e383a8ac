export type Language = 'fr' | 'en';
type Say = { fr: string; en: string };

/** The parts of the page, and the tables in each, in the order in which somebody reads about oneself. */
export const parts: { title: Say; tables: Record<string, Say> }[] = [
  {
    title: { fr: 'Qui vous êtes', en: 'Who you are' },
    tables: {
      contacts: { fr: 'Votre fiche', en: 'Your record' },
      contact_roles: { fr: 'Vos rôles', en: 'Your roles' },
      contact_photos: { fr: 'Votre photo', en: 'Your photo' },
      photo_consents: { fr: 'Vos consentements à la photo', en: 'Your consents to the photo' },
      customer_accounts: { fr: 'Votre compte', en: 'Your account' },
      customer_sessions: { fr: 'Vos connexions en cours', en: 'Where you are signed in' },
      customer_links: { fr: 'Liens qui vous ont été envoyés', en: 'Links that were sent to you' },
      merged_contacts: { fr: 'Anciens numéros', en: 'Former numbers' },
    },
  },
  {
    title: { fr: 'Ce que vous nous avez dit', en: 'What you told us' },
    tables: {
      contact_authorisations: { fr: 'Vos autorisations', en: 'Your authorisations' },
      authorisation_changes: { fr: 'Historique des autorisations', en: 'History of the authorisations' },
      policy_approvals: {
        fr: 'Politiques de confidentialité approuvées',
        en: 'Privacy policies that you approved',
      },
      contact_criteria: { fr: 'Vos critères', en: 'Your criteria' },
      criterion_changes: { fr: 'Historique des critères', en: 'History of the criteria' },
    },
  },
  {
    title: { fr: 'Vos achats et vos venues', en: 'What you bought and attended' },
    tables: {
      orders: { fr: 'Vos commandes', en: 'Your orders' },
      order_lines: {
        fr: 'Billets de vos commandes, et ceux à votre nom',
        en: 'Tickets of your orders, and those in your name',
      },
      payments: { fr: 'Vos paiements', en: 'Your payments' },
      online_payments: { fr: 'Vos paiements en ligne', en: 'Your online payments' },
      balances: { fr: 'Vos soldes', en: 'Your balances' },
      waiting_list_entries: { fr: 'Vos listes d’attente', en: 'Your waiting lists' },
      basket_lines: { fr: 'Places retenues à votre nom', en: 'Places held in your name' },
    },
  },
  {
    title: { fr: 'Ce que nous avons noté', en: 'What we wrote down' },
    tables: {
      contact_recency: { fr: 'Dernière activité', en: 'Latest activity' },
      clicks: { fr: 'Liens que vous avez suivis', en: 'Links that you followed' },
      campaign_recipients: { fr: 'Campagnes dont vous étiez destinataire', en: 'Campaigns addressed to you' },
      sms_messages: { fr: 'SMS qui vous ont été envoyés', en: 'Text messages that were sent to you' },
      target_members: { fr: 'Cibles dont vous faites partie', en: 'Targets that you are in' },
      messages: { fr: 'Messages qui vous ont été envoyés', en: 'Messages that were sent to you' },
      contact_notes: { fr: 'Notes', en: 'Notes' },
      contact_restrictions: { fr: 'Limitations du traitement', en: 'Restrictions of the processing' },
      subject_requests: { fr: 'Vos demandes', en: 'Your requests' },
      subject_request_texts: { fr: 'Textes de vos demandes', en: 'Texts of your requests' },
      file_openings: { fr: 'Jours où votre fiche a été ouverte', en: 'Days on which your file was opened' },
    },
  },
];

const authorisations = {
  institution: { fr: 'Informations de l’institution', en: 'Marketing by the institution' },
  'third-parties': { fr: 'Transmission à des tiers', en: 'Passing on to third parties' },
  partners: { fr: 'Offres de partenaires', en: 'Offers from partners' },
  email: { fr: 'E-mail', en: 'E-mail' },
  sms: { fr: 'SMS', en: 'SMS' },
  phone: { fr: 'Téléphone', en: 'Telephone' },
  post: { fr: 'Courrier', en: 'Post' },
};
const answers = {
  yes: { fr: 'Oui', en: 'Yes' },
  no: { fr: 'Non', en: 'No' },
  none: { fr: 'Pas de réponse', en: 'No answer' },
};
const changedBy = {
  contact: { fr: 'Vous', en: 'You' },
  operator: { fr: 'Une personne de l’institution', en: 'Somebody of the institution' },
  import: { fr: 'Un import', en: 'An import' },
};
const ways = {
  counter: { fr: 'Au guichet', en: 'At the counter' },
  phone: { fr: 'Par téléphone', en: 'By telephone' },
  letter: { fr: 'Par lettre', en: 'By letter' },
  'e-mail': { fr: 'Par e-mail', en: 'By e-mail' },
  form: { fr: 'Par un formulaire', en: 'On a form' },
};
const authorisationWays = {
  ...ways,
  complaint: { fr: 'Par un signalement comme indésirable', en: 'By a complaint about spam' },
};
const places = {
  'back-office': { fr: 'Dans l’institution', en: 'At the institution' },
  'point-of-sale': { fr: 'Sur un point de vente', en: 'At a point of sale' },
  campaign: { fr: 'Dans une campagne', en: 'In a campaign' },
  import: { fr: 'Par un import', en: 'By an import' },
};
const languages = { fr: { fr: 'Français', en: 'French' }, en: { fr: 'Anglais', en: 'English' } };
const activities = {
  creation: { fr: 'Création de la fiche', en: 'Creation of the record' },
  option: { fr: 'Option', en: 'Option' },
  'option-confirmed': { fr: 'Option confirmée', en: 'Option confirmed' },
  reservation: { fr: 'Réservation', en: 'Reservation' },
  sale: { fr: 'Achat', en: 'Purchase' },
  'waiting-list': { fr: 'Inscription en liste d’attente', en: 'Sign-up for a waiting list' },
  click: { fr: 'Clic', en: 'Click' },
  criterion: { fr: 'Critère modifié', en: 'Criterion changed' },
  authorisation: { fr: 'Autorisation modifiée', en: 'Authorisation changed' },
};

/** What the codes of a column mean; a code that is not here is shown as it is. */
export const meanings: Record<string, Record<string, Say>> = {
  'contacts.kind': {
    individual: { fr: 'Individuel', en: 'Individual' },
    structure: { fr: 'Structure', en: 'Structure' },
    relay: { fr: 'Relais', en: 'Relay' },
  },
  'contacts.language': languages,
  'contacts.confidentiality': {
    free: { fr: 'Libre', en: 'Free' },
    restricted: { fr: 'Restreinte', en: 'Restricted' },
    confidential: { fr: 'Confidentielle', en: 'Confidential' },
  },
  'contact_roles.role': {
    supplier: { fr: 'Fournisseur', en: 'Supplier' },
    guide: { fr: 'Guide', en: 'Guide' },
    exhibitor: { fr: 'Exposant', en: 'Exhibitor' },
    partner: { fr: 'Partenaire', en: 'Partner' },
    producer: { fr: 'Producteur', en: 'Producer' },
    contractor: { fr: 'Prestataire', en: 'Contractor' },
  },
  'photo_consents.given_how': {
    spoken: { fr: 'De vive voix', en: 'By word of mouth' },
    written: { fr: 'Par écrit', en: 'In writing' },
    form: { fr: 'Sur un formulaire signé', en: 'On a signed form' },
  },
  'customer_links.kind': {
    password: { fr: 'Nouveau mot de passe', en: 'New password' },
    email: { fr: 'Nouvel e-mail', en: 'New e-mail' },
  },
  'messages.state': {
    queued: { fr: 'En attente', en: 'Waiting' },
    sending: { fr: 'En cours d’envoi', en: 'Being sent' },
    sent: { fr: 'Envoyé', en: 'Sent' },
    'not-sent': { fr: 'Pas envoyé', en: 'Not sent' },
    failed: { fr: 'Échoué', en: 'Failed' },
  },
  'customer_accounts.locale': languages,
  'contact_authorisations.authorisation': authorisations,
  'contact_authorisations.value': answers,
  'authorisation_changes.authorisation': authorisations,
  'authorisation_changes.value_before': answers,
  'authorisation_changes.value_after': answers,
  'authorisation_changes.changed_by': changedBy,
  'authorisation_changes.way': authorisationWays,
  'authorisation_changes.place': places,
  'authorisation_changes.wording_language': languages,
  'contact_criteria.value': { yes: answers.yes, no: answers.no },
  'criterion_changes.value_before': { yes: answers.yes, no: answers.no },
  'criterion_changes.value_after': { yes: answers.yes, no: answers.no },
  'criterion_changes.changed_by': changedBy,
  'criterion_changes.way': ways,
  'criterion_changes.place': places,
  'orders.activity_source': activities,
  'order_lines.reached': activities,
  'order_lines.state': {
    option: { fr: 'Option', en: 'Option' },
    reserved: { fr: 'Réservé', en: 'Reserved' },
    sold: { fr: 'Vendu', en: 'Sold' },
    expired: { fr: 'Échu', en: 'Expired' },
    cancelled: { fr: 'Annulé', en: 'Cancelled' },
  },
  'order_lines.cancelled_by': {
    contact: changedBy.contact,
    operator: changedBy.operator,
    venue: { fr: 'L’institution', en: 'The institution' },
    expiry: { fr: 'L’échéance', en: 'The expiry' },
  },
  'payments.method': {
    cash: { fr: 'Espèces', en: 'Cash' },
    card: { fr: 'Carte', en: 'Card' },
    'card-terminal': { fr: 'Carte', en: 'Card' },
    transfer: { fr: 'Virement', en: 'Transfer' },
    invoice: { fr: 'Facture', en: 'Invoice' },
    'gift-card': { fr: 'Carte cadeau', en: 'Gift card' },
    balance: { fr: 'Sur le solde', en: 'On the balance' },
    twint: { fr: 'TWINT', en: 'TWINT' },
    stripe: { fr: 'En ligne', en: 'Online' },
    online: { fr: 'En ligne', en: 'Online' },
  },
  'payments.kind': {
    payment: { fr: 'Paiement', en: 'Payment' },
    refund: { fr: 'Remboursement', en: 'Refund' },
  },
  'online_payments.state': {
    open: { fr: 'En cours', en: 'Under way' },
    paid: { fr: 'Payé', en: 'Paid' },
    failed: { fr: 'Échoué', en: 'Failed' },
    mismatch: { fr: 'Montant différent', en: 'Another amount' },
    refunded: { fr: 'Remboursé', en: 'Refunded' },
  },
  'waiting_list_entries.state': {
    open: { fr: 'En attente', en: 'Waiting' },
    served: { fr: 'Servie', en: 'Served' },
    cancelled: { fr: 'Annulée', en: 'Cancelled' },
  },
  'contact_recency.source': activities,
  'subject_requests.kind': {
    access: { fr: 'Accès', en: 'Access' },
    portability: { fr: 'Portabilité', en: 'Portability' },
    rectification: { fr: 'Rectification', en: 'Rectification' },
    erasure: { fr: 'Effacement', en: 'Erasure' },
    restriction: { fr: 'Limitation du traitement', en: 'Restriction of processing' },
    objection: { fr: 'Opposition', en: 'Objection' },
  },
  'subject_requests.way': { ...ways, account: { fr: 'Depuis votre compte', en: 'From your account' } },
  'subject_requests.identity': {
    account: { fr: 'La connexion à votre compte', en: 'Signing in to your account' },
    document: { fr: 'Une pièce d’identité', en: 'An identity document' },
    known: { fr: 'Une personne qui vous connaît', en: 'Somebody who knows you' },
    other: { fr: 'Un autre moyen', en: 'Another means' },
  },
  'subject_requests.state': {
    open: { fr: 'En cours', en: 'Open' },
    answered: { fr: 'Répondue', en: 'Answered' },
    refused: { fr: 'Refusée', en: 'Refused' },
    withdrawn: { fr: 'Retirée', en: 'Withdrawn' },
  },
  'subject_requests.answer_way': {
    ...ways,
    download: { fr: 'Par téléchargement', en: 'By download' },
    account: { fr: 'Dans votre compte', en: 'In your account' },
  },
  'subject_request_texts.sort': {
    asked: { fr: 'Votre demande', en: 'Your request' },
    extension: { fr: 'Motif de la prolongation', en: 'Reason of the extension' },
    answer: { fr: 'Notre réponse', en: 'Our answer' },
  },
};
