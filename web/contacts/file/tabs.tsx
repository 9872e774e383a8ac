import { Stack } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Permission } from '../../api/types.ts';
import { CampaignsPanel } from '../../marketing/campaigns/CampaignsPanel.tsx';
import { RequestsPanel } from '../../requests/RequestsPanel.tsx';
import type { ContactFileWords } from '../../words/contact-file-en.ts';
import { AuthorisationsPanel } from '../consent/AuthorisationsPanel.tsx';
import { CriteriaPanel } from '../consent/CriteriaPanel.tsx';
import { NotesPanel } from '../notes/NotesPanel.tsx';
import { RemarkPanel } from '../notes/RemarkPanel.tsx';
import { Accesses } from './Accesses.tsx';
import { History } from './History.tsx';
import { Orders } from './Orders.tsx';
import type { ContactFile } from './queries.ts';
import { Summary } from './Summary.tsx';

interface Tab {
  id: keyof ContactFileWords['tabs'];
  needs?: Permission;
  show: (file: ContactFile) => ReactNode;
}

/** The parts of a file, in their order; the first is the one that an address without a tab shows. */
export const tabs: [Tab, ...Tab[]] = [
  { id: 'summary', show: (file) => <Summary file={file} /> },
  { id: 'orders', show: (file) => <Orders file={file} /> },
  {
    id: 'consent',
    show: ({ number }) => (
      <Stack gap="xl">
        <AuthorisationsPanel number={number} />
        <CriteriaPanel number={number} />
      </Stack>
    ),
  },
  {
    id: 'notes',
    show: ({ number }) => (
      <Stack gap="xl">
        <RemarkPanel number={number} />
        <NotesPanel number={number} />
      </Stack>
    ),
  },
  {
    id: 'campaigns',
    needs: 'campaigns.read',
    show: ({ number }) => <CampaignsPanel number={number} />,
  },
  { id: 'history', show: (file) => <History file={file} /> },
  { id: 'access', needs: 'contacts.audit', show: (file) => <Accesses file={file} /> },
  {
    id: 'requests',
    needs: 'requests.record',
    show: ({ number }) => <RequestsPanel number={number} />,
  },
];
