import type { Problem } from '../api/problem.ts';
import type { Language } from './format.ts';

/** What the user can understand and do, by the code of the refusal. Whoever looks for a cause finds it in the log. */
const french = {
  network:
    'Le serveur ne répond pas. Rien de ce que vous avez saisi n’est perdu\u202f; réessayez dans un instant.',
  'not-signed-in': 'Votre session est terminée. Connectez-vous pour continuer.',
  'wrong-credentials': 'L’e-mail ou le mot de passe ne correspond pas.',
  'locked-out': 'Trop d’essais. Réessayez dans un quart d’heure.',
  'passwords-off': 'Votre institution se connecte par authentification unique, sans mot de passe.',
  'wrong-code': 'Ce code ne convient pas, ou a déjà servi. Attendez le suivant.',
  'begin-again': 'Trop de temps a passé. Donnez à nouveau votre mot de passe.',
  'wrong-link': 'Ce lien a déjà servi ou n’est plus valable. Demandez-en un autre à votre administrateur.',
  'wrong-present-password': 'Le mot de passe actuel ne correspond pas.',
  'second-factor-exists': 'Un second facteur est déjà en place.',
  'second-factor-first':
    'Mettez d’abord en place votre propre second facteur, sur la page «\u00a0Mon compte\u00a0».',
  'second-factor-needed': 'Votre institution exige un second facteur\u00a0: il ne peut pas être retiré.',
  'no-second-factor': 'Aucun second facteur n’est en place.',
  'second-factor-unreadable':
    'Votre second facteur ne peut plus être lu. Utilisez un code de secours, ou demandez à votre administrateur de le retirer.',
  'last-administrator':
    'Plus personne ne pourrait administrer l’institution. Nommez d’abord un autre administrateur.',
  yourself: 'Un autre administrateur doit le faire pour vous.',
  'unknown-operator': 'Cet opérateur n’existe pas, ou est parti.',
  'operator-disabled': 'Cet opérateur est désactivé. Réactivez-le d’abord.',
  'organisation-exists': 'Un organisme porte déjà ce nom.',
  'wrong-organisation': 'Un organisme a besoin d’un nom.',
  'wrong-single-sign-on': 'Une valeur de l’authentification unique ne convient pas.',
  'domains-needed': 'Indiquez de quels domaines d’e-mail peuvent venir les nouveaux opérateurs.',
  'no-single-sign-on': 'Sans authentification unique, chacun a besoin d’un mot de passe.',
  'private-address':
    'Cette adresse mène à un réseau privé, ou n’est pas en https. Qui exploite le serveur peut l’autoriser.',
  'sso-unreachable': 'Le fournisseur d’authentification ne répond pas à cette adresse.',
  'sso-not-set-up': 'Cette institution n’utilise pas l’authentification unique.',
  'sso-secret-unreadable':
    'Le secret du client ne peut plus être lu. Votre administrateur doit le saisir à nouveau.',
  'sso-refused': 'Le fournisseur d’authentification n’a pas laissé passer cette connexion.',
  'sso-failed': 'La connexion n’a pas abouti\u00a0: elle a trop duré, ou a commencé ailleurs. Recommencez.',
  'sso-not-verified': 'Le fournisseur d’authentification n’a pas vérifié votre e-mail.',
  'sso-other-domain': 'Votre e-mail n’est pas d’un domaine admis ici.',
  'sso-other-account':
    'Un autre compte de ce fournisseur est déjà lié à cet opérateur. Prévenez votre administrateur.',
  'sso-not-invited':
    'Personne ne travaille ici avec cet e-mail. Demandez une invitation à votre administrateur.',
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
  'simulation-followed':
    'Cette simulation a déjà été suivie d’une exécution réelle. Simulez de nouveau : rien n’a été effacé deux fois.',
  'not-its-check': 'Cette vérification n’est pas celle de la simulation, ou n’est pas terminée.',
  'run-is-over': 'Cette exécution est déjà terminée.',
  'unknown-run': 'Cette exécution n’existe pas, ou n’est pas de votre institution.',
  'not-a-simulation': 'Une exécution réelle part d’une simulation terminée\u202f; celle-ci n’en est pas une.',
  'not-confirmed': 'Ce que vous avez saisi n’est pas ce qui était demandé.',
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
  'unknown-message': 'Ce message n’existe pas, ou n’existe plus\u00a0: ils sont retirés après 90\u00a0jours.',
  'message-not-failed': 'Ce message est parti ou en route\u202f: il n’y a pas à le renvoyer.',
  'no-mail-server': 'Aucun serveur de messagerie n’est défini\u00a0: rien ne peut être envoyé.',
  'unknown-contact': 'Ce contact n’existe pas, ou a été effacé.',
  'photo-without-consent': 'Une photo n’est enregistrée qu’avec le consentement du contact.',
  'not-a-picture': 'Ce fichier n’est pas une image JPEG, PNG ou WebP, ou il est abîmé.',
  'picture-too-large': 'Cette image est trop grande\u00a0: elle a plus de 60 mégapixels.',
  'photo-of-structure': 'Une structure n’a pas de photo.',
  'unknown-photo': 'Ce contact n’a pas de photo.',
  'unknown-note': 'Cette note n’existe pas, ou a été supprimée.',
  'note-empty': 'Une note vide ne dit rien\u00a0: écrivez quelque chose.',
  'note-too-long': 'Une note a au plus 4\u202f000 caractères\u00a0: rien n’a été enregistré.',
  'remark-too-long': 'Une remarque a au plus 2\u202f000 caractères\u00a0: rien n’a été enregistré.',
  stale:
    'Quelqu’un d’autre l’a modifié entre-temps\u00a0: rien n’a été enregistré. Votre texte est encore là.',
  structure: 'Une structure n’est jamais effacée.',
  'changed-meanwhile':
    'Quelqu’un a modifié ces données entre-temps\u202f; rien n’a été écrasé. Relisez ce qui est affiché, puis enregistrez à nouveau.',
  'unknown-wording': 'Ce texte n’est pas, ou n’est plus, celui de cette autorisation. Rechargez la page.',
  'wrong-wording':
    'Un texte est nécessaire dans chaque langue, et une nouvelle version vaut au plus tôt dès aujourd’hui.',
  'wording-used': 'Cette version a déjà été lue à quelqu’un\u00a0: elle reste telle quelle.',
  'unknown-criterion':
    'Ce critère n’existe pas, n’est plus en usage, ou n’est pas d’un organisme où vous travaillez.',
  'unknown-organisation': 'Cet organisme n’existe pas, ou n’est pas de votre institution.',
  'criterion-exists': 'Un critère porte déjà ce nom.',
  'wrong-criterion':
    'Le critère n’est pas complet\u00a0: il faut un nom et, pour une liste, des valeurs toutes différentes et sans point-virgule.',
  'wrong-criterion-value': 'Une des valeurs ne convient pas au type de son critère.',
  'criterion-has-values':
    'Le nombre de contacts qui ont une valeur a changé entre-temps. Relisez-le, puis confirmez à nouveau.',
  'criterion-values-unfit':
    'Des contacts ont des valeurs que le critère ne prendrait plus\u00a0: rien n’a été changé. Corrigez d’abord ces valeurs.',
  'confidential-contact':
    'Cette fiche ne vous est pas ouverte\u00a0: son niveau de confidentialité demande une permission.',
  'stale-contact': 'Quelqu’un d’autre a modifié cette fiche entre-temps\u00a0: rien n’est enregistré.',
  'nameless-contact': 'Il faut un nom\u00a0: prénom ou nom d’une personne, raison sociale d’une structure.',
  'wrong-birth-date': 'Personne parmi nous n’est né ce jour-là.',
  'wrong-role': 'Ce rôle n’existe pas dans l’institution.',
  'wrong-structure': 'Un relais agit pour une structure qui existe\u202f; celle-ci n’en est pas une.',
  'notice-not-read': 'Confirmez d’abord que la personne sera informée.',
  'restriction-exists': 'Le traitement est déjà limité.',
  'not-restricted': 'Le traitement n’est pas limité.',
  'restriction-of-structure': 'La limitation du traitement est le droit d’une personne, pas d’une structure.',
  'wrong-number': 'Le numéro saisi n’est pas celui du contact.',
  'reason-missing': 'Indiquez un motif.',
  'reason-names-contact': 'Le motif est gardé après l’effacement\u00a0: il ne doit pas nommer la personne.',
  'import-refused': 'Le fichier n’a pas été importé\u00a0: certaines lignes ne conviennent pas.',
  'unreadable-file': 'Ce fichier n’a pas pu être lu. Il faut un CSV en UTF-8.',
  'body-too-large': 'C’est trop grand pour être reçu\u00a0: rien n’a été enregistré.',
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
  'locked-out': 'Too many tries. Try again in a quarter of an hour.',
  'passwords-off': 'Your institution signs in by single sign-on, without passwords.',
  'wrong-code': 'This code is wrong, or was used already. Wait for the next.',
  'begin-again': 'Too much time has passed. Give your password again.',
  'wrong-link': 'This link was used, or is not good any more. Ask your administrator for another.',
  'wrong-present-password': 'The present password does not match.',
  'second-factor-exists': 'A second factor is set up already.',
  'second-factor-first': 'Set up your own second factor first, on the page “My account”.',
  'second-factor-needed': 'Your institution asks for a second factor: it cannot be removed.',
  'no-second-factor': 'No second factor is set up.',
  'second-factor-unreadable':
    'Your second factor cannot be read any more. Use a recovery code, or ask your administrator to take it away.',
  'last-administrator':
    'Nobody could administer the institution any more. Make somebody else an administrator first.',
  yourself: 'Another administrator has to do this for you.',
  'unknown-operator': 'This operator is not there, or has left.',
  'operator-disabled': 'This operator is disabled. Enable it first.',
  'organisation-exists': 'An organisation has this name already.',
  'wrong-organisation': 'An organisation needs a name.',
  'wrong-single-sign-on': 'One of the values of single sign-on is not right.',
  'domains-needed': 'Say from which e-mail domains new operators may come.',
  'no-single-sign-on': 'Without single sign-on everybody needs a password.',
  'private-address':
    'This address leads into a private network, or is not https. Whoever runs the server can allow it.',
  'sso-unreachable': 'No provider of single sign-on answers at this address.',
  'sso-not-set-up': 'This institution has no single sign-on.',
  'sso-secret-unreadable':
    'The client secret cannot be read any more. Your administrator has to enter it again.',
  'sso-refused': 'The provider of single sign-on did not let this sign-in pass.',
  'sso-failed': 'Signing in did not work: it took too long, or began elsewhere. Begin again.',
  'sso-not-verified': 'The provider of single sign-on has not verified your e-mail.',
  'sso-other-domain': 'Your e-mail is not of a domain that is let in here.',
  'sso-other-account': 'Another account of this provider is bound to this operator. Tell your administrator.',
  'sso-not-invited': 'Nobody works here with this e-mail. Ask your administrator for an invitation.',
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
  'simulation-followed':
    'This simulation was followed by a real run already. Simulate again: nothing was erased twice.',
  'not-its-check': 'That check is not of this simulation, or is not over.',
  'run-is-over': 'This run is over already.',
  'unknown-run': 'This run is not there, or not your institution’s.',
  'not-a-simulation': 'A real run starts from a completed simulation; this is none.',
  'not-confirmed': 'What you typed is not what was asked for.',
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
  'unknown-message': 'This message is not there, or no longer: they are removed after 90 days.',
  'message-not-failed': 'This message was sent or is on its way: there is no need to send it again.',
  'no-mail-server': 'No mail server is set: nothing can be sent.',
  'unknown-contact': 'This contact is not there, or was erased.',
  'photo-without-consent': 'A photo is saved with the consent of its contact only.',
  'not-a-picture': 'This file is no JPEG, PNG or WebP picture, or it is damaged.',
  'picture-too-large': 'This picture is too large: it has more than 60 megapixels.',
  'photo-of-structure': 'A structure has no photo.',
  'unknown-photo': 'This contact has no photo.',
  'unknown-note': 'This note is not there, or was deleted.',
  'note-empty': 'An empty note says nothing: write something.',
  'note-too-long': 'A note has 4,000 characters at the most: nothing was saved.',
  'remark-too-long': 'A remark has 2,000 characters at the most: nothing was saved.',
  stale: 'Somebody else changed it in the meantime: nothing was saved. Your text is still here.',
  structure: 'A structure is never erased.',
  'changed-meanwhile':
    'Somebody changed this meanwhile; nothing was overwritten. Read what is shown now, then save again.',
  'unknown-wording': 'This wording is not, or no longer, the one of this authorisation. Load the page again.',
  'wrong-wording':
    'A text is needed in each language, and a new version is valid from today at the earliest.',
  'wording-used': 'This version was read to somebody already: it stays as it is.',
  'unknown-criterion': 'This criterion is not there, not in use, or not of an organisation you work for.',
  'unknown-organisation': 'This organisation is not there, or not your institution’s.',
  'criterion-exists': 'A criterion has this name already.',
  'wrong-criterion':
    'The criterion is incomplete: it takes a name and, for a list, values that are all different and have no semicolon.',
  'wrong-criterion-value': 'One of the values does not fit the type of its criterion.',
  'criterion-has-values':
    'The number of contacts that have a value changed meanwhile. Read it, then confirm again.',
  'criterion-values-unfit':
    'Contacts have values that the criterion would not take any more: nothing was changed. Correct those values first.',
  'confidential-contact': 'This file is not open to you: its level of confidentiality takes a permission.',
  'stale-contact': 'Somebody else has changed this file meanwhile: nothing is saved.',
  'nameless-contact': 'A name is needed: first or last name of a person, company name of a structure.',
  'wrong-birth-date': 'Nobody among us was born on that day.',
  'wrong-role': 'The institution does not know this role.',
  'wrong-structure': 'A relay acts for a structure that exists; this is none.',
  'notice-not-read': 'Confirm first that the person will be informed.',
  'restriction-exists': 'The processing is restricted already.',
  'not-restricted': 'The processing is not restricted.',
  'restriction-of-structure': 'Restricting the processing is the right of a person, not of a structure.',
  'wrong-number': 'The number typed is not the contact’s.',
  'reason-missing': 'Give a reason.',
  'reason-names-contact': 'The reason is kept after the erasure: it must not name the person.',
  'import-refused': 'The file was not imported: some of its lines are not right.',
  'unreadable-file': 'This file could not be read. It takes CSV in UTF-8.',
  'body-too-large': 'This is too large to be received: nothing was saved.',
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
