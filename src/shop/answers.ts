import type { Choices, WantedChoices } from '../customers/customers.ts';
import type { Asked } from './visit.ts';

type Wanted = WantedChoices['authorisations'];

const names = ['institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post'] as const;
const isAnswer = (text: string | undefined): text is Wanted[number]['value'] =>
  text === 'yes' || text === 'no' || text === 'none';

/** What was answered on a form, with the wording that stood beside each question. */
export function wantedAnswers(form: Asked['form']): Wanted {
  return names.flatMap((authorisation) => {
    const value = form[`answer.${authorisation}`];
    const wording = Number(form[`wording.${authorisation}`]);
    if (!isAnswer(value)) return [];
    return [
      { authorisation, value, wordingId: Number.isSafeInteger(wording) && wording > 0 ? wording : null },
    ];
  });
}

/** What was said of criteria; a form without one leaves it as it is. */
export function wantedCriteria(
  criteria: Choices['criteria'],
  form: Asked['form'],
): WantedChoices['criteria'] {
  return criteria.flatMap(({ id, type, choices }) => {
    if (form[`asked.${id}`] === undefined) return [];
    const text =
      type === 'choices'
        ? choices.filter((_, index) => form[`criterion.${id}.${index}`] !== undefined).join(';')
        : (form[`criterion.${id}`] ?? '');
    return [{ criterionId: id, value: text.trim() === '' ? null : text }];
  });
}
