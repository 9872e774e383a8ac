import type { Facts } from './facts.ts';

export type Language = 'fr' | 'en';
type Batch = Facts['batches'][number];

interface Words {
  register: (name: string) => string;
  registerIntro: (day: string) => string;
  information: (name: string) => string;
  informationIntro: string[];
  controller: string;
  officer: string;
  noOfficer: string;
  organisations: string;
  who: string;
  purpose: string;
  basis: string;
  persons: string;
  data: string;
  recipients: string;
  kept: string;
  transfers: string;
  noTransfers: string;
  measures: string;
  staff: string;
  host: string;
  mail: (server: string) => string;
  noMail: string;
  textMessages: (provider: string) => string;
  payments: (providers: string) => string;
  identityProvider: string;
  tools: (names: string) => string;
  batch: (batch: Batch) => string;
  noBatch: string;
  unlinked: (threshold: number) => string;
  beneficiaries: string;
  sealed: string;
  unsealed: string;
  messages: string;
  openings: string;
  sessions: string;
  consent: string;
  requests: string;
  exceptions: string;
  measuring: (facts: Facts) => string[];
  why: string;
  rights: string;
  rightsText: string[];
  shop: (names: string) => string;
  sources: string;
  sourcesText: string;
  needed: string;
  neededText: string;
  policy: string;
}

const s = (count: number) => (count === 1 ? '' : 's');

