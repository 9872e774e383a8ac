import { useMemo } from 'react';
import {
  type ControlElementsProp,
  type FullField,
  QueryBuilder,
  type RuleGroupType,
} from 'react-querybuilder';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import classes from './Builder.module.css';
import {
  AddButton,
  CombinatorSelect,
  OptionSelect,
  RemoveButton,
  type Surroundings,
  ValueEditor,
} from './controls.tsx';
import type { TargetField } from './fields.ts';
import type { TargetChoices } from './queries.ts';
import { COMBINATORS, mapRules, type Query } from './query.ts';
import { operatorWords } from './sentence.ts';
import { fittingValue } from './values.ts';

/** As many as the server takes. */
const DEEPEST = 5;

const controls: ControlElementsProp<FullField, string> = {
  combinatorSelector: CombinatorSelect,
  fieldSelector: OptionSelect,
  operatorSelector: OptionSelect,
  valueEditor: ValueEditor,
  addRuleAction: AddButton,
  addGroupAction: AddButton,
  removeRuleAction: RemoveButton,
  removeGroupAction: RemoveButton,
};
const classnames = {
  ruleGroup: classes.group ?? '',
  header: classes.header ?? '',
  body: classes.body ?? '',
  rule: classes.rule ?? '',
};

interface Props {
  query: Query;
  onChange: (query: Query) => void;
  groups: { label: string; options: TargetField[] }[];
  choices: TargetChoices;
  disabled: boolean;
}

/** The conditions of a target, in groups of groups. Loaded when a target is opened: the library is heavy. */
export default function Builder({ query, onChange, groups, choices, disabled }: Props) {
  const { page } = usePageWords();
  const words = page.targets;
  const { institution } = useSession();
  const fields = useMemo(
    () => new Map(groups.flatMap(({ options }) => options).map((field) => [field.name, field])),
    [groups],
  );
  const fitted = (changed: Query) =>
    mapRules(changed, (rule) => {
      const field = fields.get(rule.field);
      return field === undefined ? rule : { ...rule, value: fittingValue(field, rule, institution.currency) };
    });
  const context: Surroundings = { fields, choices };
  return (
    <QueryBuilder
      query={query as unknown as RuleGroupType}
      onQueryChange={(changed) => onChange(fitted(changed as unknown as Query))}
      fields={groups.map(({ label, options }) => ({
        label,
        options: options.map((field) => ({ name: field.name, label: field.label })),
      }))}
      getOperators={(name) => {
        const field = fields.get(name);
        return field === undefined
          ? null
          : field.operators.map((operator) => ({
              name: operator,
              label: operatorWords(field, operator, words),
            }));
      }}
      combinators={COMBINATORS.map((name) => ({ name, label: words.combinators[name] }))}
      getDefaultValue={(rule) => rule.value ?? ''}
      addRuleToNewGroups
      resetOnOperatorChange={false}
      maxLevels={DEEPEST}
      disabled={disabled}
      controlElements={controls}
      controlClassnames={classnames}
      context={context}
      accessibleDescriptionGenerator={({ path }) =>
        path.length === 0 ? words.query : words.groupControl(placeOf(path))
      }
    />
  );
}

const placeOf = (path: number[]) => path.map((at) => at + 1).join('.');
