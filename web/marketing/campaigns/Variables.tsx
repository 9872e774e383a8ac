import { Text } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import classes from './Campaign.module.css';
import type { Campaign } from './queries.ts';

/** What a text may fill in, for who writes it. */
export function Variables({ campaign: { type } }: { campaign: Campaign }) {
  const { page } = usePageWords();
  const words = page.campaigns.text;
  const names = Object.entries(words.variableWords).filter(
    ([name]) => type === 'purchase-information' || !name.startsWith('performance.'),
  );
  return (
    <details>
      <summary>{words.variables}</summary>
      <dl className={classes.reasons}>
        {names.map(([name, meaning]) => (
          <div key={name}>
            <dt>
              <code>{`{{ ${name} }}`}</code>
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
      <Text size="sm" mt="xs">
        {words.example} <code>{'{{ contact.first_name | default: "…" }}'}</code>
      </Text>
    </details>
  );
}