export const words: Record<Language, Words> = {
  fr: {
    register: (name) => `Registre des activités de traitement\u00a0: ${name}`,
    registerIntro: (day) =>
      `Établi le ${day} à partir du logiciel et de ses réglages (art.\u00a030 du RGPD). Ce qui se fait à côté du logiciel n’y figure pas.`,
    information: (name) => `Vos données chez ${name}`,
    informationIntro: [
      'Ce que nous faisons de vos données personnelles, pourquoi, et ce que vous pouvez en attendre (art.\u00a013 et 14 du RGPD).',
    ],
    controller: 'Responsable du traitement',
    officer: 'Délégués à la protection des données',
    noOfficer: 'Aucun dans le logiciel',
    organisations: 'Organismes',
    who: 'Qui nous sommes',
    purpose: 'Finalité',
    basis: 'Base légale',
    persons: 'Personnes concernées',
    data: 'Données',
    recipients: 'Destinataires',
    kept: 'Durées de conservation',
    transfers: 'Transferts hors du pays',
    noTransfers:
      'Le logiciel n’en fait aucun lui-même. Le lieu des serveurs, du serveur de messagerie et des prestataires ci-dessus est à vérifier auprès d’eux.',
    measures: 'Mesures de sécurité',
    staff: 'Les personnes qui travaillent pour les organismes, chacune selon son profil',
    host: 'L’hébergeur de l’application et de sa base de données',
    mail: (server) => `L’exploitant du serveur de messagerie (${server})`,
    textMessages: (provider) =>
      `Le prestataire qui achemine les SMS (${provider}), et les opérateurs des destinataires\u00a0: numéros et textes des SMS`,
    noMail: 'Aucun serveur de messagerie n’est réglé\u00a0: rien n’est envoyé',
    payments: (providers) => `Le prestataire de paiement en ligne (${providers})`,
    identityProvider: 'Le fournisseur d’identité des opérateurs (authentification unique)',
    tools: (names) => `Les outils d’analyse reliés en lecture seule\u00a0: ${names}`,
    batch: ({ name, months, prospectMonths, real, planned }) =>
      [
        months === null
          ? `Le batch «\u00a0${name}\u00a0» efface les contacts qu’un critère désigne`
          : `Sans activité pendant ${months}\u00a0mois${prospectMonths === null ? '' : ` (prospects\u00a0: ${prospectMonths}\u00a0mois)`}, un contact est effacé par le batch «\u00a0${name}\u00a0»`,
        real ? '' : ' (en simulation\u00a0: rien n’est encore effacé)',
        planned ? '.' : ' (sans horaire\u00a0: lancé à la main).',
      ].join(''),
    noBatch: 'Aucun batch d’effacement n’est réglé\u00a0: la durée est à fixer.',
    unlinked: (threshold) =>
      `Les commandes restent pour les comptes et les statistiques, sans lien avec une personne ni entre elles\u202f; un code postal partagé par moins de ${threshold}\u00a0contacts est abrégé.`,
    beneficiaries:
      'Les noms des bénéficiaires de billets servent à la sécurité et ne sont jamais utilisés pour des envois.',
    sealed:
      'Les identités effacées restent scellées pendant 12\u00a0mois, lisibles seulement par le support, puis sont détruites.',
    unsealed: 'Un effacement est définitif aussitôt\u00a0: aucune identité n’est scellée.',
    messages: 'Messages envoyés\u00a0: 90\u00a0jours.',
    openings: 'Ouvertures des fiches\u00a0: un an.',
    sessions: 'Connexions des clients\u00a0: 14\u00a0jours sans visite, 90\u00a0jours au plus.',
    consent: 'Preuves des autorisations\u00a0: tant que le contact existe.',
    requests:
      'Demandes des personnes\u00a0: le fait et les dates restent comme preuve, sans le nom ni les textes une fois le contact effacé.',
    exceptions:
      'Une dette, un avoir, un autre rôle, une liste d’attente ou une limitation du traitement retardent l’effacement.',
    measuring: ({ encrypted, secondFactor, sealed }) =>
      [
        'Chaque institution est séparée des autres par la base de données elle-même (row level security).',
        'Chaque opérateur n’a que les droits de son profil\u202f; l’ouverture des fiches et les actes sont journalisés, sans données personnelles.',
        encrypted
          ? 'Les échanges sont chiffrés (HTTPS).'
          : 'À régler\u00a0: les échanges ne sont pas chiffrés (HTTPS).',
        secondFactor === 'everybody'
          ? 'Un second facteur est exigé de chaque opérateur.'
          : secondFactor === 'erasers'
            ? 'Un second facteur est exigé de qui peut effacer.'
            : 'Un second facteur est offert aux opérateurs, sans être exigé.',
        sealed
          ? 'Les identités scellées sont chiffrées avec une clé publique\u202f; l’application n’a pas la clé privée.'
          : '',
        'Mots de passe hachés (Argon2), clés des prestataires chiffrées (AES-256-GCM).',
        'Un registre des effacements tenu hors de la base empêche qu’une sauvegarde ramène une personne effacée.',
      ].filter(Boolean),
    why: 'Pourquoi nous avons vos données, et lesquelles',
    rights: 'Vos droits',
    rightsText: [
      'Vous pouvez demander ce que nous savons de vous, le faire rectifier ou effacer, en faire limiter l’usage, l’emporter ailleurs, et vous opposer à son utilisation. Un consentement se retire à tout moment. Nous répondons dans le mois\u202f; ce délai peut être prolongé de deux mois, et nous vous en disons la raison.',
      'Vous pouvez aussi vous adresser à l’autorité de protection des données de votre pays.',
      'Aucune décision produisant des effets juridiques n’est prise par une machine seule.',
    ],
    shop: (names) => `Dans votre compte (${names}), vous trouvez vos données à télécharger et vos demandes.`,
    sources: 'D’où viennent vos données',
    sourcesText:
      'De vous, de qui a commandé pour vous, de ce que vous faites dans nos lieux et sur nos sites, des personnes qui tiennent notre fichier, et des fichiers repris d’un autre logiciel.',
    needed: 'Ce qui est nécessaire',
    neededText:
      'Votre nom et une adresse e-mail sont nécessaires pour un compte et pour vos billets. Tout le reste est facultatif.',
    policy: 'Politique de confidentialité',
  },
  en: {
    register: (name) => `Record of processing activities: ${name}`,
    registerIntro: (day) =>
      `Made on ${day} from the software and its settings (art. 30 GDPR). What is done beside the software is not in it.`,
    information: (name) => `Your data at ${name}`,
    informationIntro: [
      'What we do with your personal data, why, and what you may expect (art. 13 and 14 GDPR).',
    ],
    controller: 'Controller',
    officer: 'Data protection officers',
    noOfficer: 'None in the software',
    organisations: 'Organisations',
    who: 'Who we are',
    purpose: 'Purpose',
    basis: 'Legal basis',
    persons: 'Data subjects',
    data: 'Data',
    recipients: 'Recipients',
    kept: 'How long data are kept',
    transfers: 'Transfers to other countries',
    noTransfers:
      'The software makes none by itself. Where the servers, the mail server and the providers above are is to be asked of them.',
    measures: 'Security measures',
    staff: 'The people who work for the organisations, each by their profile',
    host: 'Who hosts the application and its database',
    mail: (server) => `Who runs the mail server (${server})`,
    textMessages: (provider) =>
      `Who carries the text messages (${provider}), and the networks of those who get them: numbers and texts`,
    noMail: 'No mail server is set up: nothing is sent',
    payments: (providers) => `The provider of online payments (${providers})`,
    identityProvider: 'The identity provider of the operators (single sign-on)',
    tools: (names) => `Analysis tools that read only: ${names}`,
    batch: ({ name, months, prospectMonths, real, planned }) =>
      [
        months === null
          ? `The batch “${name}” erases the contacts that a criterion names`
          : `Without activity for ${months} month${s(months)}${prospectMonths === null ? '' : ` (prospects: ${prospectMonths})`}, a contact is erased by the batch “${name}”`,
        real ? '' : ' (a simulation: nothing is erased yet)',
        planned ? '.' : ' (without a schedule: started by hand).',
      ].join(''),
    noBatch: 'No batch that erases is set up: the period is to be decided.',
    unlinked: (threshold) =>
      `Orders stay for the books and statistics, with no link to a person or to each other; a postcode shared by fewer than ${threshold} contacts is shortened.`,
    beneficiaries: 'Names of beneficiaries of tickets serve security and are never used to write to anybody.',
    sealed:
      'Erased identities stay sealed for 12 months, to be read by support only, and are then destroyed.',
    unsealed: 'Erasing is final at once: no identity is sealed.',
    messages: 'Messages that were sent: 90 days.',
    openings: 'Openings of files: one year.',
    sessions: 'Sessions of customers: 14 days without a visit, 90 days at most.',
    consent: 'Proofs of authorisations: while the contact exists.',
    requests:
      'Requests of persons: the fact and its days stay as proof, without the name and the texts once the contact is erased.',
    exceptions:
      'A debt, a credit, another role, a waiting list or a restriction of the processing delay the erasure.',
    measuring: ({ encrypted, secondFactor, sealed }) =>
      [
        'Each institution is kept apart from the others by the database itself (row level security).',
        'Each operator has the rights of a profile only; openings of files and acts are written down, without personal data.',
        encrypted ? 'Traffic is encrypted (HTTPS).' : 'To be set up: traffic is not encrypted (HTTPS).',
        secondFactor === 'everybody'
          ? 'A second factor is asked of each operator.'
          : secondFactor === 'erasers'
            ? 'A second factor is asked of who may erase.'
            : 'A second factor is offered to operators and not asked for.',
        sealed
          ? 'Sealed identities are encrypted to a public key; the application does not have the private one.'
          : '',
        'Passwords are hashed (Argon2), keys of providers encrypted (AES-256-GCM).',
        'A ledger of erasures outside of the database keeps a backup from bringing an erased person back.',
      ].filter(Boolean),
    why: 'Why we have your data, and which',
    rights: 'Your rights',
    rightsText: [
      'You may ask what we know of you, have it rectified or erased, have its use restricted, take it elsewhere, and object to its use. A consent can be withdrawn at any time. We answer within a month; this can be extended by two months, and we tell you why.',
      'You may also turn to the data protection authority of your country.',
      'No decision with legal effects is taken by a machine alone.',
    ],
    shop: (names) => `In your account (${names}) you find your data to download, and your requests.`,
    sources: 'Where your data come from',
    sourcesText:
      'From you, from who ordered for you, from what you do at our venues and on our sites, from the people who keep our file, and from files taken over from other software.',
    needed: 'What is needed',
    neededText:
      'Your name and an e-mail address are needed for an account and for your tickets. All the rest is up to you.',
    policy: 'Privacy policy',
  },
};
