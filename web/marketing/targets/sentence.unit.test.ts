import { describe, expect, it } from 'vitest';
import { createFormat } from '../../words/format.ts';
import { targetsEn } from '../../words/targets-en.ts';
import { targetsFr } from '../../words/targets-fr.ts';
import type { Editor, TargetField } from './fields.ts';
import { bare, type Query, type Rule } from './query.ts';
import { sentenceOf } from './sentence.ts';
import { fittingValue } from './values.ts';

const fieldOf = (name: string, label: string, editor: Editor, options: string[] = []): TargetField => ({
  ...{ name, label, editor, operators: [], options: options.map((value) => ({ value, label: value })) },
});
const fields = new Map(
  [
    fieldOf('kind', 'Type', 'choice', ['Individuel', 'Relais']),
    fieldOf('town', 'Localité', 'text'),
    fieldOf('recency', 'Récence GDPR', 'recency'),
    fieldOf('age', 'Âge', 'years'),
    fieldOf('bought', 'A acheté', 'purchase'),
    fieldOf('spent', 'Montant', 'spent'),
    fieldOf('email', 'E-mail', 'presence'),
    fieldOf('balance', 'Solde', 'balance'),
  ].map((field) => [field.name, field]),
);
const choices = {
  ...{
    organisations: [{ id: 1, name: 'Opéra' }],
    criteria: [],
    roles: [],
    campaigns: [],
    currencies: ['CHF'],
  },
  ...{ products: [{ id: 7, name: 'Carmen', organisation: 'Opéra' }], performances: [] },
};
const place = { timeZone: 'Europe/Zurich', currency: 'CHF' };
const french = (query: Query) =>
  sentenceOf(query, { words: targetsFr, format: createFormat('fr', place), fields, choices }).replaceAll(
    /\s+/g,
    ' ',
  );
const english = (query: Query) =>
  sentenceOf(query, { words: targetsEn, format: createFormat('en', place), fields, choices }).replaceAll(
    /\s+/g,
    ' ',
  );
const rule = (field: string, operator: string, value?: unknown): Rule => ({ field, operator, value });
const source: Query = {
  combinator: 'all',
  rules: [
    rule('kind', '=', 'Individuel'),
    rule('recency', '<', { is: { number: 20140512 }, organisation: 1 }),
  ],
};

describe('R28 a query in words', () => {
  it('says the target of the source in both languages', () => {
    expect(french(source)).toBe(
      'Contacts qui remplissent toutes ces conditions : Type est « Individuel » ; Récence GDPR est en dessous de 20140512 (12 mai 2014) pour l’organisme « Opéra ».',
    );
    expect(english(source)).toBe(
      'Contacts that meet all of these conditions: Type is equal to “Individuel”; Récence GDPR is less than 20140512 (12 May 2014) for organisation “Opéra”.',
    );
  });

  it('says what a single condition asks, and what it does not', () => {
    const one = [rule('recency', '>=', { is: { monthsAgo: 24 } })];
    expect(french({ combinator: 'any', rules: one })).toBe(
      'Contacts qui remplissent cette condition : Récence GDPR est au plus tôt le jour d’aujourd’hui moins 24 mois.',
    );
    expect(french({ combinator: 'none', rules: one })).toContain(
      'Contacts qui ne remplissent pas cette condition',
    );
    expect(french({ combinator: 'all', rules: [] })).toBe('');
  });

  it('says groups in groups, several values, ranges, periods and amounts', () => {
    const query: Query = {
      combinator: 'not-all',
      rules: [
        { combinator: 'none', rules: [rule('town', 'in', ['Sion', 'Vevey']), rule('email', 'null')] },
        rule('age', 'between', [18, 25]),
        rule('bought', '=', { product: 7, from: { monthsAgo: 12 } }),
        rule('spent', '>', {
          is: 12_050,
          currency: 'CHF',
          from: { day: '2025-01-01' },
          to: { day: '2025-12-31' },
        }),
      ],
    };
    expect(french(query)).toBe(
      'Contacts qui ne remplissent pas toutes ces conditions : (aucune : Localité est parmi « Sion » ou « Vevey » ; E-mail n’a pas de valeur) ; Âge est entre 18 ans et 25 ans ; A acheté : « Carmen » ces 12 derniers mois ; Montant est au-dessus de 120,50 CHF entre le 1er janvier 2025 et le 31 décembre 2025.',
    );
  });

  it('says what never happened, and balances', () => {
    const rules = [rule('bought', '!=', {}), rule('balance', '!=', { is: 'debt', organisation: 1 })];
    expect(french({ combinator: 'all', rules })).toBe(
      'Contacts qui remplissent toutes ces conditions : A acheté : jamais quoi que ce soit ; Solde : pas débiteur (le contact doit) pour l’organisme « Opéra ».',
    );
  });

  it('says that something is missing or is not there any more', () => {
    expect(french({ combinator: 'all', rules: [rule('town', '=', '')] })).toContain('Localité est ….');
    expect(french({ combinator: 'all', rules: [rule('criterion:9', '=', 'x')] })).toContain('n’existe plus');
    expect(french({ combinator: 'all', rules: [rule('bought', '=', { product: 8 })] })).toContain(
      'n’existe plus',
    );
  });
});

describe('the value of a condition whose comparison or field changed', () => {
  const fitting = (editor: Editor, operator: string, value: unknown, options: string[] = []) =>
    fittingValue(fieldOf('f', 'F', editor, options), rule('f', operator, value), 'CHF');

  it('keeps what fits', () => {
    expect(fitting('text', 'in', 'Sion')).toEqual(['Sion']);
    expect(fitting('text', '=', ['Sion', 'Vevey'])).toBe('Sion');
    expect(fitting('text', 'null', 'Sion')).toBeUndefined();
    expect(fitting('choice', 'in', 'a', ['a', 'b'])).toEqual(['a']);
    expect(fitting('recency', 'between', { is: { monthsAgo: 3 }, organisation: 1 })).toEqual({
      is: [{ monthsAgo: 3 }, { monthsAgo: 3 }],
      organisation: 1,
    });
    expect(fitting('recency', 'null', { is: { monthsAgo: 3 } })).toEqual({});
    expect(fitting('spent', '=', { is: [5, 7], currency: 'EUR' })).toEqual({ is: 5, currency: 'EUR' });
  });

  it('begins anew where nothing fits', () => {
    expect(fitting('choice', '=', 'Sion', ['a', 'b'])).toBe('a');
    expect(fitting('recency', '<', 'Sion')).toEqual({ is: { monthsAgo: 24 } });
    expect(fitting('moment', '<', { is: 3 })).toEqual({ monthsAgo: 24 });
    expect(fitting('purchase', '=', { campaign: 3, product: 7 })).toEqual({ product: 7 });
  });
});

it('a query is compared without ids, whatever the order of its keys', () => {
  const kept = {
    combinator: 'all',
    rules: [rule('recency', '<', { organisation: 1, is: { monthsAgo: 2 } })],
  };
  const edited = {
    ...{ id: 'g', combinator: 'all' },
    rules: [{ id: 'r', ...rule('recency', '<', { is: { monthsAgo: 2 }, organisation: 1 }) }],
  };
  expect(JSON.stringify(bare(kept as Query))).toBe(JSON.stringify(bare(edited as Query)));
});
