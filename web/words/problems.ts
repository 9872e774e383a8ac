import type { Problem } from '../api/problem.ts';
import type { Language } from './format.ts';

/** What the user can understand and do, by the code of the refusal. Whoever looks for a cause finds it in the log. */
const french = {
  network:
    'Le serveur ne répond pas. Rien de ce que vous avez saisi n’est perdu\u202f; réessayez dans un instant.',
  'not-signed-in': 'Votre session est terminée. Connectez-vous pour continuer.',
  'wrong-credentials': 'L’e-mail ou le mot de passe ne correspond pas.',
  'locked-out': 'Trop d’essais avec un mauvais mot de passe. Réessayez dans un quart d’heure.',
  'which-institution': 'Il y a plusieurs institutions ici\u00a0: indiquez la vôtre.',
  'unknown-institution': 'Il n’y a pas d’institution de ce nom.',
  'no-institution':
    'Il n’y a pas encore d’institution. Ouvrez le lien de mise en route que le serveur affiche à son démarrage.',
  'not-permitted': 'Votre profil ne le permet pas. Votre administrateur peut le changer.',
  'other-site': 'Cette demande vient d’un autre site et n’a pas été suivie.',
  'wrong-set-up-link':
    'Ce lien de mise en route a déjà servi ou n’est pas complet. Le serveur en affiche un nouveau à son démarrage.',
  'wrong-password': 'Ce mot de passe est trop court ou trop facile à deviner.',
  'wrong-operator': 'Le nom, l’e-mail ou le profil de l’opérateur ne convient pas.',
  'operator-exists': 'Un opérateur a déjà cet e-mail.',
  'wrong-institution': 'Le nom, la langue, le fuseau horaire ou le pays de l’institution ne convient pas.',
  'institution-exists': 'Une institution porte déjà ce nom court.',
  'wrong-months': 'Indiquez un nombre entier de mois, de 1 à 1\u202f200.',
  'wrong-day': 'Indiquez un jour qui existe.',
  'day-in-the-future': 'Le jour de l’exécution ne peut pas être à venir.',
  'run-is-on': 'Une exécution est déjà en cours. Attendez sa fin, ou arrêtez-la.',
  'run-is-over': 'Cette exécution est déjà terminée.',
  'unknown-run': 'Cette exécution n’existe pas, ou n’est pas de votre institution.',
  'not-a-simulation': 'Une exécution réelle part d’une simulation terminée\u202f; celle-ci n’en est pas une.',
  'not-confirmed': 'Le nombre saisi n’est pas celui des contacts qui seront effacés.',
  'wrong-confirmation': 'Le nombre saisi n’est pas celui des contacts qui seront effacés.',
  'nothing-to-erase': 'Il n’y a personne à effacer.',
  'above-ceiling':
    'L’exécution dépasserait le plafond fixé\u00a0: rien n’a été effacé. Relisez la simulation et lancez-la vous-même.',
  'erasure-blocked': 'Ce contact ne peut pas être effacé pour l’instant.',
  'ledger-not-writable':
    'Le registre des contacts effacés ne peut pas être écrit\u00a0: rien n’a été effacé. Prévenez qui exploite le serveur.',
  interrupted: 'L’exécution a été interrompue. Elle peut reprendre là où elle s’est arrêtée.',
  'wrong-batch': 'Le batch n’est pas complet ou une de ses valeurs ne convient pas.',
  'batch-exists': 'Un batch porte déjà ce nom.',
  'unknown-batch': 'Ce batch n’existe pas, ou n’est pas de votre institution.',
  'schedule-in-the-past': 'Ce moment est déjà passé.',
  'unknown-contact': 'Ce contact n’existe pas, ou a été effacé.',
  structure: 'Une structure n’est jamais effacée.',
  'import-refused': 'Le fichier n’a pas été importé\u00a0: certaines lignes ne conviennent pas.',
  'unreadable-file': 'Ce fichier n’a pas pu être lu. Il faut un CSV ou un classeur Excel (.xlsx).',
  'import-cancelled': 'L’import a été arrêté\u00a0: rien n’a été importé.',
  'wrong-mapping': 'Cette correspondance de colonnes n’est pas complète.',
  'wrong-media-type': 'Le serveur attend un autre type de fichier.',
  'unknown-import-profile': 'Cette correspondance n’existe plus.',
  'body-too-large': 'Ce fichier est trop grand.',
  'demo-refused': 'La démonstration ne peut pas être chargée ici.',
  'invalid-request': 'Une des valeurs saisies ne convient pas.',
  'not-found': 'Ce que vous cherchez n’est pas là.',
  'too-many-requests': 'Trop de demandes à la fois. Réessayez dans une minute.',
  'database-unavailable': 'La base de données ne répond pas pour l’instant. Réessayez dans un instant.',
  'database-in-use': 'Un autre processus utilise la base de données.',
  'pending-migrations': 'La base de données attend une mise à jour. Prévenez qui exploite le serveur.',
  unknown: 'Le serveur n’a pas pu le faire. Réessayez\u202f; si cela continue, prévenez qui l’exploite.',
};

