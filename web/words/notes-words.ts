import type { Category } from '../free-text/passage.ts';
import { createFormat } from './format.ts';

const fr = createFormat('fr', { timeZone: 'UTC', currency: 'EUR' });
const en = createFormat('en', { timeZone: 'UTC', currency: 'EUR' });

interface CategoryWords {
  name: string;
  /** Why it is pointed out, and what to write instead. */
  hint: string;
}

interface Advice {
  title: string;
  text: string;
  /** Said one under the other. */
  points?: string[];
  instead?: string;
  better?: string;
}

/** The words of notes, of the remark, and of the recommendations for free text (R16). */
export interface NotesWords {
  notes: string;
  remark: string;
  newNote: string;
  add: string;
  edit: string;
  save: string;
  delete: string;
  confirmDelete: string;
  keep: string;
  deleted: string;
  empty: string;
  noRemark: string;
  writeRemark: string;
  older: string;
  by: (author: string, when: string) => string;
  changed: (when: string) => string;
  noteOf: (when: string) => string;
  shortcut: string;
  used: (count: number, most: number) => string;
  tooLong: (over: number) => string;
  savedNote: string;
  savedRemark: string;
  savedHint: string;
  recommendations: string;
  openPage: string;
  toReview: (count: number) => string;
  heard: (passages: string[]) => string;
  quote: (text: string) => string;
  never: string;
  standsNow: string;
  nothingStands: string;
  saveMine: string;
  takeTheirs: string;
  gone: string;
  saveAsNew: string;
  categories: Record<Category, CategoryWords>;
  advice: { title: string; intro: string; all: Advice[]; instead: string; better: string; pointer: string };
}

