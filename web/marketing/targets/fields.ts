import { countries, languages } from '../../contacts/file/choices.ts';
import { usePageWords } from '../../words/pages.ts';
import type { TargetChoices } from './queries.ts';

export interface Option {
  value: string;
  label: string;
}

/** How the value of a condition is asked for. */
export type Editor =
  | 'presence'
  | 'text'
  | 'choice'
  | 'moment'
  | 'recency'
  | 'number'
  | 'years'
  | 'purchase'
  | 'orders'
  | 'spent'
  | 'last-order'
  | 'balance'
  | 'campaign';

/** A field of the builder, as the server knows it (src/targets). */
export interface TargetField {
  name: string;
  label: string;
  editor: Editor;
  operators: readonly string[];
  options: Option[];
}

const ONE_OF = ['=', '!=', 'in', 'notIn'];
const PRESENCE = ['notNull', 'null'];
const ORDER = ['<', '<=', '=', '!=', '>=', '>', 'between'];
const HAS = ['=', '!='];
const BEGINNING = ['contains', 'doesNotContain', 'beginsWith', 'doesNotBeginWith'];
const TEXT = ['=', '!=', 'in', 'notIn', ...BEGINNING, 'endsWith', 'doesNotEndWith', ...PRESENCE];
const AUTHORISATIONS = ['institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post'] as const;

/** What conditions can be about, in groups, in the language of the page. */
export function useTargetFields(choices: TargetChoices): { label: string; options: TargetField[] }[] {
  const { page, say, language } = usePageWords();
  const words = page.targets;
  const known = (name: string, editor: Editor, operators: readonly string[], options: Option[] = []) => ({
    ...{ name, editor, operators, options, label: words.fields[name] ?? name },
  });
  const own = (values: string[]) => values.map((value) => ({ value, label: value }));
  return [
    {
      label: words.groups.identity,
      options: [
        known(
          'kind',
          'choice',
          ONE_OF,
          (['individual', 'relay', 'structure'] as const).map((value) => ({
            value,
            label: say.kinds[value],
          })),
        ),
        ...['title', 'firstName', 'lastName', 'companyName'].map((name) => known(name, 'text', TEXT)),
        known('language', 'choice', [...ONE_OF, ...PRESENCE], languages(language, '')),
        known('birthDate', 'moment', [...ORDER, ...PRESENCE]),
        known('age', 'years', [...ORDER, ...PRESENCE]),
        known('createdOn', 'moment', [...ORDER]),
        known('validUntil', 'moment', [...ORDER, ...PRESENCE]),
        known('role', 'choice', [...ONE_OF, ...PRESENCE], own(choices.roles)),
      ],
    },
    {
      label: words.groups.address,
      options: [
        known('country', 'choice', [...ONE_OF, ...PRESENCE], countries(language, '')),
        known('postcode', 'text', TEXT),
        known('town', 'text', TEXT),
        ...['email', 'phone', 'mobile'].map((name) => known(name, 'presence', PRESENCE)),
      ],
    },
    {
      label: words.groups.authorisations,
      options: AUTHORISATIONS.map((name) => ({
        ...known(
          `authorisation:${name}`,
          'choice',
          ONE_OF,
          (['yes', 'no', 'none'] as const).map((value) => ({ value, label: page.consent.answers[value] })),
        ),
        label: words.authorisation(page.consent.names[name]),
      })),
    },
    {
      label: words.groups.indicators,
      options: [known('recency', 'recency', [...ORDER, ...PRESENCE]), known('balance', 'balance', HAS)],
    },
    {
      label: words.groups.purchases,
      options: [
        known('bought', 'purchase', HAS),
        known('attended', 'purchase', HAS),
        known('orders', 'orders', ORDER),
        known('spent', 'spent', ORDER),
        known('lastOrder', 'last-order', [...ORDER, ...PRESENCE]),
      ],
    },
    {
      label: words.groups.campaigns,
      options: [known('received', 'campaign', HAS), known('clicked', 'campaign', HAS)],
    },
    ...(choices.criteria.length === 0
      ? []
      : [
          {
            label: words.groups.criteria,
            options: choices.criteria.map((criterion) => ({
              name: `criterion:${criterion.id}`,
              label:
                criterion.organisation === null
                  ? criterion.name
                  : `${criterion.name} (${criterion.organisation})`,
              ...criterionEditor(criterion, page.consent.answers),
            })),
          },
        ]),
  ];
}

function criterionEditor(
  { type, choices }: TargetChoices['criteria'][number],
  answers: { yes: string; no: string },
): Pick<TargetField, 'editor' | 'operators' | 'options'> {
  switch (type) {
    case 'yes-no':
      return {
        editor: 'choice',
        operators: [...HAS, ...PRESENCE],
        options: (['yes', 'no'] as const).map((value) => ({ value, label: answers[value] })),
      };
    case 'choice':
    case 'choices':
      return {
        editor: 'choice',
        operators: [...ONE_OF, ...PRESENCE],
        options: choices.map((value) => ({ value, label: value })),
      };
    case 'number':
      return { editor: 'number', operators: [...ORDER, ...PRESENCE], options: [] };
    case 'date':
      return { editor: 'moment', operators: [...ORDER, ...PRESENCE], options: [] };
    case 'text':
      return { editor: 'text', operators: [...HAS, ...BEGINNING, ...PRESENCE], options: [] };
  }
}
