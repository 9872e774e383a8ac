import { Tabs } from '@mantine/core';
import { useNavigate, useSearch } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Page } from '../../frame/Page.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { EraseSelection } from './EraseSelection.tsx';
import { UpdateFromFile } from './UpdateFromFile.tsx';

/** What is done to many contacts at once: values from a CSV, or erasing a selection. */
export function BulkPage() {
  const { page } = usePageWords();
  const words = page.bulk;
  const navigate = useNavigate();
  const { may } = useSession();
  const { tab } = useSearch({ strict: false }) as { tab?: 'update' | 'erase' };
  return (
    <Page title={words.title} crumbs={[{ label: page.contacts.title, href: addresses.contacts }]}>
      <Tabs
        value={tab ?? 'update'}
        keepMounted={false}
        onChange={(chosen) =>
          void navigate({ to: addresses.bulk, search: { tab: chosen as 'update' | 'erase' }, replace: true })
        }
      >
        <Tabs.List mb="lg">
          <Tabs.Tab value="update">{words.tabs.update}</Tabs.Tab>
          {may('retention.simulate') && <Tabs.Tab value="erase">{words.tabs.erase}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="update">
          <UpdateFromFile />
        </Tabs.Panel>
        <Tabs.Panel value="erase">
          <EraseSelection />
        </Tabs.Panel>
      </Tabs>
    </Page>
  );
}
