import { Fieldset, Select, SimpleGrid, TextInput } from '@mantine/core';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { countries, languages } from './choices.ts';
import type { Draft, Field } from './draft.ts';
import type { ContactFile } from './queries.ts';
import { RolesField } from './RolesField.tsx';
import { fieldId } from './refused.ts';
import { StructureField } from './StructureField.tsx';

interface Props {
  kind: ContactFile['kind'];
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  /** Fields that the server refused. */
  wrong: Field[];
}

/** Every field of a contact, in the order in which one asks for them. */
export function ContactFields({ kind, draft, onChange, wrong }: Props) {
  const { page, language } = usePageWords();
  const words = page.file;
  const { may } = useSession();
  const text = (field: Exclude<Field, 'roles' | 'confidentiality'>) => ({
    id: fieldId(field),
    label: words.fields[field],
    value: draft[field],
    autoComplete: 'off',
    error: wrong.includes(field) ? words.wrong[field] : undefined,
    onChange: ({ currentTarget }: { currentTarget: HTMLInputElement }) =>
      onChange({ [field]: currentTarget.value }),
  });
  const choice = (field: 'country' | 'language') => ({
    id: fieldId(field),
    label: words.fields[field],
    searchable: true,
    clearable: true,
    value: draft[field] || null,
    error: wrong.includes(field) ? words.wrong[field] : undefined,
    onChange: (value: string | null) => onChange({ [field]: value ?? '' }),
  });
  const levels = (['free', 'restricted', 'confidential'] as const).filter(
    (level) => level === 'free' || level === draft.confidentiality || may(`contacts.${level}`),
  );
  const person = kind !== 'structure';
  return (
    <>
      <Fieldset legend={words.form.who}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          {!person && <TextInput {...text('companyName')} maxLength={200} />}
          <TextInput {...text('firstName')} maxLength={100} />
          <TextInput {...text('lastName')} maxLength={100} />
          <TextInput {...text('title')} maxLength={50} />
          {person && <TextInput {...text('companyName')} maxLength={200} />}
          {person && <TextInput {...text('birthDate')} type="date" />}
          <Select {...choice('language')} data={languages(language, draft.language)} />
          {kind === 'relay' && (
            <StructureField
              value={draft.structure}
              wrong={wrong.includes('structure')}
              onChange={(structure) => onChange({ structure })}
            />
          )}
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={words.form.reach}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...text('email')} type="email" maxLength={254} />
          <TextInput
            {...text('mobile')}
            type="tel"
            maxLength={60}
            description={words.form.phoneHint}
            inputWrapperOrder={AFTER}
          />
          <TextInput {...text('phone')} type="tel" maxLength={60} />
        </SimpleGrid>
      </Fieldset>
      <Fieldset legend={words.form.where}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput {...text('street')} maxLength={200} />
          <TextInput {...text('postcode')} maxLength={20} />
          <TextInput {...text('town')} maxLength={100} />
          <Select {...choice('country')} data={countries(language, draft.country)} />
        </SimpleGrid>
      </Fieldset>
      <RolesField
        roles={draft.roles}
        wrong={wrong.includes('roles')}
        onChange={(roles) => onChange({ roles })}
      />
      <Fieldset legend={words.form.rest}>
        <SimpleGrid cols={{ base: 1, xs: 2 }}>
          <TextInput
            {...text('validUntil')}
            type="date"
            description={words.form.validHint}
            inputWrapperOrder={AFTER}
          />
          <Select
            id={fieldId('confidentiality')}
            label={words.fields.confidentiality}
            description={words.levelHints[draft.confidentiality]}
            inputWrapperOrder={AFTER}
            allowDeselect={false}
            data={levels.map((value) => ({ value, label: words.levels[value] }))}
            value={draft.confidentiality}
            error={wrong.includes('confidentiality') ? words.wrong.confidentiality : undefined}
            onChange={(level) => onChange({ confidentiality: level as Draft['confidentiality'] })}
          />
        </SimpleGrid>
      </Fieldset>
    </>
  );
}

/** The hint stands below, so that the fields of a row stand on one line. */
const AFTER: ('label' | 'input' | 'description' | 'error')[] = ['label', 'input', 'description', 'error'];
