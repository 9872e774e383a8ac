import { ActionIcon, Button, Select } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import type {
  ActionProps,
  CombinatorSelectorProps,
  FieldSelectorProps,
  OperatorSelectorProps,
  ValueEditorProps,
} from 'react-querybuilder';
import { usePageWords } from '../../words/pages.ts';
import classes from './Builder.module.css';
import type { TargetField } from './fields.ts';
import type { TargetChoices } from './queries.ts';
import type { Combinator } from './query.ts';
import { ValueField } from './ValueField.tsx';

/** What the builder hands to each of its controls. */
export interface Surroundings {
  fields: Map<string, TargetField>;
  choices: TargetChoices;
}

/** 1.2: the second condition of the first group. */
const placeOf = (path: readonly number[]) => path.map((at) => at + 1).join('.');

/** "Select contacts for whom [all] of the following apply". */
export function CombinatorSelect({
  value,
  handleOnChange,
  options,
  path,
  disabled,
}: CombinatorSelectorProps) {
  const { page } = usePageWords();
  const words = page.targets;
  return (
    <div className={classes.select}>
      {path.length === 0 && <span>{words.select}</span>}
      <Select
        aria-label={words.groupControl(placeOf(path))}
        w={150}
        disabled={disabled ?? false}
        allowDeselect={false}
        data={dataOf(options)}
        value={String(value)}
        onChange={(chosen) => handleOnChange(chosen)}
      />
      <span>{words.apply[value as Combinator]}</span>
    </div>
  );
}

export function OptionSelect({
  value,
  handleOnChange,
  options,
  path,
  disabled,
  ...rest
}: FieldSelectorProps | OperatorSelectorProps) {
  const { page } = usePageWords();
  const words = page.targets;
  const ofField = !('field' in rest);
  return (
    <Select
      aria-label={words.control(placeOf(path), ofField ? words.field : words.operator)}
      w={ofField ? 250 : 190}
      disabled={disabled ?? false}
      allowDeselect={false}
      searchable={ofField}
      // what is typed looks for another field, and is not added to the name of this one
      onFocus={({ currentTarget }) => currentTarget.select()}
      maxDropdownHeight={320}
      data={dataOf(options)}
      value={String(value)}
      onChange={(chosen) => chosen !== null && handleOnChange(chosen)}
    />
  );
}

export function ValueEditor({
  field,
  operator,
  value,
  handleOnChange,
  path,
  disabled,
  context,
}: ValueEditorProps) {
  const { page } = usePageWords();
  const { fields, choices } = context as Surroundings;
  const known = fields.get(field);
  if (known === undefined) return null;
  return (
    <ValueField
      field={known}
      operator={operator}
      value={value}
      onChange={handleOnChange}
      choices={choices}
      label={page.targets.control(placeOf(path), page.targets.value)}
      disabled={disabled ?? false}
    />
  );
}

/** Adds a condition or a group to the group it stands in. */
export function AddButton({ handleOnClick, path, disabled, className }: ActionProps) {
  const { page } = usePageWords();
  const words = page.targets;
  const group = className?.includes('addGroup') === true;
  if (disabled) return null;
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<IconPlus size={14} aria-hidden="true" />}
      aria-label={(group ? words.addGroupTo : words.addRuleTo)(placeOf(path))}
      onClick={(event) => handleOnClick(event)}
    >
      {group ? words.addGroup : words.addRule}
    </Button>
  );
}

export function RemoveButton({ handleOnClick, path, disabled, ruleOrGroup }: ActionProps) {
  const { page } = usePageWords();
  const words = page.targets;
  if (disabled) return null;
  const name = ('rules' in ruleOrGroup ? words.removeGroup : words.removeRule)(placeOf(path));
  return (
    <ActionIcon
      className={classes.remove ?? ''}
      variant="subtle"
      size="lg"
      aria-label={name}
      title={name}
      onClick={(event) => handleOnClick(event)}
    >
      <IconX size={16} aria-hidden="true" />
    </ActionIcon>
  );
}

type Listed = { label: string } & ({ options: Listed[] } | { name?: string; value?: string });

/** The options of react-querybuilder, grouped or not, as Mantine takes them. */
function dataOf(options: unknown) {
  return (options as Listed[]).map((option) =>
    'options' in option ? { group: option.label, items: option.options.map(item) } : item(option),
  );
}

const item = (option: Listed) => ({
  value: String('options' in option ? '' : (option.value ?? option.name)),
  label: option.label,
});