export const notesFr: NotesWords = {
  notes: 'Notes',
  remark: 'Remarque',
  newNote: 'Nouvelle note',
  add: 'Ajouter la note',
  edit: 'Modifier',
  save: 'Enregistrer',
  delete: 'Supprimer',
  confirmDelete: 'Supprimer cette note\u202f? Personne ne pourra la retrouver.',
  keep: 'Garder',
  deleted: 'La note est supprimée.',
  empty: 'Pas encore de note sur ce contact.',
  noRemark: 'Pas de remarque.',
  writeRemark: 'Écrire une remarque',
  older: 'Notes plus anciennes',
  by: (author, when) => `${author}, ${when}`,
  changed: (when) => `modifiée le ${when}`,
  noteOf: (when) => `Note du ${when}`,
  shortcut: 'Ctrl\u00a0+\u00a0Entrée enregistre.',
  used: (count, most) => `${fr.number(count)} caractères sur ${fr.number(most)}`,
  tooLong: (over) => `${fr.number(over)}\u00a0caractère${over < 2 ? '' : 's'} de trop.`,
  savedNote: 'La note est enregistrée.',
  savedRemark: 'La remarque est enregistrée.',
  savedHint:
    'Ce contact peut demander à lire ce qui est écrit sur lui. Vérifiez que votre texte suit les recommandations.',
  recommendations: 'Recommandations pour le texte libre',
  openPage: 'Ouvrir dans une page',
  toReview: (count) => `${count}\u00a0passage${count < 2 ? '' : 's'} à relire`,
  heard: (passages) =>
    `${passages.length}\u00a0passage${passages.length < 2 ? '' : 's'} à relire\u00a0: ${fr.list(passages)}.`,
  quote: (text) => `«\u00a0${text}\u00a0»`,
  never: 'C’est un conseil\u00a0: vous pouvez enregistrer tel quel.',
  standsNow: 'Ce qui est enregistré maintenant\u00a0:',
  nothingStands: '(rien)',
  saveMine: 'Enregistrer mon texte à la place',
  takeTheirs: 'Reprendre le texte enregistré',
  gone: 'Cette note a été supprimée entre-temps. Votre texte est encore là.',
  saveAsNew: 'L’enregistrer comme nouvelle note',
  categories: {
    health: {
      name: 'Santé',
      hint: 'La santé est une donnée sensible. Notez ce qu’il faut faire, pas ce dont la personne souffre.',
    },
    access: {
      name: 'Accès à la salle',
      hint: 'Utile pour bien accueillir, mais cela dit quelque chose de la santé\u00a0: notez le besoin, sans sa cause, et effacez-le quand il ne sert plus.',
    },
    origin: {
      name: 'Origine',
      hint: 'L’origine est une donnée sensible\u00a0: elle ne sert à aucune vente.',
    },
    belief: {
      name: 'Religion ou convictions',
      hint: 'Les convictions sont des données sensibles. Notez le jour ou le menu souhaité, pas la raison.',
    },
    opinion: { name: 'Opinions politiques', hint: 'Les opinions politiques sont des données sensibles.' },
    union: { name: 'Syndicat', hint: 'L’appartenance syndicale est une donnée sensible.' },
    genetics: { name: 'Génétique', hint: 'Les données génétiques sont sensibles.' },
    biometrics: { name: 'Biométrie', hint: 'Les données biométriques sont sensibles.' },
    sexuality: {
      name: 'Vie sexuelle',
      hint: 'La vie sexuelle, les mœurs et l’orientation sont des données sensibles.',
    },
    offence: {
      name: 'Infractions',
      hint: 'Condamnations et soupçons n’ont pas leur place ici. Signalez un incident à qui doit le traiter.',
    },
    judgement: {
      name: 'Jugement',
      hint: 'Décrivez ce qui s’est passé, quand et combien de fois, sans qualifier la personne.',
    },
    'private-life': {
      name: 'Vie privée',
      hint: 'Famille, argent et emploi ne regardent la billetterie que si la personne demande d’en tenir compte.',
    },
    payment: {
      name: 'Carte ou compte',
      hint: 'Un numéro de carte ou de compte ne s’écrit jamais ici\u00a0: passez par le remboursement.',
    },
    'national-number': {
      name: 'Numéro personnel',
      hint: 'Un numéro d’assuré ouvre bien des portes\u202f; la billetterie n’en a pas besoin.',
    },
    secret: {
      name: 'Mot de passe ou code',
      hint: 'Un mot de passe ou un code ne s’écrit nulle part. Effacez-le et faites-le changer.',
    },
  },
  advice: {
    title: 'Recommandations pour le texte libre',
    intro:
      'Notes et remarques sont des données personnelles. Le contact a le droit de les lire\u00a0: écrivez ce que vous pourriez lui lire à voix haute.',
    instead: 'Plutôt que',
    better: 'écrivez',
    all: [
      {
        title: 'Pertinent, adéquat, sans excès',
        text: 'N’écrivez que ce qui sert à accueillir le contact ou à traiter sa demande. Ce qui ne servira pas n’a pas à être gardé.',
        instead: 'M’a longuement parlé de ses vacances et de sa fille',
        better: 'Sera absente du 3 au 20 juillet.',
      },
      {
        title: 'Objectif',
        text: 'Des faits, en phrases complètes et terminées. Pas de qualificatif, pas d’avis ni de jugement de valeur sur la personne ou son comportement.',
        instead: 'Client pénible',
        better: 'A appelé trois fois le 4 mai au sujet de son remboursement.',
      },
      {
        title: 'Rien de sensible, ni directement ni par allusion',
        text: 'Ces données sont protégées par la loi (RGPD, articles 9 et 10). N’écrivez rien qui les révèle ou les laisse deviner\u00a0:',
        points: [
          'origine raciale ou ethnique',
          'opinions politiques',
          'religion, convictions philosophiques',
          'appartenance syndicale',
          'données génétiques ou biométriques',
          'santé',
          'vie sexuelle, mœurs, orientation',
          'casier judiciaire, condamnations, infractions, mesures de sûreté',
        ],
        instead: 'Diabétique',
        better: 'Souhaite une place près de la sortie.',
      },
      {
        title: 'Rien de blessant',
        text: 'Aucun mot offensant, injurieux ou péjoratif\u202f; rien qui nuise à la réputation de quelqu’un ou touche à sa vie privée.',
      },
      {
        title: 'Ni carte, ni compte, ni mot de passe',
        text: 'Numéros de carte, de compte ou d’assuré, mots de passe et codes ne s’écrivent jamais dans une note.',
      },
    ],
    pointer:
      'Pendant la saisie, Rappel souligne les passages qui paraissent sensibles et dit pourquoi. Il n’empêche jamais d’enregistrer, n’envoie rien ailleurs, et ne voit pas tout\u00a0: vous restez juge.',
  },
};

