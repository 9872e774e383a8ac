import type { Format } from './format.ts';

/** The words around what persons ask of their data, and the extract (R21). */
export const requestsEn = {
  title: 'Requests of persons',
  about: 'What people ask about their data. Each is answered within a month (art. 12 GDPR).',
  one: (kind: string, id: number) => `${kind}: request ${id}`,
  kinds: {
    access: 'Access',
    portability: 'Portability',
    rectification: 'Rectification',
    erasure: 'Erasure',
    restriction: 'Restriction',
    objection: 'Objection',
  },
  kindHints: {
    access: 'Hand the extract to the person: a page to read, and files for other software.',
    portability: 'Hand the extract to the person: its files can be read by other software.',
    rectification: 'Correct what is wrong in the file.',
    erasure: 'Erase the contact, or say why it must stay (a debt, a ticket to come).',
    restriction: 'Restrict the processing: the data are kept, and nothing else.',
    objection: 'Set the authorisations to “no” for what the person objects to.',
  },
  ways: {
    counter: 'At the counter',
    phone: 'By phone',
    letter: 'By letter',
    'e-mail': 'By e-mail',
    form: 'On a form',
    account: 'From the account',
  },
  answerWays: {
    counter: 'At the counter',
    phone: 'By phone',
    letter: 'By letter',
    'e-mail': 'By e-mail',
    download: 'By download in the account',
    account: 'In the account, at once',
  },
  identities: {
    document: 'An identity document',
    known: 'The person is known here',
    account: 'Signed in to the account',
    other: 'Another way',
  },
  states: { open: 'Open', answered: 'Answered', refused: 'Refused', withdrawn: 'Withdrawn' },
  filters: { open: 'To be answered', closed: 'Closed' },
  filter: 'Show',
  kind: 'Request',
  contact: 'Contact',
  erased: 'Erased since',
  received: 'Received on',
  due: 'Due',
  state: 'State',
  identity: 'Identity',
  way: 'How it came',
  recordedOn: 'Written down',
  noIdentity: 'Not checked yet',
  left: (days: number) =>
    days < 0
      ? `overdue by ${-days} ${days === -1 ? 'day' : 'days'}`
      : days === 0
        ? 'today'
        : `in ${days} ${days === 1 ? 'day' : 'days'}`,
  extendedMark: 'extended',
  empty: 'No request is waiting',
  emptyHint: 'A request is written down on the file of its contact, in the tab “Requests”.',
  emptyClosed: 'No request has been closed yet',
  none: 'This contact has asked nothing yet.',
  record: 'Write down a request',
  recordHint: 'The month begins on the day on which the request arrived, wherever in the house.',
  recordAct: 'Write down',
  text: 'In the person’s words',
  textHint: 'What is needed to answer, and nothing sensitive. It goes with the contact.',
  identityHint: 'May be done later, before the answer.',
  later: 'Later',
  recorded: (id: number) => `Request ${id} is written down.`,
  recordedBy: (who: string, when: string) => `${when}, by ${who}`,
  theirs: 'the person',
  done: 'Carried out',
  objectTo: 'What the person objects to',
  objectAct: 'Set to “no”',
  namesakes: (others: number) =>
    others === 1
      ? 'Another contact bears the same name. Make sure that this is the file of who asks: by the e-mail, the address or the birth date.'
      : `${others} other contacts bear the same name. Make sure that this is the file of who asks: by the e-mail, the address or the birth date.`,
  asked: 'What was asked',
  act: 'What to do',
  acts: {
    access: 'Download the extract',
    portability: 'Download the extract',
    rectification: 'Edit the file',
    erasure: 'Erase the contact',
    restriction: 'Restrict the processing',
    objection: 'Open the authorisations',
  },
  check: 'Who asks?',
  checkHint: 'Data are handed only to whom they are about.',
  checkAct: 'Write down',
  extend: 'Take more time',
  extendHint: (until: string) =>
    `Two months more, for a difficult request or many at once. Tell the person the reason by ${until}.`,
  extendReason: 'Reason, as the person was told',
  extendAct: 'Extend by two months',
  extension: 'Time extended',
  answer: 'Close the request',
  answerAs: 'Outcome',
  answerBy: 'How was the person told?',
  answerText: 'What was answered',
  refusalText: 'Reason, as the person was told',
  answerHint: 'Kept as proof while the contact exists.',
  answerAct: 'Close the request',
  closed: 'Closed',
  extract: 'Extract for the person',
  home: (open: number) =>
    open === 1
      ? '1 person waits for an answer about its data'
      : `${open} requests about personal data wait for an answer`,
  homeHint: (overdue: number, firstDue: string) =>
    overdue > 0
      ? `${overdue} ${overdue === 1 ? 'is' : 'are'} overdue. The first was due on ${firstDue}.`
      : `The first is due on ${firstDue}.`,
  homeAct: 'See the requests',
  /** Acts of the audit, as the history and the accesses of a file tell them. */
  did: {
    'contact.extract': 'Extract taken',
    'request.record': 'Request about the data written down',
    'request.identity': 'Identity checked for a request',
    'request.extend': 'Time of a request extended',
    'request.close': 'Request closed',
    'request.carry-out': 'Request carried out',
  } as Record<string, string>,
};
export type RequestsWords = typeof requestsEn;

