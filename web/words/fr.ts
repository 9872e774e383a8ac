import type { Words } from './en.ts';
import { createFormat } from './format.ts';

// A colon has a no-break space before it (\u00a0), as have guillemets inside; ; ! ? a narrow one (\u202f).
const { number } = createFormat('fr', { timeZone: 'UTC', currency: 'EUR' });
/** In French zero and one are singular. */
const many = (count: number, one: string, more: string) => `${number(count)}\u00a0${count < 2 ? one : more}`;
const contacts = (count: number) => many(count, 'contact', 'contacts');
const months = (count: number) => `${number(count)}\u00a0mois`;
const s = (count: number) => (count < 2 ? '' : 's');

export const fr: Words = {
  name: 'Français',
  common: {
    cancel: 'Annuler',
    close: 'Fermer',
    retry: 'Réessayer',
    loading: 'Chargement…',
    open: 'Ouvrir',
    contacts,
    months,
    none: 'aucun',
  },
  frame: {
    skip: 'Aller au contenu',
    pages: 'Pages',
    home: 'Accueil',
    boxOffice: 'Guichet',
    contacts: 'Contacts',
    bulk: 'En nombre',
    campaigns: 'Campagnes',
    targets: 'Cibles',
    catalogue: 'Programme',
    pointsOfSale: 'Points de vente',
    retention: 'Conservation',
    batches: 'Batchs',
    runs: 'Exécutions',
    requests: 'Demandes',
    bi: 'Domaines',
    biLogIns: 'Accès BI',
    tracking: 'Clics et renouvellement',
    import: 'Import',
    settings: 'Réglages',
    operators: 'Opérateurs',
    organisations: 'Organismes',
    signIn: 'Connexion',
    outbox: 'Boîte d’envoi',
    criteria: 'Critères',
    consent: 'Consentement',
    more: 'Menu',
    search: 'Chercher ou aller à',
    searchField: 'Un contact, une page…',
    searchNothing:
      'Rien trouvé. Un contact se trouve par son nom, son numéro, son e-mail, son téléphone ou sa localité.',
    searchContacts: 'Contacts',
    language: 'Langue',
    theme: 'Apparence',
    themes: { light: 'Claire', dark: 'Sombre', auto: 'Comme le système' },
    account: (name) => `${name}\u00a0: compte et apparence`,
    myAccount: 'Mon compte',
    signOut: 'Se déconnecter',
    connectionLost:
      'Pas de connexion au serveur. Ce qui est affiché peut dater\u202f; la liaison est retentée d’elle-même.',
    broken: {
      title: 'Cette page ne peut pas être affichée',
      hint: 'Une nouvelle version a peut-être été installée, ou le réseau est coupé. Rien de ce qui était enregistré n’est perdu.',
      act: 'Recharger la page',
    },
    notThere: {
      title: 'Cette page n’existe pas',
      hint: 'L’adresse est peut-être incomplète, ou ce qu’elle montrait n’est plus là.',
      act: 'Aller à l’accueil',
    },
  },
  profiles: {
    administrator: 'Administrateur',
    'data-protection-officer': 'Délégué à la protection des données',
    'box-office': 'Billetterie',
    marketing: 'Marketing',
    support: 'Support',
  },
  signIn: {
    title: 'Connexion',
    email: 'E-mail',
    password: 'Mot de passe',
    institution: 'Institution',
    institutionHint: 'Il y en a plusieurs ici\u00a0: son nom court, comme dans «\u00a0grand-theatre\u00a0».',
    act: 'Se connecter',
    or: 'ou avec un mot de passe',
    endedTitle: 'Connectez-vous à nouveau',
    ended:
      'Votre session est terminée. Connectez-vous pour continuer\u202f; rien de ce que vous avez saisi n’est perdu.',
    somebodyElse: 'Je suis quelqu’un d’autre',
    about: 'Rappel n’oublie pas ceux qui veulent qu’on se souvienne d’eux.',
  },
  list: {
    columns: 'Colonnes',
    filters: 'Filtres',
    loadingMore: 'La suite arrive…',
    loaded: (count, more) =>
      `${many(count, 'ligne', 'lignes')}${more ? ` chargée${s(count)}\u202f; la suite en faisant défiler` : ''}`,
    ascending: 'croissant',
    descending: 'décroissant',
    sortBy: (label) => `Trier par ${label}`,
    failed: 'La liste n’a pas pu être chargée',
    keys: 'Les flèches déplacent, Entrée ouvre.',
  },
  outcomes: { kept: 'Conservé', delete: 'Supprimé', anonymise: 'Anonymisé', spare: 'Épargné' },
  reasons: {
    debt: 'dette',
    credit: 'avoir',
    role: 'rôle',
    restricted: 'traitement limité',
    waiting: 'liste d’attente',
    'tickets-to-come': 'billets à venir',
    'sole-relay': 'seul relais de sa structure',
  },
  sources: {
    option: 'Option',
    'option-confirmed': 'Option confirmée',
    reservation: 'Réservation',
    sale: 'Vente',
    'waiting-list': 'Liste d’attente',
    click: 'Clic sur un lien SAM',
    criterion: 'Critère de contact',
    authorisation: 'Autorisation de contact',
    creation: 'Création de la fiche',
  },
  kinds: { individual: 'Individuel', structure: 'Structure', relay: 'Relais' },
  cliff: {
    title: 'Contacts par mois de dernière activité',
    cutoff: 'Date limite',
    customerCutoff: 'Date limite des clients',
    ofCustomers: (text) => `clients\u00a0: ${text}`,
    ofProspects: (count) => `prospects\u00a0: ${months(count)}`,
    prospectsStay: (count) =>
      `La ligne à déplacer est celle des clients. Celle des prospects reste à ${months(count)}\u00a0: ` +
      'plus loin dans le passé, les chiffres restent exacts\u202f; les prospects ne changent pas.',
    inactiveOfTwo: (day, prospects) =>
      `Clients sans activité depuis le ${day}, prospects depuis le ${prospects}`,
    cutoffValue: (count, day) => `${months(count)}, ${day}`,
    column: (from, to) => `du ${from} au ${to}`,
    earlier: (day) => `avant le ${day}`,
    earlierShort: 'avant',
    toCome: (day) => `billets à venir, dès le ${day}`,
    toComeShort: 'à venir',
    today: 'Jour de l’exécution',
    hint: 'Déplacez la date limite, ou choisissez une colonne pour voir ses contacts.',
    inactive: (day) => `Sans activité depuis le ${day}`,
    erased: { delete: 'À supprimer', anonymise: 'À anonymiser', spare: 'À épargner', kept: 'À conserver' },
    unjudged: 'Pas encore examinés',
    atMost: (count) => `au plus ${number(count)}`,
    atLeast: (count) => `au moins ${number(count)}`,
    erasedSentence: (count, exact) =>
      exact
        ? `${contacts(count)} serai${count < 2 ? 't' : 'ent'} effacé${s(count)}`
        : `Au plus ${contacts(count)} serai${count < 2 ? 't' : 'ent'} effacé${s(count)}`,
    ofBase: (share) => `${share} de la base`,
    original: (count) => `La simulation portait sur ${months(count)}.`,
    upperBound:
      'Plus près d’aujourd’hui que ce qui a été simulé\u00a0: ce sont des maximums, car personne n’y a encore ' +
      'cherché de dette ni d’autre raison d’épargner. Simulez à nouveau pour savoir.',
    back: (count) => `Revenir à ${months(count)}`,
    table: 'La même chose en tableau',
    from: 'Du',
    to: 'Avant le',
    clear: 'Montrer les contacts de toutes les colonnes',
    peak: (count) => `${number(count)} par mois`,
  },
  rope: {
    forgotten: (day) => `Sans nouvelles, oublié le ${day}.`,
    due: (day) => `Sans nouvelles depuis le ${day}\u00a0: la prochaine exécution oubliera ce contact.`,
    dueButSpared: (day, reasons) => `Sans nouvelles depuis le ${day}, mais épargné\u00a0: ${reasons}.`,
    spared: (reasons) => `Épargné pour l’instant\u00a0: ${reasons}.`,
    holds: 'le nœud qui tient',
    last: 'dernière activité',
    cutoff: 'Date limite',
    today: 'Aujourd’hui',
    forgottenShort: 'Oubli',
    activities: (count) => many(count, 'activité', 'activités'),
    list: 'Activités, la plus récente d’abord',
    all: (count) => `Montrer les ${number(count)}\u00a0activités`,
    fewer: 'En montrer moins',
    computed: (day, source, instant) =>
      `Récence GDPR enregistrée par la dernière exécution\u00a0: ${day} (${source}), calculée le ${instant}.`,
    notComputed: 'Aucune exécution n’a encore enregistré de récence GDPR.',
  },
  steps: {
    happens: 'Ce qui va se passer',
    stops: 'Ce qui s’y oppose',
    confirm: 'Confirmer',
    erases: (count) => `${contacts(count)} ser${count < 2 ? 'a' : 'ont'} effacé${s(count)}, définitivement.`,
    deleted: (count) => `${contacts(count)} supprimé${s(count)}\u00a0: aucun achat, il n’en reste rien`,
    anonymised: (count) =>
      `${contacts(count)} anonymisé${s(count)}\u00a0: les commandes restent, sans personne derrière`,
    share: (share, total) => `${share} de ${contacts(total)}`,
    since: (run, instant) => `D’après la simulation ${number(run)} du ${instant}.`,
    noDrift: 'Rien n’a changé depuis.',
    drift: 'Depuis la simulation',
    noLonger: (count) =>
      count < 2
        ? `${contacts(count)} sera laissé\u00a0: il a donné signe de vie, ou doit être épargné`
        : `${contacts(count)} seront laissés\u00a0: ils ont donné signe de vie, ou doivent être épargnés`,
    newly: (count) =>
      count < 2
        ? `${contacts(count)} est devenu inactif\u202f; il attend la prochaine simulation`
        : `${contacts(count)} sont devenus inactifs\u202f; ils attendent la prochaine simulation`,
    nothingStops: 'Rien ne s’y oppose\u00a0: personne n’est épargné.',
    spared: (count) =>
      count < 2
        ? `${contacts(count)} sera épargné.`
        : `${contacts(count)} seront épargnés, chacun avec sa raison.`,
    seeSpared: 'Voir lesquels',
    look: 'Chaque contact est examiné une dernière fois avant d’être effacé. Ceux que la simulation n’a pas nommés restent.',
    type: (count) => `Saisissez ${count} pour confirmer`,
    typeHint: 'Le nombre de contacts qui seront effacés.',
    typeWrong: (count) => `C’est ${count} qui est indiqué plus haut.`,
    irreversible:
      'C’est irréversible. Le journal d’exécution garde la trace de ce qui a été fait, sans les noms.',
    act: (count) => `Effacer ${contacts(count)}`,
    nothing: 'Cette simulation n’a trouvé personne à effacer.',
    nothingLeft: 'De cette simulation, il ne reste personne à effacer. Simulez de nouveau.',
    checking: 'Chaque contact est relu une fois encore, pour dire ce qui a changé depuis.',
    checked: (run, instant) => `Relue par la vérification ${number(run)} du ${instant}.`,
    seeCheck: 'Voir la liste de la vérification',
    waits: 'La confirmation attend la fin de cette vérification.',
    checkFailed:
      'La vérification n’est pas allée à son terme. Rien n’est effacé, et rien ne peut être confirmé sans elle.',
    checkAgain: 'Vérifier de nouveau',
  },
  progress: {
    simulation: 'Simulation en cours',
    real: 'Effacement en cours',
    starting: 'Démarrage…',
    done: (done, total) => `${number(done)} sur ${contacts(total)}`,
    rate: (count) => `${number(count)} par seconde`,
    left: (duration) => `encore ${duration} environ`,
    soFar: (deleted, anonymised) =>
      `Jusqu’ici\u00a0: ${number(deleted)} supprimé${s(deleted)}, ${number(anonymised)} anonymisé${s(anonymised)}.`,
    found: (deleted, anonymised) =>
      `Jusqu’ici\u00a0: ${number(deleted)} à supprimer, ${number(anonymised)} à anonymiser.`,
    cancelReal: 'Arrêter là',
    cancelSimulation: 'Arrêter la simulation',
    cancelRealHint: (count) =>
      count === 0
        ? 'Rien n’a encore été effacé.'
        : count === 1
          ? `${contacts(1)} est déjà effacé et ne peut pas revenir\u202f; les autres resteraient.`
          : `${contacts(count)} sont déjà effacés et ne peuvent pas revenir\u202f; les autres resteraient.`,
    cancelSimulationHint: 'Une simulation n’efface rien\u00a0: elle peut s’arrêter à tout moment.',
    stopping: 'Arrêt après les contacts en main…',
    heard: (share, left) => `${share} fait${left === '' ? '' : `, ${left}`}`,
  },
};
