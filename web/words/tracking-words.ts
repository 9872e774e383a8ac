/** The words around clicks and what messages lead to (R29-R32). */
export const trackingEn = {
  title: 'Clicks and renewal',
  counting: 'Which clicks count',
  countingHint:
    'A click that counts, on a link of a campaign, moves the recency of the contact: it is kept for that much longer. Mail scanners open every link before people do. A change holds for clicks from now on.',
  countings: {
    any: 'Every click',
    human: 'Clicks that look like a person’s',
    confirmed: 'Only an answer on the renewal page',
  },
  countingHints: {
    any: 'Scanners count as well: contacts without any activity of their own are kept.',
    human: 'Recommended. What looks automatic stays visible in the contact’s history, with its reason.',
    confirmed: 'The strictest: the click leads on, but only a button on the page counts.',
  },
  save: 'Save',
  saved: 'Saved.',
  renewal: 'Renewal page',
  renewalHint:
    'The page on which contacts that have not been active for long say whether they stay in touch. What somebody read is kept with the answer: each change is a new version.',
  version: (version: number) => `Version ${version}`,
  own: 'The text of Rappel, as long as there is none of your own.',
  french: 'Text in French',
  english: 'Text in English',
  write: 'Write this version',
  preview: 'See the page as it is',
  previewIn: { fr: 'in French', en: 'in English' },
  why: {
    method: 'not opened, only checked (HEAD)',
    prefetch: 'loaded in advance by a program',
    scanner: 'opened by a scanner or a bot',
    burst: 'several links within seconds',
    decoy: 'a link that people do not see',
    unconfirmed: 'not confirmed on the page',
    reclassified: 'an operator decided so',
  } as Record<string, string>,
  decided: 'an operator decided that it counts',
  count: 'Count it',
  doNotCount: 'Do not count it',
  of: (act: string, when: string) => `${act}: click of ${when}`,
  answered: (campaign: string) => `Answer on the renewal page, campaign “${campaign}”`,
  byCustomer: 'by the contact',
  did: {
    'consent.record': 'Authorisations or criteria recorded',
    'consent.unsubscribe': 'Unsubscribed by a link of a message',
    'tracking.refuse': 'Refused to have its clicks followed',
    'tracking.allow': 'Agreed to have its clicks followed',
    'click.reclassify': 'A click was judged anew',
  } as Record<string, string>,
};
export type TrackingWords = typeof trackingEn;

export const trackingFr: TrackingWords = {
  title: 'Clics et renouvellement',
  counting: 'Quels clics comptent',
  countingHint:
    'Un clic qui compte, sur un lien d’une campagne, déplace la récence du contact\u00a0: il sera oublié d’autant plus tard. Les filtres de messagerie ouvrent tous les liens avant les personnes. Un changement vaut pour les clics à venir.',
  countings: {
    any: 'Tous les clics',
    human: 'Les clics qui semblent faits par une personne',
    confirmed: 'Seulement une réponse sur la page de renouvellement',
  },
  countingHints: {
    any: 'Les robots comptent aussi\u00a0: des contacts sans aucune activité propre sont conservés.',
    human:
      'Recommandé. Ce qui semble automatique reste visible dans l’historique du contact, avec la raison.',
    confirmed: 'Le plus strict\u00a0: le clic mène plus loin, mais seul un bouton de la page compte.',
  },
  save: 'Enregistrer',
  saved: 'Enregistré.',
  renewal: 'Page de renouvellement',
  renewalHint:
    'La page où les contacts sans activité depuis longtemps disent s’ils restent en contact. Ce qui a été lu est conservé avec la réponse\u00a0: chaque changement est une nouvelle version.',
  version: (version) => `Version ${version}`,
  own: 'Le texte de Rappel, tant que vous n’avez pas écrit le vôtre.',
  french: 'Texte en français',
  english: 'Texte en anglais',
  write: 'Écrire cette version',
  preview: 'Voir la page telle qu’elle est',
  previewIn: { fr: 'en français', en: 'en anglais' },
  why: {
    method: 'non ouvert, seulement vérifié (HEAD)',
    prefetch: 'chargé d’avance par un programme',
    scanner: 'ouvert par un filtre ou un robot',
    burst: 'plusieurs liens en quelques secondes',
    decoy: 'un lien que personne ne voit',
    unconfirmed: 'non confirmé sur la page',
    reclassified: 'décidé par un opérateur',
  },
  decided: 'un opérateur a décidé qu’il compte',
  count: 'Le compter',
  doNotCount: 'Ne pas le compter',
  of: (act, when) => `${act}\u00a0: clic du ${when}`,
  answered: (campaign) => `Réponse sur la page de renouvellement, campagne «\u00a0${campaign}\u00a0»`,
  byCustomer: 'par le contact',
  did: {
    'consent.record': 'Autorisations ou critères enregistrés',
    'consent.unsubscribe': 'Désinscription par un lien d’un message',
    'tracking.refuse': 'A refusé que ses clics soient suivis',
    'tracking.allow': 'A accepté que ses clics soient suivis',
    'click.reclassify': 'Un clic a été jugé à nouveau',
  },
};