export const requestsFr: RequestsWords = {
  title: 'Demandes des personnes',
  about:
    'Ce que des personnes demandent au sujet de leurs données. Chacune reçoit une réponse dans le mois (art.\u00a012 du RGPD).',
  one: (kind, id) => `${kind}\u00a0: demande ${id}`,
  kinds: {
    access: 'Accès',
    portability: 'Portabilité',
    rectification: 'Rectification',
    erasure: 'Effacement',
    restriction: 'Limitation',
    objection: 'Opposition',
  },
  kindHints: {
    access:
      'Remettez l’extrait à la personne\u00a0: une page à lire, et des fichiers pour d’autres logiciels.',
    portability: 'Remettez l’extrait à la personne\u00a0: ses fichiers sont lisibles par d’autres logiciels.',
    rectification: 'Corrigez dans la fiche ce qui est faux.',
    erasure: 'Effacez le contact, ou dites pourquoi il doit rester (une dette, un billet à venir).',
    restriction: 'Limitez le traitement\u00a0: les données sont conservées, et rien d’autre.',
    objection: 'Mettez à «\u00a0non\u00a0» les autorisations auxquelles la personne s’oppose.',
  },
  ways: {
    counter: 'Au guichet',
    phone: 'Par téléphone',
    letter: 'Par lettre',
    'e-mail': 'Par e-mail',
    form: 'Par un formulaire',
    account: 'Depuis le compte',
  },
  answerWays: {
    counter: 'Au guichet',
    phone: 'Par téléphone',
    letter: 'Par lettre',
    'e-mail': 'Par e-mail',
    download: 'Par téléchargement dans le compte',
    account: 'Dans le compte, aussitôt',
  },
  identities: {
    document: 'Une pièce d’identité',
    known: 'La personne est connue ici',
    account: 'La connexion au compte',
    other: 'Un autre moyen',
  },
  states: { open: 'En cours', answered: 'Répondue', refused: 'Refusée', withdrawn: 'Retirée' },
  filters: { open: 'À répondre', closed: 'Closes' },
  filter: 'Afficher',
  kind: 'Demande',
  contact: 'Contact',
  erased: 'Effacé depuis',
  received: 'Reçue le',
  due: 'Échéance',
  state: 'État',
  identity: 'Identité',
  way: 'Comment elle est arrivée',
  recordedOn: 'Enregistrée',
  noIdentity: 'Pas encore vérifiée',
  left: (days) =>
    days < 0
      ? `en retard de ${-days}\u00a0${days === -1 ? 'jour' : 'jours'}`
      : days === 0
        ? 'aujourd’hui'
        : `dans ${days}\u00a0${days === 1 ? 'jour' : 'jours'}`,
  extendedMark: 'prolongée',
  empty: 'Aucune demande n’attend',
  emptyHint: 'Une demande s’enregistre dans la fiche de son contact, sous l’onglet «\u00a0Demandes\u00a0».',
  emptyClosed: 'Aucune demande n’a encore été close',
  none: 'Ce contact n’a encore rien demandé.',
  record: 'Enregistrer une demande',
  recordHint: 'Le mois commence le jour où la demande est arrivée, où que ce soit dans la maison.',
  recordAct: 'Enregistrer',
  text: 'Dans les mots de la personne',
  textHint: 'Ce qu’il faut pour répondre, et rien de sensible. Ce texte disparaît avec le contact.',
  identityHint: 'Peut se faire plus tard, avant la réponse.',
  later: 'Plus tard',
  recorded: (id) => `La demande ${id} est enregistrée.`,
  recordedBy: (who, when) => `${when}, par ${who}`,
  theirs: 'la personne elle-même',
  done: 'Exécutée',
  objectTo: 'Ce à quoi la personne s’oppose',
  objectAct: 'Mettre à «\u00a0non\u00a0»',
  namesakes: (others) =>
    others === 1
      ? 'Un autre contact porte le même nom. Assurez-vous que cette fiche est bien celle de qui demande\u00a0: par l’e-mail, l’adresse ou la date de naissance.'
      : `${others}\u00a0autres contacts portent le même nom. Assurez-vous que cette fiche est bien celle de qui demande\u00a0: par l’e-mail, l’adresse ou la date de naissance.`,
  asked: 'Ce qui est demandé',
  act: 'Ce qu’il faut faire',
  acts: {
    access: 'Télécharger l’extrait',
    portability: 'Télécharger l’extrait',
    rectification: 'Modifier la fiche',
    erasure: 'Effacer le contact',
    restriction: 'Limiter le traitement',
    objection: 'Ouvrir les autorisations',
  },
  check: 'Qui demande\u202f?',
  checkHint: 'Des données ne sont remises qu’à la personne qu’elles concernent.',
  checkAct: 'Enregistrer',
  extend: 'Prolonger le délai',
  extendHint: (until) =>
    `De deux mois, si la demande est difficile ou s’il y en a beaucoup. Dites-en la raison à la personne d’ici au ${until}.`,
  extendReason: 'Raison, telle que la personne l’a reçue',
  extendAct: 'Prolonger de deux mois',
  extension: 'Délai prolongé',
  answer: 'Clore la demande',
  answerAs: 'Issue',
  answerBy: 'Comment la personne l’a-t-elle appris\u202f?',
  answerText: 'Ce qui a été répondu',
  refusalText: 'Raison, telle que la personne l’a reçue',
  answerHint: 'Conservé comme preuve tant que le contact existe.',
  answerAct: 'Clore la demande',
  closed: 'Close',
  extract: 'Extrait pour la personne',
  home: (open) =>
    open === 1
      ? '1\u00a0demande au sujet de données personnelles attend une réponse'
      : `${open}\u00a0demandes au sujet de données personnelles attendent une réponse`,
  homeHint: (overdue, firstDue) =>
    overdue > 0
      ? `${overdue} ${overdue === 1 ? 'est' : 'sont'} en retard. La première échéance était le ${firstDue}.`
      : `La première échéance est le ${firstDue}.`,
  homeAct: 'Voir les demandes',
  did: {
    'contact.extract': 'Extrait établi',
    'request.record': 'Demande sur les données enregistrée',
    'request.identity': 'Identité vérifiée pour une demande',
    'request.extend': 'Délai d’une demande prolongé',
    'request.close': 'Demande close',
    'request.carry-out': 'Demande exécutée',
  },
};

/** When a request is due, and how long that is. */
export const dueWords = (
  words: RequestsWords,
  format: Format,
  dueOn: string,
  daysLeft: number | null,
): string => (daysLeft === null ? format.day(dueOn) : `${format.day(dueOn)} (${words.left(daysLeft)})`);
