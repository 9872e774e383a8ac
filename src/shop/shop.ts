export { wantedAnswers, wantedCriteria } from './answers.ts';
export { type Look, selectLook } from './look.ts';
export { render, styleOf } from './templates.ts';
export { asLocale, say } from './words.ts';
