import { toMjml } from './blocks.ts';
import type { Campaign, Content, Language } from './queries.ts';

const SAMPLES = {
  fr: {
    subject: 'La nouvelle saison est là',
    heading: 'La nouvelle saison est là',
    text: 'Bonjour {{ contact.salutation | default: "à vous" }},\n\nDécouvrez le programme et choisissez vos places avant tout le monde.',
    button: 'Voir le programme',
    address: 'https://',
    renewalSubject: 'Restons-nous en contact\u202f?',
    renewalHeading: 'Restons-nous en contact\u202f?',
    renewal:
      'Bonjour {{ contact.first_name | default: "à vous" }},\n\nNous ne vous avons pas vu depuis longtemps. Si vous voulez continuer à recevoir de nos nouvelles, il suffit de cliquer.',
    renewalButton: 'Oui, restons en contact',
    purchaseSubject: 'Votre séance\u00a0: {{ performance.name }}',
    purchaseHeading: '{{ performance.name }}',
    purchase:
      'Bonjour {{ contact.salutation | default: "à vous" }},\n\nLa séance du {{ performance.date }} à {{ performance.time }} est reportée. Vos billets restent valables.',
    sms: 'Bonjour {{ contact.first_name }}, ',
  },
  en: {
    subject: 'The new season is here',
    heading: 'The new season is here',
    text: 'Hello {{ contact.salutation | default: "there" }},\n\nSee the programme and choose your seats before everybody else.',
    button: 'See the programme',
    address: 'https://',
    renewalSubject: 'Shall we stay in touch?',
    renewalHeading: 'Shall we stay in touch?',
    renewal:
      'Hello {{ contact.first_name | default: "there" }},\n\nWe have not seen you for long. If you want to go on hearing from us, one click is enough.',
    renewalButton: 'Yes, let us stay in touch',
    purchaseSubject: 'Your performance: {{ performance.name }}',
    purchaseHeading: '{{ performance.name }}',
    purchase:
      'Hello {{ contact.salutation | default: "there" }},\n\nThe performance on {{ performance.date }} at {{ performance.time }} is postponed. Your tickets stay valid.',
    sms: 'Hello {{ contact.first_name }}, ',
  },
} as const;

const EMPTY_CONTENT: Content = { subject: '', preheader: '', body: '', textBody: null };

/** A text to begin with, by what the campaign is. */
export function exampleOf({ type, channel }: Campaign, language: Language): Content {
  const say = SAMPLES[language];
  if (channel !== 'email') return { ...EMPTY_CONTENT, body: say.sms };
  switch (type) {
    case 'consent-renewal':
      return {
        ...EMPTY_CONTENT,
        subject: say.renewalSubject,
        body: toMjml([
          { kind: 'heading', words: say.renewalHeading },
          { kind: 'text', words: say.renewal },
          { kind: 'button', words: say.renewalButton, address: '{{ renewal_link }}' },
        ]),
      };
    case 'purchase-information':
      return {
        ...EMPTY_CONTENT,
        subject: say.purchaseSubject,
        body: toMjml([
          { kind: 'heading', words: say.purchaseHeading },
          { kind: 'text', words: say.purchase },
        ]),
      };
    case 'marketing':
      return {
        ...EMPTY_CONTENT,
        subject: say.subject,
        body: toMjml([
          { kind: 'heading', words: say.heading },
          { kind: 'text', words: say.text },
          { kind: 'button', words: say.button, address: say.address },
        ]),
      };
  }
}
