import { Alert, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { addresses } from '../../addresses.ts';
import type { RopeData } from '../../api/types.ts';
import { Facts } from '../../frame/Facts.tsx';
import { useSession } from '../../session/session.tsx';
import { usePageWords } from '../../words/pages.ts';
import { PhotoPanel } from '../photo/PhotoPanel.tsx';
import { Rope } from '../Rope.tsx';
import { countryName, languageName } from './choices.ts';
import classes from './file.module.css';
import { type ContactFile, nameOf } from './queries.ts';
import { Suppressions } from './Suppressions.tsx';
import { Why } from './Why.tsx';

/** The first tab: why it is kept and until when, then who it is, what stands open, and who acts for whom. */
export function Summary({ file }: { file: ContactFile }) {
  const { page, format } = usePageWords();
  const words = page.file;
  const { today } = useSession();
  return (
    <Stack gap="xl" className={classes.parts}>
      {file.restrictedOn !== null && (
        <Alert color="rope" variant="light" title={words.restrictionTitle} role="note">
          <Text>
            {words.restriction(format.day(file.restrictedOn), file.restriction?.by ?? null)}
            {file.restriction !== null && <> · {file.restriction.reason}</>}
          </Text>
          <Text size="sm">{words.restrictionMeans}</Text>
        </Alert>
      )}
      <Suppressions number={file.number} />
      <section>
        <Title order={2} mb="sm">
          {page.contact.rope}
        </Title>
        {file.rope === null ? (
          <Text>{page.contact.structureKept}</Text>
        ) : (
          <Rope rope={file.rope as RopeData} today={today} />
        )}
      </section>
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="xl">
        <Identity file={file} />
        <Reach file={file} />
        <Standing file={file} />
        <Roles file={file} />
        {file.kind === 'structure' && <Relays file={file} />}
      </SimpleGrid>
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Title order={2} mb="sm">
        {title}
      </Title>
      {children}
    </section>
  );
}

function Identity({ file }: { file: ContactFile }) {
  const { page, say, format, language } = usePageWords();
  const words = page.file;
  const { structure } = file;
  return (
    <Part title={words.identity}>
      {file.kind !== 'structure' && <PhotoPanel number={file.number} name={nameOf(file)} />}
      <Facts
        facts={[
          [words.number, file.number],
          [words.fields.kind, say.kinds[file.kind]],
          [words.fields.structure, structure && <Other one={structure} />],
          [words.fields.title, file.title],
          [words.fields.firstName, file.firstName],
          [words.fields.lastName, file.lastName],
          [words.fields.companyName, file.companyName],
          [words.fields.birthDate, file.birthDate && format.day(file.birthDate)],
          [words.fields.language, file.language && languageName(file.language, language)],
          [words.created, format.day(file.createdOn)],
          [words.fields.validUntil, file.validUntil && format.day(file.validUntil)],
        ]}
      />
    </Part>
  );
}

function Reach({ file }: { file: ContactFile }) {
  const { page, language } = usePageWords();
  const words = page.file;
  const place = [file.postcode, file.town].filter(Boolean).join(' ');
  const lines = [file.street, place, file.country && countryName(file.country, language)].filter(Boolean);
  return (
    <Part title={words.reach}>
      <Facts
        facts={[
          [words.fields.email, file.email && <a href={`mailto:${file.email}`}>{file.email}</a>],
          [
            words.fields.mobile,
            file.mobile && <a href={`tel:${file.mobile.replaceAll(' ', '')}`}>{file.mobile}</a>,
          ],
          [
            words.fields.phone,
            file.phone && <a href={`tel:${file.phone.replaceAll(' ', '')}`}>{file.phone}</a>,
          ],
          [
            words.address,
            lines.length > 0 && (
              <ul className={classes.lines}>
                {lines.map((line) => (
                  <li key={line}>{line}</li>
                ))}
              </ul>
            ),
          ],
        ]}
      />
    </Part>
  );
}

/** What it is worth to the accounts: status, orders, balances. */
function Standing({ file }: { file: ContactFile }) {
  const { page, format } = usePageWords();
  const words = page.file;
  const { balances, hidden, orders } = file;
  return (
    <Part title={words.balances}>
      {balances.length === 0 ? (
        <Text>{words.settled}</Text>
      ) : (
        <ul className={classes.plain}>
          {balances.map(({ organisation, currency, amountMinor }) => (
            <li key={organisation + currency}>
              {amountMinor > 0
                ? page.contact.owes(format.money(amountMinor, currency), organisation)
                : page.contact.owed(format.money(-amountMinor, currency), organisation)}
            </li>
          ))}
        </ul>
      )}
      {hidden.balances > 0 && <Text c="dimmed">{words.hiddenBalances(hidden.balances)}</Text>}
      <Why>{words.balancesWhy}</Why>
      <Text mt="md">
        {words.status[file.status]} ·{' '}
        <Link to={addresses.contact} params={{ number: file.number }} search={{ tab: 'orders' } as never}>
          {words.ordersCount(orders.count, orders.more)}
        </Link>
      </Text>
      {hidden.orders.count > 0 && (
        <Text c="dimmed">{words.hiddenOrders(hidden.orders.count, hidden.orders.more)}</Text>
      )}
      <Why>{words.statusWhy[file.status]}</Why>
    </Part>
  );
}

function Roles({ file }: { file: ContactFile }) {
  const { page, format } = usePageWords();
  const { today } = useSession();
  const words = page.file;
  if (file.roles.length === 0)
    return (
      <Part title={words.roles}>
        <Text>{words.noRoles}</Text>
      </Part>
    );
  return (
    <Part title={words.roles}>
      <ul className={classes.plain}>
        {file.roles.map(({ role, validUntil }) => (
          <li key={role}>
            {role}
            {validUntil !== null && (
              <span className={classes.quiet}>
                {' '}
                {validUntil < today
                  ? words.roleOver(format.day(validUntil))
                  : page.contact.until(format.day(validUntil))}
              </span>
            )}
          </li>
        ))}
      </ul>
      <Why>{words.rolesWhy}</Why>
    </Part>
  );
}

function Relays({ file }: { file: ContactFile }) {
  const { page } = usePageWords();
  const words = page.file;
  const { items, more } = file.relays;
  return (
    <Part title={words.relays}>
      {items.length === 0 ? (
        <Text>{words.noRelays}</Text>
      ) : (
        <ul className={classes.plain}>
          {items.map((one) => (
            <li key={one.number}>
              <Other one={one} />
            </li>
          ))}
        </ul>
      )}
      {more && <Text c="dimmed">{words.moreRelays}</Text>}
    </Part>
  );
}

/** Another contact, by its name; without one where its file is not open to whoever looks. */
function Other({ one }: { one: { number: string; name: string | null } }) {
  const { page } = usePageWords();
  if (one.name === null) {
    return (
      <span className={classes.quiet}>
        {one.number} ({page.file.closedName})
      </span>
    );
  }
  return (
    <Link to={addresses.contact} params={{ number: one.number }}>
      {one.name}
    </Link>
  );
}
