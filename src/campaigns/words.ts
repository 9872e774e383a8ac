import type { Language } from './reasons.ts';

/** What Rappel itself adds to a message. */
export const footerWords: Record<
  Language,
  { why(institution: string): string; unsubscribe: string; preferences: string; stop: string }
> = {
  fr: {
    why: (institution) => `Vous recevez ce message de la part de ${institution}.`,
    unsubscribe: 'Se désinscrire',
    preferences: 'Mes préférences',
    stop: 'Se désinscrire\u00a0:',
  },
  en: {
    why: (institution) => `You receive this message from ${institution}.`,
    unsubscribe: 'Unsubscribe',
    preferences: 'My preferences',
    stop: 'Unsubscribe:',
  },
};