export const notesEn: NotesWords = {
  notes: 'Notes',
  remark: 'Remark',
  newNote: 'New note',
  add: 'Add the note',
  edit: 'Edit',
  save: 'Save',
  delete: 'Delete',
  confirmDelete: 'Delete this note? Nobody will be able to find it again.',
  keep: 'Keep',
  deleted: 'The note is deleted.',
  empty: 'No note on this contact yet.',
  noRemark: 'No remark.',
  writeRemark: 'Write a remark',
  older: 'Older notes',
  by: (author, when) => `${author}, ${when}`,
  changed: (when) => `changed ${when}`,
  noteOf: (when) => `Note of ${when}`,
  shortcut: 'Ctrl + Enter saves.',
  used: (count, most) => `${en.number(count)} of ${en.number(most)} characters`,
  tooLong: (over) => `${en.number(over)} character${over === 1 ? '' : 's'} too many.`,
  savedNote: 'The note is saved.',
  savedRemark: 'The remark is saved.',
  savedHint:
    'This contact may ask to read what is written here. Check that your text follows the recommendations.',
  recommendations: 'Recommendations for free text',
  openPage: 'Open as a page',
  toReview: (count) => `${count} passage${count === 1 ? '' : 's'} to look at again`,
  heard: (passages) =>
    `${passages.length} passage${passages.length === 1 ? '' : 's'} to look at again: ${en.list(passages)}.`,
  quote: (text) => `“${text}”`,
  never: 'This is advice: you may save it as it is.',
  standsNow: 'What is saved now:',
  nothingStands: '(nothing)',
  saveMine: 'Save my text in its place',
  takeTheirs: 'Take the saved text',
  gone: 'This note was deleted in the meantime. Your text is still here.',
  saveAsNew: 'Save it as a new note',
  categories: {
    health: {
      name: 'Health',
      hint: 'Health is sensitive. Write down what is to be done, not what the person suffers from.',
    },
    access: {
      name: 'Access to the hall',
      hint: 'Useful for a good welcome, but it says something of health: note the need without its cause, and delete it when it serves no more.',
    },
    origin: { name: 'Origin', hint: 'Origin is sensitive, and no sale needs it.' },
    belief: {
      name: 'Religion or beliefs',
      hint: 'Beliefs are sensitive. Write down the day or the menu wished for, not the reason.',
    },
    opinion: { name: 'Political opinions', hint: 'Political opinions are sensitive.' },
    union: { name: 'Trade union', hint: 'Membership of a union is sensitive.' },
    genetics: { name: 'Genetics', hint: 'Genetic data are sensitive.' },
    biometrics: { name: 'Biometrics', hint: 'Biometric data are sensitive.' },
    sexuality: { name: 'Sex life', hint: 'Sex life, habits and orientation are sensitive.' },
    offence: {
      name: 'Offences',
      hint: 'Convictions and suspicions do not belong here. Report an incident to whoever deals with it.',
    },
    judgement: {
      name: 'Judgement',
      hint: 'Describe what happened, when and how often, without qualifying the person.',
    },
    'private-life': {
      name: 'Private life',
      hint: 'Family, money and work are no business of the box office, unless the person asks to take them into account.',
    },
    payment: {
      name: 'Card or account',
      hint: 'A card or account number is never written here: use the refund instead.',
    },
    'national-number': {
      name: 'Personal number',
      hint: 'An insurance number opens many doors, and the box office has no need of it.',
    },
    secret: {
      name: 'Password or code',
      hint: 'A password or a code is written down nowhere. Delete it, and have it changed.',
    },
  },
  advice: {
    title: 'Recommendations for free text',
    intro:
      'Notes and remarks are personal data. The contact has the right to read them: write what you could read aloud to that person.',
    instead: 'Instead of',
    better: 'write',
    all: [
      {
        title: 'Relevant, adequate, not excessive',
        text: 'Write only what helps to welcome the contact or to deal with a request. What will not be used need not be kept.',
        instead: 'Told me at length about the holidays and the daughter',
        better: 'Away from 3 to 20 July.',
      },
      {
        title: 'Objective',
        text: 'Facts, in complete and finished sentences. No qualifiers, no opinion and no value judgement on the person or the behaviour.',
        instead: 'Annoying customer',
        better: 'Called three times on 4 May about the refund.',
      },
      {
        title: 'Nothing sensitive, neither directly nor by a hint',
        text: 'The law protects these data (GDPR, articles 9 and 10). Write nothing that reveals them or lets them be guessed:',
        points: [
          'racial or ethnic origin',
          'political opinions',
          'religion, philosophical beliefs',
          'trade union membership',
          'genetic or biometric data',
          'health',
          'sex life, sexual habits, orientation',
          'criminal record, convictions, offences, security measures',
        ],
        instead: 'Diabetic',
        better: 'Would like a seat near the exit.',
      },
      {
        title: 'Nothing that hurts',
        text: 'No offensive, insulting or derogatory word; nothing that harms somebody’s reputation or intrudes on their privacy.',
      },
      {
        title: 'No card, no account, no password',
        text: 'Numbers of cards, accounts or insurances, passwords and codes are never written in a note.',
      },
    ],
    pointer:
      'While you type, Rappel underlines passages that look sensitive and says why. It never keeps you from saving, sends nothing elsewhere, and does not see everything: the judgement stays yours.',
  },
};
