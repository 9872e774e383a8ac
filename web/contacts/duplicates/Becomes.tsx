import { Alert, Table, Title } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import type { Side } from './queries.ts';

type Row = [name: string, kept: string, absorbed: string, together: string];
type Answer = 'yes' | 'no' | 'none';

const AUTHORISATIONS = ['institution', 'third-parties', 'partners', 'email', 'sms', 'phone', 'post'] as const;
const LEVELS = ['free', 'restricted', 'confidential'] as const;
const MOVED = ['orders', 'tickets', 'notes', 'clicks', 'waitingList', 'relays'] as const;

/** What of both is of one afterwards: what moves, the recency, who refused what. */
export function Becomes({ kept, absorbed }: { kept: Side; absorbed: Side }) {
  const { page, format } = usePageWords();
  const words = page.duplicates;
  const day = (text: string | null) => (text === null ? '' : format.shortDay(text));
  const later = [kept.recency ?? '', absorbed.recency ?? ''].toSorted().at(-1) || null;
  const restricted = [kept.restrictedOn, absorbed.restrictedOn].filter((one) => one !== null).toSorted()[0];
  const strictest = LEVELS[Math.max(...[kept, absorbed].map((side) => LEVELS.indexOf(side.confidentiality)))];
  const accounts = [kept.accountEmail, absorbed.accountEmail].filter((one) => one !== null);
  const rows: Row[] = [
    ...MOVED.filter((name) => kept.counts[name] + absorbed.counts[name] > 0).map(
      (name): Row => [
        words.moves[name],
        format.number(kept.counts[name]),
        format.number(absorbed.counts[name]),
        format.number(kept.counts[name] + absorbed.counts[name]),
      ],
    ),
    ...balances(kept, absorbed).map(
      ({ organisation, currency, of }): Row => [
        words.balance(organisation),
        format.money(of[0], currency),
        format.money(of[1], currency),
        format.money(of[0] + of[1], currency),
      ],
    ),
    ...(accounts.length === 0
      ? []
      : [
          [
            words.account,
            kept.accountEmail ?? words.noAccount,
            absorbed.accountEmail ?? words.noAccount,
            accounts[0],
          ] as Row,
        ]),
    ...(later === null ? [] : [[words.recency, day(kept.recency), day(absorbed.recency), day(later)] as Row]),
    ...(restricted === undefined
      ? []
      : [[words.restricted, day(kept.restrictedOn), day(absorbed.restrictedOn), day(restricted)] as Row]),
    ...(strictest === 'free' || strictest === undefined
      ? []
      : [
          [
            words.confidentiality,
            words.levels[kept.confidentiality],
            words.levels[absorbed.confidentiality],
            words.levels[strictest],
          ] as Row,
        ]),
    ...AUTHORISATIONS.filter(
      (name) => answer(kept, name) !== 'none' || answer(absorbed, name) !== 'none',
    ).map((name): Row => {
      const both = [answer(kept, name), answer(absorbed, name)] as [Answer, Answer];
      const wins = both.includes('no') ? 'no' : both.includes('yes') ? 'yes' : 'none';
      return [words.authorisation[name], words.answers[both[0]], words.answers[both[1]], words.answers[wins]];
    }),
  ];
  if (rows.length === 0) return null;
  return (
    <section>
      <Title order={2} mb="sm">
        {words.becomes}
      </Title>
      <Table.ScrollContainer
        minWidth={320}
        type="native"
        tabIndex={0}
        role="group"
        aria-label={words.becomes}
      >
        <Table verticalSpacing="xs">
          <Table.Thead>
            <Table.Tr>
              <Table.Td />
              <Table.Th scope="col">{kept.number}</Table.Th>
              <Table.Th scope="col">{absorbed.number}</Table.Th>
              <Table.Th scope="col">{words.merged}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(([name, one, other, together]) => (
              <Table.Tr key={name}>
                <Table.Th scope="row">{name}</Table.Th>
                <Table.Td>{one}</Table.Td>
                <Table.Td>{other}</Table.Td>
                <Table.Td fw={600}>{together}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      {accounts.length === 2 && (
        <Alert variant="light" mt="sm" role="note">
          {words.twoAccounts(accounts[0] as string, accounts[1] as string)}
        </Alert>
      )}
    </section>
  );
}

const answer = (side: Side, name: (typeof AUTHORISATIONS)[number]): Answer =>
  (side.authorisations as Record<string, Answer>)[name] ?? 'none';

function balances(kept: Side, absorbed: Side) {
  const accounts = new Map<string, { organisation: string; currency: string; of: [number, number] }>();
  for (const [index, side] of [kept, absorbed].entries()) {
    for (const { organisation, currency, amountMinor } of side.balances) {
      const key = `${organisation} ${currency}`;
      const account = accounts.get(key) ?? { organisation, currency, of: [0, 0] };
      account.of[index] = amountMinor;
      accounts.set(key, account);
    }
  }
  return [...accounts.values()];
}
