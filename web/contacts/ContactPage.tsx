import { Button, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addresses } from '../addresses.ts';
import { answered, api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import type { RopeData } from '../api/types.ts';
import { Facts } from '../frame/Facts.tsx';
import { Page } from '../frame/Page.tsx';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { NotesPanel } from './notes/NotesPanel.tsx';
import { RemarkPanel } from './notes/RemarkPanel.tsx';
import { Rope } from './Rope.tsx';

const load = async (number: string) =>
  await answered(api.GET('/api/contacts/{number}', { params: { path: { number } } }));
type File = Awaited<ReturnType<typeof load>>;

/** Who a contact is, and why it is kept or would be forgotten. */
export function ContactPage() {
  const { number } = useParams({ strict: false }) as { number: string };
  const { page } = usePageWords();
  const navigate = useNavigate();
  const { today } = useSession();
  const { data, error } = useQuery({ queryKey: ['contact', number], queryFn: () => load(number) });
  const crumbs = [{ label: page.contacts.title, href: addresses.contacts }];
  if (isProblem(error, 'unknown-contact')) {
    return (
      <Page title={page.contact.unknown} crumbs={crumbs}>
        <Text mb="md">{page.contact.unknownHint}</Text>
        <Button variant="default" onClick={() => navigate({ to: addresses.contacts })}>
          {page.contact.unknownAct}
        </Button>
      </Page>
    );
  }
  if (data === undefined)
    return <Page title={number} crumbs={crumbs} loading={error === null} error={error} />;
  return (
    <Page title={nameOf(data)} crumbs={crumbs}>
      <Stack gap="xl">
        <section>
          <Title order={2} mb="sm">
            {page.contact.rope}
          </Title>
          {data.rope === null ? (
            <Text>{page.contact.structureKept}</Text>
          ) : (
            <Rope rope={data.rope as RopeData} today={today} />
          )}
        </section>
        <Particulars file={data} />
        <RemarkPanel number={number} />
        <NotesPanel number={number} />
      </Stack>
    </Page>
  );
}

function Particulars({ file }: { file: File }) {
  const { page, say, format } = usePageWords();
  const words = page.contact;
  const place = [file.postcode, file.town].filter(Boolean).join(' ');
  const roles = file.roles.map(
    ({ role, validUntil }) =>
      `${role}${validUntil === null ? '' : ` (${words.until(format.day(validUntil))})`}`,
  );
  const balances = file.balances.map(({ organisation, currency, amountMinor }) =>
    amountMinor > 0
      ? words.owes(format.money(amountMinor, currency), organisation)
      : words.owed(format.money(-amountMinor, currency), organisation),
  );
  const identity: [string, ReactNode][] = [
    [page.contacts.number, file.number],
    [page.contacts.kind, say.kinds[file.kind]],
    [
      words.structure,
      file.structure && (
        <Link to={addresses.contact} params={{ number: file.structure.number }}>
          {file.structure.name}
        </Link>
      ),
    ],
    [page.contacts.email, file.email],
    [words.phone, file.phone],
    [words.mobile, file.mobile],
    [words.address, [file.street, place, file.country].filter(Boolean).join(', ')],
    [words.created, format.day(file.createdOn)],
  ];
  return (
    <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
      <section>
        <Title order={2} mb="sm">
          {words.identity}
        </Title>
        <Facts facts={identity} />
      </section>
      <section>
        <Title order={2} mb="sm">
          {words.balances}
        </Title>
        <Text mb="lg">{balances.length === 0 ? words.settled : balances.join(' · ')}</Text>
        <Title order={2} mb="sm">
          {words.roles}
        </Title>
        <Text>{roles.length === 0 ? words.noRoles : roles.join(', ')}</Text>
      </section>
    </SimpleGrid>
  );
}

const nameOf = ({ firstName, lastName, companyName, number }: File): string =>
  [firstName, lastName].filter(Boolean).join(' ') || companyName || number;
