import type { OutboxWords } from './outbox-en.ts';

export const outboxFr: OutboxWords = {
  title: 'Boîte d’envoi',
  about: 'Ce que Rappel a fait savoir aux opérateurs. Les messages sont retirés après 90\u00a0jours.',
  noServer:
    'Aucun serveur de messagerie n’est défini\u00a0: les messages restent ici et ne sont pas envoyés.',
  noServerHint:
    'Qui exploite le serveur définit SMTP_URL (par exemple smtps://utilisateur:motdepasse@mail.example.org:465) et redémarre Rappel. Les messages déjà gardés pourront alors être envoyés d’ici.',
  from: (address) => `Les messages partent de l’adresse ${address}.`,
  recipient: 'À',
  subject: 'Objet',
  state: 'État',
  allStates: 'Tous les états',
  notKept: 'Le texte d’un message à un client n’est plus conservé une fois le message envoyé.',
  written: 'Écrit le',
  sent: 'Remis le',
  attempts: 'Essais',
  why: 'Pourquoi',
  states: {
    queued: 'En attente',
    sending: 'En cours de remise',
    sent: 'Envoyé',
    'not-sent': 'Pas envoyé',
    failed: 'En échec',
  },
  failures: {
    'no-mail-server': 'Aucun serveur de messagerie n’était défini.',
    'recipient-disabled': 'Le destinataire ne travaille plus ici.',
    expired: 'Le lien du message n’était plus valable.',
    interrupted:
      'Rappel s’est arrêté pendant la remise de ce message\u00a0: il est peut-être arrivé. Il ne repart que si vous le demandez.',
    unreachable: 'Le serveur de messagerie n’a pas pu être joint.',
    timeout: 'Le serveur de messagerie n’a pas répondu à temps.',
    tls: 'La connexion sécurisée au serveur de messagerie n’a pas pu être établie.',
    refused: 'Le serveur de messagerie a refusé l’expéditeur, le destinataire ou l’identification.',
    unexpected: 'Cause inattendue\u202f; le journal du serveur en dit plus.',
  },
  smtp: (code) => `Le serveur de messagerie l’a refusé, avec le code ${code}.`,
  again: 'L’envoi est retenté de lui-même, de moins en moins souvent, pendant six heures environ.',
  send: 'Renvoyer',
  queued: 'Le message part.',
  open: 'Ouvrir ce dont il parle',
  text: 'Message',
  empty: 'Pas encore de message',
  emptyHint:
    'Un message est écrit à la fin d’une exécution\u00a0: choisissez dans un batch qui est prévenu, ou cochez la case en lançant une exécution.',
  emptyFilter: 'Aucun message dans cet état',
  emptyFilterAct: 'Tout afficher',
  notify: 'Prévenir à la fin',
  notifyHint:
    'Par e-mail\u00a0: quand une exécution se termine, est arrêtée, s’interrompt ou atteint son plafond.',
  notifyNobody: 'Personne',
  notifyNone: 'Aucun opérateur trouvé',
  notifyMe: 'Me prévenir à la fin',
};