const english: typeof french = {
  network: 'The server does not answer. Nothing you typed is lost; try again in a moment.',
  'not-signed-in': 'Your session is over. Sign in to go on.',
  'wrong-credentials': 'The e-mail or the password does not match.',
  'locked-out': 'Too many tries with a wrong password. Try again in a quarter of an hour.',
  'which-institution': 'There are several institutions here: name yours.',
  'unknown-institution': 'There is no institution of that name.',
  'no-institution': 'There is no institution yet. Open the set-up link that the server shows when it starts.',
  'not-permitted': 'Your profile does not permit this. Your administrator can change it.',
  'other-site': 'This request comes from another site and was not followed.',
  'wrong-set-up-link':
    'This set-up link was used already or is incomplete. The server shows a new one when it starts.',
  'wrong-password': 'This password is too short or too easy to guess.',
  'wrong-operator': 'The name, e-mail or profile of the operator is not right.',
  'operator-exists': 'An operator has this e-mail already.',
  'wrong-institution': 'The name, language, time zone or country of the institution is not right.',
  'institution-exists': 'An institution has this short name already.',
  'wrong-months': 'Give a whole number of months, from 1 to 1,200.',
  'wrong-day': 'Give a day that exists.',
  'day-in-the-future': 'The day of the run cannot lie ahead.',
  'run-is-on': 'A run is on already. Wait until it ends, or stop it.',
  'run-is-over': 'This run is over already.',
  'unknown-run': 'This run is not there, or not your institution’s.',
  'not-a-simulation': 'A real run starts from a completed simulation; this is none.',
  'not-confirmed': 'The number typed is not that of the contacts that will be erased.',
  'wrong-confirmation': 'The number typed is not that of the contacts that will be erased.',
  'nothing-to-erase': 'There is nobody to erase.',
  'above-ceiling':
    'The run would pass the ceiling: nothing was erased. Read the simulation and start it yourself.',
  'erasure-blocked': 'This contact cannot be erased for now.',
  'ledger-not-writable':
    'The ledger of erased contacts cannot be written: nothing was erased. Tell whoever runs the server.',
  interrupted: 'The run was interrupted. It can go on where it stopped.',
  'wrong-batch': 'The batch is incomplete, or one of its values is not right.',
  'batch-exists': 'A batch has this name already.',
  'unknown-batch': 'This batch is not there, or not your institution’s.',
  'schedule-in-the-past': 'That moment has passed.',
  'unknown-contact': 'This contact is not there, or was erased.',
  structure: 'A structure is never erased.',
  'import-refused': 'The file was not imported: some of its lines are not right.',
  'unreadable-file': 'This file could not be read. It takes CSV or an Excel workbook (.xlsx).',
  'import-cancelled': 'The import was stopped: nothing was imported.',
  'wrong-mapping': 'This mapping of columns is not complete.',
  'wrong-media-type': 'The server expects another type of file.',
  'unknown-import-profile': 'This mapping is not there any more.',
  'body-too-large': 'This file is too large.',
  'demo-refused': 'The demo cannot be loaded here.',
  'invalid-request': 'One of the values is not right.',
  'not-found': 'What you look for is not there.',
  'too-many-requests': 'Too many requests at once. Try again in a minute.',
  'database-unavailable': 'The database does not answer for now. Try again in a moment.',
  'database-in-use': 'Another process uses the database.',
  'pending-migrations': 'The database waits for an update. Tell whoever runs the server.',
  unknown: 'The server could not do it. Try again; if it goes on, tell whoever runs it.',
};

const sentences: Record<Language, Record<string, string>> = { fr: french, en: english };

export interface ProblemWords {
  sentence: string;
  /** For whoever looks into it: the id that the log has too. */
  reference: string | undefined;
}

/** The words of what went wrong; never "an error occurred". */
export function problemWords(language: Language, problem: Pick<Problem, 'code' | 'instance'>): ProblemWords {
  const known = sentences[language];
  return {
    sentence: known[problem.code] ?? (known.unknown as string),
    reference: problem.instance?.replace('urn:uuid:', ''),
  };
}
