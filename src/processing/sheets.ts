import type { Sheet, SheetSection } from '../paper/paper.ts';
import { activities, dataOf } from './activities.ts';
import type { Facts } from './facts.ts';
import { type Language, words } from './words.ts';

export const sheetNames = ['register', 'information'] as const;
export type SheetName = (typeof sheetNames)[number];

/**
 * The record of processing activities (art. 30 GDPR), or the information for the persons (art. 13 and 14): made of the
 * personal data map and the settings, so that they say what is really done.
 */
export function sheetOf(name: SheetName, facts: Facts, language: Language, now: Date): Sheet {
  return name === 'register' ? register(facts, language, now) : information(facts, language);
}

const FORMATS = { fr: 'fr', en: 'en-GB' };

function register(facts: Facts, language: Language, now: Date): Sheet {
  const said = words[language];
  const { institution, officers, organisations } = facts;
  const day = new Intl.DateTimeFormat(FORMATS[language], {
    dateStyle: 'long',
    timeZone: institution.timeZone,
  }).format(now);
  const controller = [
    { label: said.controller, text: `${institution.name} (${institution.country})` },
    { label: said.organisations, text: organisations.join(', ') },
    { label: said.officer, text: officers.length > 0 ? officers.join(', ') : said.noOfficer },
  ];
  return {
    title: said.register(institution.name),
    intro: [said.registerIntro(day)],
    sections: [
      { title: said.controller, paragraphs: [], facts: controller.filter(({ text }) => text !== '') },
      ...activitiesOf(facts).map((activity) => ({
        title: activity.name[language],
        paragraphs: [],
        facts: [
          { label: said.purpose, text: activity.purpose[language] },
          { label: said.basis, text: activity.basis[language] },
          { label: said.persons, text: activity.persons[language] },
          { label: said.data, text: `${dataOf(activity, language).join(', ')}.` },
        ],
      })),
      { title: said.recipients, paragraphs: recipients(facts, language), facts: [] },
      { title: said.transfers, paragraphs: [said.noTransfers], facts: [] },
      { title: said.kept, paragraphs: periods(facts, language), facts: [] },
      { title: said.measures, paragraphs: said.measuring(facts), facts: [] },
    ],
  };
}

function information(facts: Facts, language: Language): Sheet {
  const said = words[language];
  const { institution, organisations, shops } = facts;
  const section = (title: string, ...paragraphs: string[]): SheetSection => ({
    title,
    paragraphs,
    facts: [],
  });
  const policies = shops.flatMap(({ name, policyAddress }) =>
    policyAddress === null
      ? []
      : [`${said.policy} (${name})${language === 'fr' ? '\u00a0' : ''}: ${policyAddress}`],
  );
  const named = shops.map(({ name }) => name).join(', ');
  return {
    title: said.information(institution.name),
    intro: said.informationIntro,
    sections: [
      section(
        said.who,
        [institution.name, ...organisations.filter((one) => one !== institution.name)].join(', '),
        ...policies,
      ),
      {
        title: said.why,
        paragraphs: [],
        facts: activitiesOf(facts).map((activity) => ({
          label: activity.name[language],
          text: `${activity.purpose[language]}.\n${activity.basis[language]}.\n${dataOf(activity, language).join(', ')}.`,
        })),
      },
      section(said.recipients, ...recipients(facts, language)),
      section(said.kept, ...periods(facts, language)),
      section(said.sources, said.sourcesText),
      section(said.needed, said.neededText),
      section(said.rights, ...said.rightsText, ...(shops.length > 0 ? [said.shop(named)] : [])),
    ],
  };
}

/** Accounts are processed where there is a shop. */
const activitiesOf = ({ shops }: Facts) =>
  activities.filter(({ id }) => id !== 'accounts' || shops.length > 0);

function recipients(
  { mailServer, smsProvider, paymentProviders, singleSignOn, biTools }: Facts,
  language: Language,
): string[] {
  const said = words[language];
  const spoken = (names: string[]) => names.map((name) => name[0]?.toUpperCase() + name.slice(1)).join(', ');
  return [
    said.staff,
    said.host,
    mailServer === null ? said.noMail : said.mail(mailServer),
    ...(smsProvider === null ? [] : [said.textMessages(smsProvider)]),
    ...(paymentProviders.length > 0 ? [said.payments(spoken(paymentProviders))] : []),
    ...(singleSignOn ? [said.identityProvider] : []),
    ...(biTools.length > 0 ? [said.tools(biTools.join(', '))] : []),
  ].map((text) => `${text}.`);
}

function periods({ batches, sealed, postcodeThreshold, shops }: Facts, language: Language): string[] {
  const said = words[language];
  return [
    ...(batches.length > 0 ? batches.map(said.batch) : [said.noBatch]),
    said.exceptions,
    said.unlinked(postcodeThreshold),
    said.beneficiaries,
    sealed ? said.sealed : said.unsealed,
    said.consent,
    said.requests,
    said.messages,
    said.openings,
    ...(shops.length > 0 ? [said.sessions] : []),
  ];
}
