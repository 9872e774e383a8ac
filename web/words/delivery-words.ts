/** The words around messages of campaigns that may have been sent, and lists for the printer and the callers. */
export const deliveryEn = {
  title: 'May have been sent',
  about: (count: number) =>
    count === 1
      ? 'One message was being handed to the mail server when the connection or Rappel broke off: it may have arrived. It is not sent again by itself.'
      : `${count} messages were being handed to the mail server when the connection or Rappel broke off: they may have arrived. They are not sent again by themselves.`,
  contact: 'Contact',
  hidden: 'Not shown, or erased since',
  why: 'What broke off',
  reasons: {
    interrupted: 'Rappel was stopped',
    timeout: 'The mail server did not answer',
    'connection-lost': 'The connection was lost',
    tls: 'The encrypted connection was lost',
  } as Record<string, string>,
  others: (count: number) => `and ${count} more`,
  sendAgain: 'Send again',
  sendAgainHint: 'Whoever has it already gets it twice.',
  takeAsSent: 'Take as sent',
  takeAsSentHint: 'Whoever did not get it gets nothing.',
  decided: 'Decided',
  list: {
    title: { post: 'List for the printer', phone: 'List of calls' },
    about:
      'Everybody who may be reached now goes on the list and counts as sent. Whoever has refused meanwhile is left out, with the reason.',
    drawn:
      'The list can be fetched again at any time. Whoever has refused since, or was erased, is on it no more.',
    drawUp: 'Draw up the list',
    download: 'Fetch the list (CSV)',
  },
};

export const deliveryFr: typeof deliveryEn = {
  title: 'Peut-être envoyés',
  about: (count) =>
    count === 1
      ? 'Un message était en cours de remise au serveur de messagerie quand la connexion ou Rappel s’est interrompu\u00a0: il est peut-être arrivé. Il n’est pas renvoyé de lui-même.'
      : `${count} messages étaient en cours de remise au serveur de messagerie quand la connexion ou Rappel s’est interrompu\u00a0: ils sont peut-être arrivés. Ils ne sont pas renvoyés d’eux-mêmes.`,
  contact: 'Contact',
  hidden: 'Non affiché, ou effacé depuis',
  why: 'Ce qui s’est interrompu',
  reasons: {
    interrupted: 'Rappel a été arrêté',
    timeout: 'Le serveur de messagerie n’a pas répondu',
    'connection-lost': 'La connexion s’est coupée',
    tls: 'La connexion chiffrée s’est coupée',
  },
  others: (count) => `et ${count} autres`,
  sendAgain: 'Renvoyer',
  sendAgainHint: 'Qui l’a déjà reçu le reçoit deux fois.',
  takeAsSent: 'Considérer comme envoyés',
  takeAsSentHint: 'Qui ne l’a pas reçu ne reçoit rien.',
  decided: 'C’est décidé',
  list: {
    title: { post: 'Liste pour l’imprimeur', phone: 'Liste d’appels' },
    about:
      'Toutes les personnes joignables à présent sont mises sur la liste et comptent comme envoyées. Qui a refusé entre-temps en est exclu, avec la raison.',
    drawn: 'La liste peut être reprise à tout moment. Qui a refusé depuis, ou a été effacé, n’y figure plus.',
    drawUp: 'Établir la liste',
    download: 'Télécharger la liste (CSV)',
  },
};
