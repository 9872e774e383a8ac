import { Button, Group, Menu, Tabs, Text } from '@mantine/core';
import { IconChevronDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { addresses } from '../../addresses.ts';
import { isProblem } from '../../api/problem.ts';
import { Page } from '../../frame/Page.tsx';
import { extractAddress } from '../../requests/queries.ts';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { EditFile } from './EditFile.tsx';
import { EraseFile } from './EraseFile.tsx';
import { FileHeader } from './FileHeader.tsx';
import { type ContactFile, fileQuery, nameOf } from './queries.ts';
import { RestrictFile } from './RestrictFile.tsx';
import { tabs } from './tabs.tsx';

type Act = 'edit' | 'restrict' | 'erase';
interface View {
  tab?: string | undefined;
  act?: Act | undefined;
  /** The request of a person that is carried out by it, and where one comes back to. */
  request?: number | undefined;
}

/** A contact's file. Its address says which part is shown, or what is being done to it. */
export function FilePage() {
  const { number } = useParams({ strict: false }) as { number: string };
  // a form belongs to one contact: another number begins anew
  return <OneFile key={number} number={number} />;
}

function OneFile({ number }: { number: string }) {
  const { page } = usePageWords();
  const words = page.file;
  const navigate = useNavigate();
  const { act, tab, request } = useSearch({ strict: false }) as View;
  const { data, error } = useQuery(fileQuery(number));
  const [erased, setErased] = useState<'delete' | 'anonymise'>();
  const crumbs = [{ label: page.contacts.title, href: addresses.contacts }];
  const view = (wanted: View) =>
    navigate({ to: addresses.contact, params: { number }, search: wanted as never });

  const missing = isProblem(error, 'unknown-contact');
  if (erased !== undefined || missing || isProblem(error, 'closed-contact')) {
    const [title, hint] =
      erased !== undefined
        ? [words.erasing.done[erased], words.erasing.doneHint]
        : missing
          ? [page.contact.unknown, page.contact.unknownHint]
          : [words.closed, words.closedHint];
    return (
      <Page title={title} crumbs={crumbs}>
        <Text mb="md">{hint}</Text>
        <Button variant="default" onClick={() => navigate({ to: addresses.contacts })}>
          {page.contact.unknownAct}
        </Button>
      </Page>
    );
  }
  if (data === undefined)
    return <Page title={number} crumbs={crumbs} loading={error === null} error={error} />;
  const toRequest = (of: number) => void navigate({ to: addresses.request, params: { request: String(of) } });
  const done = () => (request === undefined ? void view({ tab }) : toRequest(request));
  return (
    <Page
      title={nameOf(data)}
      crumbs={crumbs}
      about={<FileHeader file={data} />}
      act={act === undefined && <Acts file={data} onAct={(wanted) => void view({ tab, act: wanted })} />}
    >
      {act === 'edit' ? (
        <EditFile file={data} onDone={done} />
      ) : act === 'restrict' ? (
        <RestrictFile file={data} request={request} onDone={done} />
      ) : act === 'erase' ? (
        <EraseFile
          file={data}
          request={request}
          onCancel={done}
          onErased={(outcome) => (request === undefined ? setErased(outcome) : toRequest(request))}
        />
      ) : (
        <Parts file={data} tab={tab} onTab={(chosen) => void view({ tab: chosen })} />
      )}
    </Page>
  );
}

function Acts({ file, onAct }: { file: ContactFile; onAct: (act: Act) => void }) {
  const { page } = usePageWords();
  const words = page.file;
  const { may } = useSession();
  const person = file.kind !== 'structure';
  const restricts = person && may('contacts.restrict');
  const erases = person && may('retention.erase');
  const extracts = may('contacts.extract');
  return (
    <Group gap="xs">
      {(restricts || erases || extracts) && (
        <Menu position="bottom-end">
          <Menu.Target>
            <Button variant="default" rightSection={<IconChevronDown size={16} aria-hidden="true" />}>
              {words.more}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {extracts && (
              <Menu.Item component="a" href={extractAddress(file.number)} download>
                {page.requests.extract}
              </Menu.Item>
            )}
            {restricts && (
              <Menu.Item onClick={() => onAct('restrict')}>
                {file.restrictedOn === null ? words.restrict : words.lift}
              </Menu.Item>
            )}
            {erases && (
              <Menu.Item color="red" onClick={() => onAct('erase')}>
                {words.erase}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      {may('contacts.edit') && (
        <Button color="rope" onClick={() => onAct('edit')}>
          {words.act}
        </Button>
      )}
    </Group>
  );
}

function Parts({
  file,
  tab,
  onTab,
}: {
  file: ContactFile;
  tab: string | undefined;
  onTab: (tab: string | undefined) => void;
}) {
  const { page } = usePageWords();
  const words = page.file;
  const { may } = useSession();
  const shown = tabs.filter(({ needs }) => needs === undefined || may(needs));
  const [first] = tabs;
  const current = shown.find(({ id }) => id === tab) ?? first;
  return (
    <Tabs
      value={current.id}
      onChange={(chosen) => onTab(chosen === first.id || chosen === null ? undefined : chosen)}
      keepMounted={false}
    >
      <Tabs.List aria-label={words.tabsLabel} mb="lg">
        {shown.map(({ id }) => (
          <Tabs.Tab key={id} value={id}>
            {words.tabs[id]}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {shown.map(({ id, show }) => (
        <Tabs.Panel key={id} value={id}>
          {id === current.id && show(file)}
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
