import { mailOf } from './editor/templates.ts';
import type { Campaign, Content, Language } from './queries.ts';

/** What a message may begin from. */
export type Example = 'announcement' | 'season' | 'reminder' | 'postponed' | 'renewal' | 'blank';

const FOR_TYPE = {
  marketing: ['announcement', 'season', 'blank'],
  'consent-renewal': ['renewal', 'blank'],
  'purchase-information': ['reminder', 'postponed', 'blank'],
} as const satisfies Record<Campaign['type'], readonly Example[]>;

/** What a campaign may begin from, the likeliest first; of a text without pictures there is but one. */
export const examplesFor = ({ type, channel }: Campaign): readonly Example[] =>
  channel === 'email' ? FOR_TYPE[type] : FOR_TYPE[type].slice(0, 1);

const HELLO = {
  fr: '{{ contact.salutation | default: "à vous" }}',
  en: '{{ contact.salutation | default: "there" }}',
} as const;
const NOWHERE = 'https://';

interface Sample {
  subject: string;
  body: string;
}

const FRENCH: Record<Example, () => Sample> = {
  announcement: () => ({
    subject: 'La nouvelle saison est là',
    body: mailOf({
      heading: 'La nouvelle saison est là',
      paragraphs: [
        `Bonjour ${HELLO.fr},`,
        'Découvrez le programme et choisissez vos places avant tout le monde.',
      ],
      button: { words: 'Voir le programme', address: NOWHERE },
    }),
  }),
  season: () => ({
    subject: 'Au programme cette saison',
    body: mailOf({
      heading: 'Au programme cette saison',
      paragraphs: [`Bonjour ${HELLO.fr},`, 'Voici deux rendez-vous à ne pas manquer.'],
      pair: [
        ['Premier spectacle', 'Quand, où, avec qui\u00a0: en deux phrases.'],
        ['Second spectacle', 'Quand, où, avec qui\u00a0: en deux phrases.'],
      ],
      button: { words: 'Toute la saison', address: NOWHERE },
    }),
  }),
  reminder: () => ({
    subject: 'À bientôt\u00a0: {{ performance.name }}',
    body: mailOf({
      heading: '{{ performance.name }}',
      paragraphs: [
        `Bonjour ${HELLO.fr},`,
        'Nous vous attendons le <strong>{{ performance.date }} à {{ performance.time }}</strong>, {{ performance.venue | default: "chez nous" }}.',
        'Ayez vos billets à portée de main.',
      ],
    }),
  }),
  postponed: () => ({
    subject: 'Votre séance\u00a0: {{ performance.name }}',
    body: mailOf({
      heading: '{{ performance.name }}',
      paragraphs: [
        `Bonjour ${HELLO.fr},`,
        'La séance du {{ performance.date }} à {{ performance.time }} est reportée. Vos billets restent valables.',
      ],
    }),
  }),
  renewal: () => ({
    subject: 'Restons-nous en contact\u202f?',
    body: mailOf({
      heading: 'Restons-nous en contact\u202f?',
      paragraphs: [
        'Bonjour {{ contact.first_name | default: "à vous" }},',
        'Voilà longtemps que nous sommes sans nouvelles de vous. Si vous voulez continuer à recevoir de nos nouvelles, il suffit de cliquer.',
      ],
      button: { words: 'Oui, restons en contact', address: '{{ renewal_link }}' },
    }),
  }),
  blank: () => ({ subject: '', body: '' }),
};

const ENGLISH: Record<Example, () => Sample> = {
  announcement: () => ({
    subject: 'The new season is here',
    body: mailOf({
      heading: 'The new season is here',
      paragraphs: [`Hello ${HELLO.en},`, 'See the programme and choose your seats before everybody else.'],
      button: { words: 'See the programme', address: NOWHERE },
    }),
  }),
  season: () => ({
    subject: 'This season',
    body: mailOf({
      heading: 'This season',
      paragraphs: [`Hello ${HELLO.en},`, 'Two evenings not to be missed.'],
      pair: [
        ['First show', 'When, where and with whom, in two sentences.'],
        ['Second show', 'When, where and with whom, in two sentences.'],
      ],
      button: { words: 'The whole season', address: NOWHERE },
    }),
  }),
  reminder: () => ({
    subject: 'See you soon: {{ performance.name }}',
    body: mailOf({
      heading: '{{ performance.name }}',
      paragraphs: [
        `Hello ${HELLO.en},`,
        'We expect you on <strong>{{ performance.date }} at {{ performance.time }}</strong>, {{ performance.venue | default: "at our house" }}.',
        'Have your tickets at hand.',
      ],
    }),
  }),
  postponed: () => ({
    subject: 'Your performance: {{ performance.name }}',
    body: mailOf({
      heading: '{{ performance.name }}',
      paragraphs: [
        `Hello ${HELLO.en},`,
        'The performance on {{ performance.date }} at {{ performance.time }} is postponed. Your tickets stay valid.',
      ],
    }),
  }),
  renewal: () => ({
    subject: 'Shall we stay in touch?',
    body: mailOf({
      heading: 'Shall we stay in touch?',
      paragraphs: [
        'Hello {{ contact.first_name | default: "there" }},',
        'We have not seen you for long. If you want to go on hearing from us, one click is enough.',
      ],
      button: { words: 'Yes, let us stay in touch', address: '{{ renewal_link }}' },
    }),
  }),
  blank: () => ({ subject: '', body: '' }),
};

const SHORT = { fr: 'Bonjour {{ contact.first_name }}, ', en: 'Hello {{ contact.first_name }}, ' } as const;

/** A text to begin with; not said otherwise, the likeliest for such a campaign. */
export function exampleOf(
  campaign: Campaign,
  language: Language,
  example: Example = FOR_TYPE[campaign.type][0],
): Content {
  if (campaign.channel !== 'email')
    return { subject: '', preheader: '', body: SHORT[language], textBody: null };
  const sample = { fr: FRENCH, en: ENGLISH }[language][example]();
  return { preheader: '', textBody: null, ...sample };
}
