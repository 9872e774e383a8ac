import type { Language } from '../language.ts';

// In French a colon has a no-break space before it (\u00a0), as have guillemets inside; ; ! ? a narrow one (\u202f).
const english = {
  sentence: 'Rappel remembers those who want to be remembered.',
  about:
    'It keeps the contacts of a venue with their orders, and lets go of whoever has given no sign of life for as ' +
    'long as the venue decides.',
  state: 'What is there',
  version: 'Version',
  database: 'Database',
  embedded: 'embedded, in the data folder',
  server: 'on a PostgreSQL server',
  institutions: 'Institutions',
  silent: 'the database does not answer',
  steps: 'First steps, on the command line',
  alone:
    'The embedded database is opened by one process at a time: stop this server (Ctrl C) before you run a command, ' +
    'then start it again.',
  create: 'Create an institution',
  demo: 'Fill it with a plausible venue',
  simulate: 'See who would be forgotten, and why; nothing is erased',
  journal: 'Read the journal of the first run',
  help: 'Everything else',
  operations: 'For whoever runs it',
  health: 'the process is alive',
  ready: 'the database answers, and its schema is up to date',
  metrics: 'measurements for Prometheus',
  api: 'the description of the API',
  other: 'En français',
};

const french: typeof english = {
  sentence: 'Rappel n’oublie pas ceux qui veulent qu’on se souvienne d’eux.',
  about:
    'Il garde les contacts d’une institution avec leurs commandes, et laisse partir ceux qui n’ont plus donné signe ' +
    'de vie depuis aussi longtemps qu’elle l’a décidé.',
  state: 'État des lieux',
  version: 'Version',
  database: 'Base de données',
  embedded: 'embarquée, dans le dossier des données',
  server: 'sur un serveur PostgreSQL',
  institutions: 'Institutions',
  silent: 'la base de données ne répond pas',
  steps: 'Premiers pas, en ligne de commande',
  alone:
    'La base embarquée n’est ouverte que par un processus à la fois\u00a0: arrêtez ce serveur («\u00a0Ctrl\u00a0C\u00a0») avant de lancer ' +
    'une commande, puis relancez-le.',
  create: 'Créer une institution',
  demo: 'La remplir d’un public plausible',
  simulate: 'Voir qui serait oublié, et pourquoi\u202f; rien n’est effacé',
  journal: 'Lire le journal de la première exécution',
  help: 'Tout le reste',
  operations: 'Pour qui l’exploite',
  health: 'le processus est en vie',
  ready: 'la base répond et son schéma est à jour',
  metrics: 'mesures pour Prometheus',
  api: 'la description de l’API',
  other: 'In English',
};

export const words: Record<Language, typeof english> = { en: english, fr: french };
