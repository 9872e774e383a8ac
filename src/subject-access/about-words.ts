import type { Language } from './words.ts';

/** What the page says beside the data itself: what art. 15(1) GDPR asks for, of what Rappel does with it. */
interface AboutWords {
  title: (institution: string) => string;
  made: (when: string, number: string) => string;
  files: string;
  printed: (shown: number, all: number) => string;
  contents: string;
  nothing: string;
  empty: string;
  yes: string;
  no: string;
  picture: string;
  about: { title: string; paragraphs: string[] }[];
  months: (months: number) => string;
  monthsUnknown: string;
  booksAndLogs: string;
  provider: (names: string) => string;
}

export const aboutWords: Record<Language, AboutWords> = {
  fr: {
    title: (institution) => `Vos données personnelles chez ${institution}`,
    made: (when, number) =>
      `Cet extrait a été établi le ${when} pour le contact numéro ${number}. Il contient tout ce que notre logiciel sait de vous, et rien sur d’autres personnes\u00a0: ni le nom de qui vous accompagne ou a payé pour vous, ni celui des personnes qui travaillent chez nous.`,
    files:
      'L’extrait se lit dans vos-donnees.html ou, pour l’imprimer, dans vos-donnees.pdf. Pour d’autres logiciels, data.json contient les mêmes données, réparties selon leur origine\u00a0: ce que vous nous avez donné, ce que nous avons observé, ce que nous avons déduit ou écrit nous-mêmes\u202f; portable.json contient les deux premières, que vous pouvez remettre à un autre service (art.\u00a020 du RGPD). Des fichiers .schema.json les décrivent. Le dossier csv contient un tableau par sujet. Votre photo, s’il y en a une, est le fichier photo.webp.',
    printed: (shown, all) =>
      `Voici les ${shown} plus récentes, sur ${all.toLocaleString('fr')}. Toutes figurent dans vos-donnees.html et dans le dossier csv.`,
    contents: 'Sommaire',
    nothing: 'Nous n’avons rien sur vous dans ces domaines\u00a0:',
    empty: 'Rien.',
    yes: 'Oui',
    no: 'Non',
    picture: 'Votre photo',
    about: [
      {
        title: 'Pourquoi nous avons ces données',
        paragraphs: [
          'Pour vous vendre des billets et vous accueillir (exécution d’un contrat, art. 6, par. 1, point b, du RGPD)\u202f; pour tenir nos comptes (obligation légale, point c)\u202f; pour vous envoyer les informations que vous avez acceptées (consentement, point a, que vous pouvez retirer à tout moment)\u202f; pour connaître notre public et bien tenir notre fichier (intérêt légitime, point f).',
        ],
      },
      {
        title: 'Qui y a accès',
        paragraphs: [
          'Les personnes qui travaillent pour nos organismes, chacune selon ses droits, et les prestataires qui exploitent nos serveurs et acheminent nos messages. Vos données ne sont transmises à des tiers que si vous l’avez autorisé.',
        ],
      },
      {
        title: 'D’où elles viennent',
        paragraphs: [
          'De vous, de qui a commandé pour vous, de ce que vous faites dans nos lieux et sur nos sites, des personnes qui tiennent notre fichier, et des fichiers que nous avons repris d’un autre logiciel.',
        ],
      },
      {
        title: 'Vos droits',
        paragraphs: [
          'Vous pouvez nous demander de rectifier ces données, de les effacer, d’en limiter l’usage ou de vous les remettre pour un autre service\u202f; vous pouvez vous opposer à leur usage et retirer un consentement. Nous répondons dans le délai d’un mois. Vous pouvez aussi vous adresser à l’autorité de protection des données de votre pays.',
          'Aucune décision produisant des effets juridiques n’est prise par une machine seule à partir de ces données.',
        ],
      },
    ],
    months: (months) =>
      `Sans activité de votre part pendant ${months}\u00a0mois, votre fiche est effacée\u202f; vos commandes restent pour nos comptes et nos statistiques, sans plus rien qui mène à vous.`,
    monthsUnknown:
      'Sans activité de votre part pendant une durée que nous fixons, votre fiche est effacée\u202f; vos commandes restent pour nos comptes et nos statistiques, sans plus rien qui mène à vous.',
    booksAndLogs:
      'Les messages envoyés sont effacés après 90\u00a0jours. Une limitation du traitement ou une dette suspend l’effacement.',
    provider: (names) => `Vos paiements en ligne sont passés par\u00a0: ${names}.`,
  },
  en: {
    title: (institution) => `Your personal data at ${institution}`,
    made: (when, number) =>
      `This extract was made on ${when} for contact number ${number}. It holds all that our software knows of you, and nothing of other persons: neither the names of who comes with you or paid for you, nor of the people who work here.`,
    files:
      'The extract is read in your-data.html or, to print it, in your-data.pdf. For other software, data.json holds the same data, parted by where they come from: what you gave us, what we observed, what we concluded or wrote ourselves; portable.json has the first two, which you may hand to another service (art. 20 GDPR). The files .schema.json describe them. The folder csv has a table for each subject. Your photo, where there is one, is the file photo.webp.',
    printed: (shown, all) =>
      `These are the ${shown} latest of ${all.toLocaleString('en')}. All of them are in your-data.html and in the folder csv.`,
    contents: 'Contents',
    nothing: 'We have nothing about you here:',
    empty: 'Nothing.',
    yes: 'Yes',
    no: 'No',
    picture: 'Your photo',
    about: [
      {
        title: 'Why we have these data',
        paragraphs: [
          'To sell you tickets and welcome you (performance of a contract, art. 6(1)(b) GDPR); to keep our books (legal obligation, point c); to send you the information that you accepted (consent, point a, which you may withdraw at any time); to know our audience and keep our records right (legitimate interest, point f).',
        ],
      },
      {
        title: 'Who has access to them',
        paragraphs: [
          'The people who work for our organisations, each according to their rights, and the providers who run our servers and carry our messages. Your data are passed to third parties only if you authorised it.',
        ],
      },
      {
        title: 'Where they come from',
        paragraphs: [
          'From you, from who ordered for you, from what you do at our venues and on our sites, from the people who keep our records, and from files that we took over from other software.',
        ],
      },
      {
        title: 'Your rights',
        paragraphs: [
          'You may ask us to rectify these data, to erase them, to restrict their use, or to hand them to you for another service; you may object to their use and withdraw a consent. We answer within one month. You may also turn to the data protection authority of your country.',
          'No decision with legal effects is taken by a machine alone from these data.',
        ],
      },
    ],
    months: (months) =>
      `Where you are not active for ${months} months, your record is erased; your orders stay for our books and statistics, with nothing left that leads to you.`,
    monthsUnknown:
      'Where you are not active for a period that we set, your record is erased; your orders stay for our books and statistics, with nothing left that leads to you.',
    booksAndLogs:
      'Messages that were sent are removed after 90 days. A restriction of the processing or a debt holds the erasure back.',
    provider: (names) => `Your online payments went through: ${names}.`,
  },
};

export const keptHowLong: Record<Language, string> = {
  fr: 'Combien de temps nous les gardons',
  en: 'How long we keep them',
};
