import type { BulkWords } from './bulk-en.ts';
import { createFormat } from './format.ts';

const { number } = createFormat('fr', { timeZone: 'UTC', currency: 'EUR' });
const s = (count: number) => (count < 2 ? '' : 's');
const contacts = (count: number) => `${number(count)}\u00a0contact${s(count)}`;

export const bulkFr: BulkWords = {
  title: 'Plusieurs contacts à la fois',
  tabs: { update: 'Mettre à jour depuis un CSV', erase: 'Effacer une sélection' },
  file: 'Fichier',
  choose: 'Choisir un CSV',
  fileHint:
    'CSV en UTF-8, jusqu’à 100\u202f000 lignes. La colonne contact_number et, pour chaque valeur, une colonne ' +
    'criterion:<nom du critère> ou authorisation:<nom> (institution, third-parties, partners, email, sms, phone, post\u00a0: yes, no ou none).',
  leaveAlone:
    'Une cellule vide ne change rien, un tiret (-) efface la valeur d’un critère. Ce qui est modifié ici est enregistré comme un import\u00a0: personne n’en devient actif.',
  look: 'Voir ce qui changerait',
  looking: 'Comparaison du fichier avec les contacts…',
  found: (count, rows) =>
    `${contacts(count)} ${count < 2 ? 'serait modifié' : 'seraient modifiés'}, sur ${number(rows)}\u00a0ligne${s(rows)} du fichier.`,
  nothing: 'Le fichier ne change rien\u00a0: chaque valeur est déjà là.',
  fields: 'Par colonne',
  column: 'Colonne',
  changed: 'Modifiées',
  unchanged: 'Inchangées',
  left: 'Laissées',
  values: 'Valeur actuelle → valeur voulue',
  into: (before, after, count) => `${before} → ${after} (${number(count)})`,
  none: 'rien',
  first: (count) =>
    count < 2
      ? 'Le premier contact, valeur par valeur'
      : `Les ${number(count)} premiers contacts, valeur par valeur`,
  line: 'Ligne',
  contact: 'Contact',
  now: 'Actuel',
  wanted: 'Voulu',
  refused: (count) =>
    `${number(count)}\u00a0ligne${s(count)} refusée${s(count)}\u00a0: rien ne peut être appliqué`,
  refusedHint: 'Corrigez-les dans le fichier, ou retirez-les, puis choisissez le fichier à nouveau.',
  at: (line, column) => `Ligne ${number(line)}${column === undefined ? '' : `, ${column}`}\u00a0:`,
  quoted: (value) => `«\u00a0${value}\u00a0»`,
  more: (count) => `… et ${number(count)} de plus`,
  reasons: {
    'no-number': 'sans numéro de contact',
    'unknown-contact': 'aucun contact n’a ce numéro',
    'confidential-contact': 'votre profil ne peut pas ouvrir la fiche de ce contact',
    twice: 'le contact est deux fois dans le fichier',
    'wrong-value': 'n’est pas une valeur de cette colonne',
    'wrong-count': 'un autre nombre de champs que la première ligne',
  },
  apply: (count) => `Modifier ${contacts(count)}`,
  applying:
    'Ce qui est montré est modifié exactement, en entier ou pas du tout. L’historique garde les valeurs d’avant.',
  done: (count, criteria, authorisations) =>
    `${contacts(count)} modifié${s(count)}\u00a0: ${number(criteria)}\u00a0valeur${s(criteria)} de critère, ${number(authorisations)}\u00a0autorisation${s(authorisations)}.`,
  again: 'Comparer à nouveau',
  wrongColumns: 'La première ligne du fichier',
  columnProblems: {
    missing: 'manque',
    unknown: 'n’est pas connue, ou plus en usage',
    ambiguous: 'existe dans plusieurs organismes\u00a0: écrivez criterion:<nom>@<organisme>',
    twice: 'y est deux fois',
  },
  noField: 'Il n’y a pas de colonne en dehors de contact_number.',
  numbers: 'Numéros de contact',
  numbersHint:
    'Un par ligne, ou séparés par des virgules ou des points-virgules. Ou un CSV avec une colonne contact_number.',
  fromFile: 'Ou depuis un fichier',
  ignores:
    'L’activité ne compte pas ici\u00a0: une sélection est effacée aussi récente que soit sa dernière activité. Dettes, avoirs, ' +
    'billets à venir, rôles, limitations et listes d’attente épargnent comme dans un batch.',
  simulateFirst: 'D’abord une simulation, qui n’efface personne. L’exécution réelle se lance depuis sa page.',
  simulate: 'Simuler',
  tagged:
    'Les contacts qu’un autre système marque sont effacés par un batch avec un critère oui/non\u00a0: choisissez-le dans le batch.',
  wrongNumbers: 'Ces numéros ne sont ceux d’aucun contact, ou sont ceux d’une structure\u00a0:',
  scope: {
    selection: (asOf, count) =>
      `Au ${asOf}\u00a0: une sélection de ${contacts(count)}, quelle que soit la dernière activité.`,
    criterion: (asOf, name) =>
      `Au ${asOf}\u00a0: contacts dont le critère «\u00a0${name}\u00a0» est oui, quelle que soit la dernière activité.`,
  },
  emptyScope: 'Plus personne ne correspond',
  batchScope: 'Qui est concerné',
  batchInactive: 'Les contacts inactifs',
  batchCriterion: (name) => `Les contacts dont le critère «\u00a0${name}\u00a0» est oui`,
  batchCriterionHint:
    'Qui a «\u00a0oui\u00a0» à ce critère au moment de l’exécution est effacé, quelle que soit son activité\u202f; dettes et autres motifs épargnent.',
};
