import type { Language } from './reasons.ts';

/** What Rappel itself adds to a message. */
export const footerWords: Record<
  Language,
  {
    why(institution: string): string;
    unsubscribe: string;
    preferences: string;
    stop: string;
    /** Of text messages, in the signs that telephones know: short, because each character is paid for. */
    stopBySms(number: string): string;
    stopByLink: string;
  }
> = {
  fr: {
    why: (institution) => `Vous recevez ce message de la part de ${institution}.`,
    unsubscribe: 'Se désinscrire',
    preferences: 'Mes préférences',
    stop: 'Se désinscrire\u00a0:',
    stopBySms: (number) => `STOP au ${number}`,
    stopByLink: 'Se désinscrire :',
  },
  en: {
    why: (institution) => `You receive this message from ${institution}.`,
    unsubscribe: 'Unsubscribe',
    preferences: 'My preferences',
    stop: 'Unsubscribe:',
    stopBySms: (number) => `STOP to ${number}`,
    stopByLink: 'Unsubscribe:',
  },
};
