export type Language = 'en' | 'fr';

/**
 * The language to answer in: French or English, whichever `Accept-Language` ranks higher; English where it
 * names neither.
 */
export function preferredLanguage(accepted: string | undefined): Language {
  let best: Language = 'en';
  let bestWeight = 0;
  for (const range of (accepted ?? '').split(',')) {
    const [tag = '', ...parameters] = range.split(';').map((part) => part.trim().toLowerCase());
    const quality = parameters.find((parameter) => parameter.startsWith('q='));
    const weight = quality === undefined ? 1 : Number(quality.slice(2));
    const language = tag.split('-')[0];
    if ((language === 'fr' || language === 'en') && weight > bestWeight) {
      best = language;
      bestWeight = weight;
    }
  }
  return best;
}
