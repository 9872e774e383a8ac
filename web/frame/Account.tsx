import { Avatar, Menu, UnstyledButton, useMantineColorScheme } from '@mantine/core';
import { IconCheck, IconLogout, IconUser } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { addresses } from '../addresses.ts';
import { useSession } from '../session/session.tsx';
import type { Language } from '../words/format.ts';
import { languages, useWords } from '../words/words.tsx';
import classes from './Frame.module.css';

/** Who is signed in, the language, the appearance, and the way out. */
export function Account({ onSignOut }: { onSignOut: () => void }) {
  const { say, language, choose } = useWords();
  const { operator, institution } = useSession();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const chosen = (is: boolean) =>
    is ? <IconCheck size={16} aria-hidden="true" /> : <span className={classes.blank} />;
  return (
    <Menu position="bottom-end" width={260}>
      <Menu.Target>
        <UnstyledButton className={classes.account}>
          <span className="heard">{say.frame.account(operator.name)}</span>
          <Avatar size={32} name={operator.name} color="ink" aria-hidden="true" />
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <div className={classes.who}>
          <strong>{operator.name}</strong>
          <span>{say.profiles[operator.profile]}</span>
          <span>{institution.name}</span>
        </div>
        <Menu.Divider />
        <Menu.Item
          component={Link}
          to={addresses.account}
          leftSection={<IconUser size={16} aria-hidden="true" />}
        >
          {say.frame.myAccount}
        </Menu.Item>
        <Menu.Label>{say.frame.language}</Menu.Label>
        {(Object.keys(languages) as Language[]).map((one) => (
          <Menu.Item
            key={one}
            lang={one}
            leftSection={chosen(one === language)}
            aria-current={one === language || undefined}
            onClick={() => choose(one)}
          >
            {languages[one].name}
          </Menu.Item>
        ))}
        <Menu.Label>{say.frame.theme}</Menu.Label>
        {(['light', 'dark', 'auto'] as const).map((scheme) => (
          <Menu.Item
            key={scheme}
            leftSection={chosen(scheme === colorScheme)}
            aria-current={scheme === colorScheme || undefined}
            onClick={() => setColorScheme(scheme)}
          >
            {say.frame.themes[scheme]}
          </Menu.Item>
        ))}
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={16} aria-hidden="true" />} onClick={onSignOut}>
          {say.frame.signOut}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
