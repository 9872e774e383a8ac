import type { RequestKind } from './requests.ts';
import { type Language, meanings } from './words.ts';

/** What operators are told of a request: that it came, that its last day comes, that it is past. */
export interface Reminder {
  id: number;
  kind: RequestKind;
  dueOn: string;
  sort: 'received' | 'due' | 'overdue';
}

type Words = { subject: string; body: string };
type Said = Record<Reminder['sort'], (what: string, id: number, day: string) => Words>;

// A colon has a no-break space before it in French (\u00a0), as have guillemets inside.
const said: Record<Language, Said> = {
  fr: {
    received: (what, id, day) => ({
      subject: `Nouvelle demande ${id}\u00a0: ${what}`,
      body: `Une personne a fait une demande depuis son compte\u00a0: ${what}. Elle attend une réponse d’ici au ${day}.`,
    }),
    due: (what, id, day) => ({
      subject: `Demande ${id} à répondre d’ici au ${day}`,
      body: `La demande ${id} (${what}) attend une réponse d’ici au ${day}. Si elle est difficile, le délai peut encore être prolongé de deux mois, avec sa raison.`,
    }),
    overdue: (what, id, day) => ({
      subject: `Demande ${id} en retard`,
      body: `La demande ${id} (${what}) devait recevoir une réponse d’ici au ${day}. Répondez sans attendre, et dites à la personne pourquoi il y a du retard.`,
    }),
  },
  en: {
    received: (what, id, day) => ({
      subject: `New request ${id}: ${what}`,
      body: `Somebody made a request in the account: ${what}. It waits for an answer by ${day}.`,
    }),
    due: (what, id, day) => ({
      subject: `Request ${id} to be answered by ${day}`,
      body: `Request ${id} (${what}) waits for an answer by ${day}. If it is difficult, the time can still be extended by two months, with its reason.`,
    }),
    overdue: (what, id, day) => ({
      subject: `Request ${id} is overdue`,
      body: `Request ${id} (${what}) was to be answered by ${day}. Answer at once, and tell the person why it is late.`,
    }),
  },
};

const days: Record<Language, Intl.DateTimeFormat> = {
  fr: new Intl.DateTimeFormat('fr', { dateStyle: 'long', timeZone: 'UTC' }),
  en: new Intl.DateTimeFormat('en-GB', { dateStyle: 'long', timeZone: 'UTC' }),
};

export function reminderWords(language: Language, { id, kind, dueOn, sort }: Reminder): Words {
  const what = (meanings['subject_requests.kind']?.[kind]?.[language] ?? kind).toLowerCase();
  const day = days[language].format(new Date(`${dueOn}T12:00:00Z`));
  return said[language][sort](what, id, language === 'fr' ? day.replace(/^1(?=\s)/, '1er') : day);
}
