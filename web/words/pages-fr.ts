import { createFormat } from './format.ts';
import { importFr } from './import-fr.ts';
import type { PageWords } from './pages-en.ts';
import { peopleFr } from './people-fr.ts';

const { number } = createFormat('fr', { timeZone: 'UTC', currency: 'EUR' });
const many = (count: number, one: string, more: string) => `${number(count)}\u00a0${count < 2 ? one : more}`;
const contacts = (count: number) => many(count, 'contact', 'contacts');
const months = (count: number) => `${number(count)}\u00a0mois`;
const s = (count: number) => (count < 2 ? '' : 's');

export const pagesFr: PageWords = {
  home: {
    title: 'Accueil',
    decide: 'À décider',
    nothing: 'Rien ne vous attend',
    nothingHint:
      'Les simulations à relire, les dettes qui retiennent des contacts et les exécutions interrompues apparaissent ici.',
    review: (run) => `La simulation ${number(run)} est à relire`,
    reviewHint: (erased, count, when) =>
      `${contacts(erased)} ${count === 0 ? 'choisis par une sélection ou un critère' : `sans activité depuis ${months(count)}`} ${erased < 2 ? 'serait effacé' : 'seraient effacés'}. Terminée le ${when}.`,
    reviewAct: 'Relire',
    debts: (count) => `${contacts(count)} retenu${s(count)} par une dette ou un avoir`,
    debtsHint: 'Inactifs, ils partiront une fois leur solde réglé.',
    debtsAct: 'Voir lesquels',
    stopped: (batch) =>
      batch === null
        ? 'Une exécution programmée s’est arrêtée à son plafond'
        : `Le batch «\u00a0${batch}\u00a0» s’est arrêté à son plafond`,
    stoppedHint: (erased, total, share, ceiling, when) =>
      `${number(erased)} sur ${contacts(total)} seraient effacés (${share})\u202f; le plafond est de ${ceiling}\u00a0%. Rien n’a été effacé. Le ${when}.`,
    stoppedAct: 'Relire et décider',
    failed: (run) => `L’exécution ${number(run)} s’est interrompue`,
    failedHint: 'Ce qui a été effacé est au journal\u202f; elle peut être terminée là où elle s’est arrêtée.',
    failedAct: 'Ouvrir l’exécution',
    messages: (count) => `${number(count)} message${s(count)} en échec`,
    messagesHint:
      'Le serveur de messagerie ne les a pas pris ; ils peuvent repartir, une fois la cause levée.',
    messagesAct: 'Voir lesquels',
    mailbox: 'La boîte des messages retournés ne peut pas être lue',
    mailboxHint: (since, why) =>
      `Depuis le ${since}\u00a0: ${why}. Les retours et les signalements y attendent.`,
    mailboxFailures: {
      unreachable: 'son serveur ne répond pas',
      refused: 'son serveur refuse l’utilisateur ou le mot de passe',
      'no-tls': 'son serveur n’offre pas de chiffrement',
      certificate: 'le certificat de son serveur n’est pas valable',
      'no-folder': 'le dossier n’existe pas',
      'not-removed': 'ce qui a été lu ne peut être ni supprimé ni déplacé',
      broken: 'la réponse de son serveur est incompréhensible',
    },
    running: 'En cours',
    runs: (mode, run) => `${mode === 'real' ? 'Exécution réelle' : 'Simulation'} ${number(run)}`,
    noRun: 'Aucune exécution en cours.',
    scheduled: 'Programmé',
    noSchedule: 'Aucun batch programmé.',
    batchesAct: 'Batchs',
    start: 'Premiers pas',
    startHint:
      'Importez vos contacts et leurs commandes, puis simulez\u202f: une simulation n’efface personne.',
    startImport: 'Importer des fichiers',
    startSimulate: 'Simuler',
  },
  contacts: {
    title: 'Contacts',
    kind: 'Type',
    name: 'Nom',
    number: 'Numéro',
    email: 'E-mail',
    town: 'Localité',
    recency: 'Récence GDPR',
    source: 'Activité',
    empty: 'Pas encore de contacts',
    emptyHint: 'Importez un fichier de contacts, ou chargez la démonstration au premier démarrage.',
    emptyAct: 'Importer',
    noneAct: 'Afficher tout le monde',
    notComputed: 'pas encore calculée',
  },
  contact: {
    rope: 'La corde',
    until: (day) => `jusqu’au ${day}`,
    owes: (amount, organisation) => `doit ${amount} à ${organisation}`,
    owed: (amount, organisation) => `a un avoir de ${amount} auprès de ${organisation}`,
    structureKept: 'Une structure n’est jamais effacée par le batch\u202f: ce n’est pas une personne.',
    unknown: 'Ce contact n’existe pas',
    unknownHint: 'Il a peut-être été effacé\u202f: plus personne ne peut alors le retrouver.',
    unknownAct: 'Voir les contacts',
  },
  runs: {
    title: 'Exécutions',
    run: 'Exécution',
    mode: 'Mode',
    modes: { simulation: 'Simulation', real: 'Réel' },
    types: { retention: 'Batch', erasure: 'À la main', replay: 'Après restauration' },
    state: 'État',
    states: { running: 'En cours', completed: 'Terminée', cancelled: 'Arrêtée', failed: 'Interrompue' },
    started: 'Début',
    by: 'Par',
    check: (simulation) => `Vérification de la simulation ${number(simulation)}`,
    byCommandLine: 'ligne de commande',
    bySystem: 'programmation',
    erased: 'Effacés',
    toErase: 'À effacer',
    spared: 'Épargnés',
    cutoff: 'Date limite',
    simulate: 'Simuler',
    months: 'Mois sans activité',
    monthsHint: 'Mois calendaires\u202f; 36 est la durée que la CNIL recommande pour les prospects.',
    customerMonths: 'Mois sans activité des clients',
    prospectMonths: 'Autre durée pour les prospects',
    prospectMonthsHint: 'En mois. Vide\u00a0: la même que pour les clients.',
    sameMonths: 'la même',
    start: 'Lancer la simulation',
    empty: 'Pas encore d’exécution',
    emptyHint: 'Une simulation n’efface personne. Elle montre qui serait effacé, et pourquoi.',
  },
  run: {
    title: (mode, run) => `${mode === 'real' ? 'Exécution réelle' : 'Simulation'} ${number(run)}`,
    checkTitle: (simulation) => `Vérification de la simulation ${number(simulation)}`,
    checkHint:
      'Avant l’exécution réelle, chaque contact de la simulation a été relu. Personne n’est effacé par une vérification.',
    driftLeft: (count) =>
      count < 2
        ? `${contacts(count)} de la simulation n’est plus à effacer : signe de vie, ou motif d’épargne.`
        : `${contacts(count)} de la simulation ne sont plus à effacer : signe de vie, ou motif d’épargne.`,
    driftNew: (count) =>
      count < 2
        ? `${contacts(count)} est devenu inactif depuis ; il attend la prochaine simulation.`
        : `${contacts(count)} sont devenus inactifs depuis ; ils attendent la prochaine simulation.`,
    noDrift: 'Rien n’a changé depuis la simulation.',
    followed: (run) => `Cette simulation a été suivie de l’exécution réelle ${number(run)}.`,
    followedAct: 'Ouvrir l’exécution',
    facts: (asOf, count, cutoff) =>
      `Au ${asOf}\u00a0: contacts sans activité depuis ${months(count)}, soit depuis avant le ${cutoff}.`,
    factsOfTwo: (asOf, count, cutoff, prospects, prospectCutoff) =>
      `Au ${asOf}\u00a0: clients sans activité depuis ${months(count)} (avant le ${cutoff}), prospects sans activité depuis ${months(prospects)} (avant le ${prospectCutoff}).`,
    startedBy: (who, when) => `Lancée par ${who}, le ${when}.`,
    took: (duration) => `Durée\u00a0: ${duration}.`,
    sealed: 'Les identités sont scellées pour le support, pendant un an.',
    notSealed: 'Aucune clé de scellé n’est définie\u202f: personne ne peut retrouver ce qui a été effacé.',
    ofSimulation: (run) => `Liée à la simulation ${number(run)}.`,
    journal: 'Journal d’exécution',
    outcome: 'Sort',
    reason: 'Motif',
    source: 'Dernière activité',
    organisation: 'Organisme',
    recency: 'Récence GDPR',
    contact: 'Contact',
    erased: 'effacé',
    all: 'Tous',
    csv: 'Exporter en CSV',
    column: (from, to) => `Dernière activité du ${from} au ${to}`,
    emptyJournal: 'Personne n’était inactif',
    emptyJournalHint: 'Chaque contact a une activité après la date limite.',
    emptyFilter: 'Personne avec ces filtres',
    emptyFilterAct: 'Tout afficher',
    simulateAgain: (count) => `Simuler ${months(count)}`,
    erase: 'Effacer définitivement',
    done: (deleted, anonymised) =>
      `${contacts(deleted)} supprimé${s(deleted)}, ${number(anonymised)} anonymisé${s(anonymised)}.`,
    ceiling: (share, ceiling) =>
      `L’exécution réelle programmée s’est arrêtée ici\u00a0: ${share} des contacts seraient effacés, au-delà du plafond de ${ceiling}\u00a0%. Rien n’a été effacé. Relisez la liste, puis effacez à partir d’ici, ou changez le plafond du batch.`,
    belowCeiling: (ceiling) =>
      `Simulée avant une exécution réelle programmée, pour tenir son plafond de ${ceiling}\u00a0%.`,
    cancelled: 'Arrêtée à la main\u202f: ce qui est fait reste fait.',
    failed:
      'L’exécution s’est interrompue sur une erreur. Rien n’est fait à moitié\u202f; elle peut être terminée là où elle s’est arrêtée.',
    finish: 'Terminer l’exécution',
    drift: 'Depuis la simulation',
    actions: 'Que faire',
    settle: (count) => `${contacts(count)} retenu${s(count)} par une dette ou un avoir`,
    settleAct: 'En voir la liste',
    inviteBack: 'Demander aux contacts sans activité s’ils restent en contact, avant qu’ils soient oubliés',
    inviteBackAct: 'Préparer la campagne',
  },
  batches: {
    title: 'Batchs',
    type: 'Suppression/anonymisation des contacts inactifs',
    create: 'Nouveau batch',
    change: 'Modifier le batch',
    name: 'Nom',
    mode: 'Mode',
    modeHint: 'Simulez d’abord\u202f: une simulation n’efface personne et montre qui partirait.',
    realWarning:
      'En mode réel, ce batch efface des contacts de lui-même et définitivement. Simulez-le d’abord, et regardez le résultat.',
    months: 'Mois sans activité',
    ceiling: 'Plafond',
    ceilingHint:
      'Au-delà de cette part de la base, une exécution réelle programmée s’arrête avant d’effacer quiconque.',
    schedule: 'Programmation',
    kinds: { never: 'Non programmé', once: 'Une fois', weekly: 'Chaque semaine', monthly: 'Chaque mois' },
    at: 'Jour et heure',
    time: 'Heure',
    weekday: 'Jour',
    monthday: 'Jour du mois',
    zone: (zone) => `Dans le fuseau horaire ${zone}.`,
    next: 'Prochaines dates',
    save: 'Enregistrer',
    run: 'Lancer maintenant',
    delete: 'Supprimer',
    deleted: 'Le batch est supprimé\u202f; ses exécutions et leurs journaux restent.',
    saved: 'Enregistré.',
    history: 'Ses exécutions',
    empty: 'Pas encore de batch',
    emptyHint:
      'Un batch simule ou efface les contacts inactifs, quand vous le demandez ou selon sa programmation.',
    everyWeek: (day, time) => `chaque ${day} à ${time}`,
    everyMonth: (day, time) => `le ${day === 1 ? '1er' : day} de chaque mois à ${time}`,
    once: (when) => `une fois, le ${when}`,
  },
  import: importFr,
  setUp: {
    title: 'Bienvenue dans Rappel',
    hint: 'Cette page ne s’ouvre qu’une fois\u202f: définissez votre maison et qui l’administre.',
    how: 'Commencer avec',
    own: 'Mon institution',
    demo: 'Une démonstration\u00a0: un lieu imaginaire et son public',
    demoContacts: 'Nombre de contacts',
    existing: (name) => `L’institution «\u00a0${name}\u00a0» existe\u202f; il lui manque un administrateur.`,
    name: 'Nom de l’institution',
    slug: 'Nom court',
    slugHint: 'Minuscules, chiffres et traits d’union\u202f; il figure dans les commandes et les adresses.',
    timeZone: 'Fuseau horaire',
    country: 'Pays (deux lettres)',
    locale: 'Langue',
    administrator: 'Administration',
    yourName: 'Votre nom',
    email: 'E-mail',
    password: 'Mot de passe',
    passwordHint: '12 caractères ou plus\u202f; une phrase convient bien.',
    act: 'Mettre en place',
    wrongLink: 'Ce lien n’est plus valable',
    wrongLinkHint:
      'Il ne s’ouvre qu’une fois. Si personne ne peut encore se connecter, redémarrez Rappel\u202f: il en affiche un autre.',
  },
  ...peopleFr,
};
