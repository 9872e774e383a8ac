import { Group, Radio, Stack, Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import classes from './Panel.module.css';
import type { Authorisation } from './queries.ts';

export type WordingLanguage = 'fr' | 'en' | 'nothing';

interface Wording {
  id: number;
  authorisation: Authorisation;
  version: number;
  fr: string;
  en: string;
}

interface Props {
  language: WordingLanguage;
  onLanguage: (language: WordingLanguage) => void;
  /** What changes. */
  asked: Authorisation[];
  /** Those in use. */
  wordings: Wording[];
}

/** Which wording is read to the person, with its text to read from. */
export function WordingFields({ language, onLanguage, asked, wordings }: Props) {
  const { page } = usePageWords();
  const words = page.consent;
  return (
    <Radio.Group
      label={words.wording}
      value={language}
      onChange={(chosen) => onLanguage(chosen as WordingLanguage)}
    >
      <Stack gap="sm" mt={8}>
        <Group gap="md">
          {(['fr', 'en', 'nothing'] as const).map((one) => (
            <Radio key={one} value={one} label={words.wordings[one]} />
          ))}
        </Group>
        {language !== 'nothing' &&
          asked.map((authorisation) => {
            const found = wordings.find((one) => one.authorisation === authorisation);
            return (
              <div key={authorisation}>
                <Text size="sm" fw={500}>
                  {words.names[authorisation]}
                  {found && ` · ${words.version(found.version)}`}
                </Text>
                {found === undefined ? (
                  <Text size="sm" c="dimmed">
                    {words.noWording}
                  </Text>
                ) : (
                  <p className={classes.read} lang={language}>
                    {found[language]}
                  </p>
                )}
              </div>
            );
          })}
      </Stack>
    </Radio.Group>
  );
}
