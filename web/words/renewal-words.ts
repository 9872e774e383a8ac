import { createFormat } from './format.ts';

const en = createFormat('en', { timeZone: 'UTC', currency: 'EUR' });
const fr = createFormat('fr', { timeZone: 'UTC', currency: 'EUR' });
const s = (count: number) => (count < 2 ? '' : 's');

/** The words around the guided renewal of consent (R29). */
export const renewalEn = {
  title: 'Consent renewal',
  about:
    'Writes to those who will soon be forgotten: whoever clicks or answers stays. Three steps are prepared here in one go; nothing is sent, and nobody is erased.',
  page: 'The page that the message leads to is there already:',
  seePage: 'see it, and which clicks count',
  months: 'Without activity for',
  monthsHint: 'In months. A batch that erases after 36 months leaves a year to answer with 24.',
  begin: 'Prepare the campaign',
  goOn: 'Go on',
  steps: {
    simulation: 'Simulation',
    target: 'Target',
    campaign: 'Draft campaign',
  },
  stepHints: {
    simulation:
      'Looks anew at when each contact was last active (its GDPR recency). It changes no contact and erases nobody.',
    target:
      'Individuals who were not active since, as a dynamic target: it is looked for again when the campaign leaves.',
    campaign: 'An e-mail in French and English, with the first name and a tracked link to the renewal page.',
  },
  todo: 'to come',
  doing: 'under way…',
  done: 'done',
  simulated: (contacts: number, inactive: number) =>
    `${en.number(contacts)} contact${s(contacts)} looked at, ${en.number(inactive)} without activity.`,
  simulationFailed: 'The simulation did not end. Look at its page, and begin again.',
  targeted: (volume: number, left: number) =>
    `${en.number(volume)} contact${s(volume)}; ${en.number(left)} left once those are taken out who refuse our news or e-mail.`,
  reached: (reached: number, excluded: number) =>
    `Would reach ${en.number(reached)} now, and leaves ${en.number(excluded)} out.`,
  seeSimulation: 'See the simulation',
  seeTarget: 'See the target',
  next: 'What is left to do',
  nextHint: 'Read the text, send yourself a test message, then send the campaign.',
  open: 'Read the text',
  again: 'Prepare another one',
  name: (months: number, day: string) => `Consent renewal, ${en.number(months)} months, ${day}`,
  button: 'Consent renewal',
};

export const renewalFr: typeof renewalEn = {
  title: 'Renouvellement du consentement',
  about:
    'Cette campagne écrit à ceux qui seront bientôt oubliés\u00a0: qui clique ou répond reste. Trois étapes sont préparées ici d’un coup\u202f; rien n’est envoyé, et personne n’est effacé.',
  page: 'La page vers laquelle mène le message est déjà là\u00a0:',
  seePage: 'la voir, et quels clics comptent',
  months: 'Sans activité depuis',
  monthsHint: 'En mois. Si un batch efface après 36\u00a0mois, 24 laissent un an pour répondre.',
  begin: 'Préparer la campagne',
  goOn: 'Continuer',
  steps: {
    simulation: 'Simulation',
    target: 'Cible',
    campaign: 'Campagne en brouillon',
  },
  stepHints: {
    simulation:
      'Regarde à nouveau quand chaque contact a été actif pour la dernière fois (sa récence GDPR). Elle ne change aucun contact et n’efface personne.',
    target:
      'Les individuels restés sans activité aussi longtemps, comme cible dynamique\u00a0: elle est cherchée à nouveau quand la campagne part.',
    campaign:
      'Un e-mail en français et en anglais, avec le prénom et un lien suivi vers la page de renouvellement.',
  },
  todo: 'à venir',
  doing: 'en cours…',
  done: 'fait',
  simulated: (contacts, inactive) =>
    `${fr.number(contacts)}\u00a0contact${s(contacts)} examiné${s(contacts)}, dont ${fr.number(inactive)} sans activité.`,
  simulationFailed: 'La simulation n’est pas allée au bout. Regardez sa page, et recommencez.',
  targeted: (volume, left) =>
    `${fr.number(volume)}\u00a0contact${s(volume)}\u202f; ${fr.number(left)} une fois exclus ceux qui refusent nos nouvelles ou l’e-mail.`,
  reached: (reached, excluded) =>
    `Atteindrait ${fr.number(reached)} contact${s(reached)} à présent, et en exclut ${fr.number(excluded)}.`,
  seeSimulation: 'Voir la simulation',
  seeTarget: 'Voir la cible',
  next: 'Ce qu’il reste à faire',
  nextHint: 'Relire le texte, s’envoyer un message d’essai, puis envoyer la campagne.',
  open: 'Relire le texte',
  again: 'En préparer une autre',
  name: (months, day) => `Renouvellement du consentement, ${fr.number(months)}\u00a0mois, ${day}`,
  button: 'Renouvellement du consentement',
};
