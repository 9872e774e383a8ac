import { Alert, Anchor, Button, List, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { addresses } from '../../addresses.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { Preview } from './queries.ts';

interface Props {
  preview: Preview;
  onApply: () => void;
  applying: boolean;
  /** What the server refused when applying, as thrown. */
  error: unknown;
}

/** What a file would change: by column, then contact by contact, old and new side by side. */
export function PreviewOfUpdate({ preview, onApply, applying, error }: Props) {
  const { page } = usePageWords();
  const words = page.bulk;
  const { contacts, rows, refused } = preview;
  return (
    <Stack gap="lg">
      <Text fw={600}>
        {contacts === 0 && refused.count === 0 ? words.nothing : words.found(contacts, rows)}
      </Text>
      {refused.count > 0 && <Refused refused={refused} />}
      <ByColumn preview={preview} />
      {contacts > 0 && <First preview={preview} />}
      <Refusal error={error} />
      {contacts > 0 && refused.count === 0 && (
        <Stack gap={6} align="start">
          <Text size="sm" c="dimmed">
            {words.applying}
          </Text>
          <Button color="rope" loading={applying} onClick={onApply}>
            {words.apply(contacts)}
          </Button>
        </Stack>
      )}
    </Stack>
  );
}

/** What scrolls is reached by the keyboard. */
const scrolls = (label: string) => ({
  viewportProps: { tabIndex: 0, role: 'region', 'aria-label': label },
});

/** A value as the screen says it; yes, no and none in the reader's language. */
function useValue(): (value: string | null) => string {
  const { page } = usePageWords();
  return (value) => {
    if (value === null) return page.bulk.none;
    return page.consent.answers[value as 'yes' | 'no' | 'none'] ?? value;
  };
}

function ByColumn({ preview }: { preview: Preview }) {
  const { page, format } = usePageWords();
  const words = page.bulk;
  const say = useValue();
  return (
    <section>
      <Title order={2} mb="xs">
        {words.fields}
      </Title>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={scrolls(words.fields)}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{words.column}</Table.Th>
              <Table.Th scope="col" ta="right">
                {words.changed}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {words.unchanged}
              </Table.Th>
              <Table.Th scope="col" ta="right">
                {words.left}
              </Table.Th>
              <Table.Th scope="col">{words.values}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {preview.fields.map(({ name, changed, unchanged, leftAlone, values }) => (
              <Table.Tr key={name}>
                <Table.Th scope="row" fw={400}>
                  {name}
                </Table.Th>
                <Table.Td ta="right">{format.number(changed)}</Table.Td>
                <Table.Td ta="right">{format.number(unchanged)}</Table.Td>
                <Table.Td ta="right">{format.number(leftAlone)}</Table.Td>
                <Table.Td>
                  {values.map(({ before, after, contacts }) => (
                    <Text key={`${before} ${after}`} size="sm">
                      {words.into(say(before), say(after), contacts)}
                    </Text>
                  ))}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function First({ preview: { first } }: { preview: Preview }) {
  const { page, format } = usePageWords();
  const words = page.bulk;
  const say = useValue();
  return (
    <section>
      <Title order={2} mb="xs">
        {words.first(first.length)}
      </Title>
      <Table.ScrollContainer minWidth={520} scrollAreaProps={scrolls(words.first(first.length))}>
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col" ta="right">
                {words.line}
              </Table.Th>
              <Table.Th scope="col">{words.contact}</Table.Th>
              <Table.Th scope="col">{words.column}</Table.Th>
              <Table.Th scope="col">{words.now}</Table.Th>
              <Table.Th scope="col">{words.wanted}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {first.flatMap(({ line, number, changes }) =>
              changes.map(({ name, before, after }) => (
                <Table.Tr key={`${line} ${name}`}>
                  <Table.Td ta="right">{format.number(line)}</Table.Td>
                  <Table.Td>
                    <Anchor
                      inherit
                      component={Link}
                      to={addresses.contact.replace('$number', encodeURIComponent(number))}
                    >
                      {number}
                    </Anchor>
                  </Table.Td>
                  <Table.Td>{name}</Table.Td>
                  <Table.Td>{say(before)}</Table.Td>
                  <Table.Td fw={600}>{say(after)}</Table.Td>
                </Table.Tr>
              )),
            )}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </section>
  );
}

function Refused({ refused: { count, lines } }: Pick<Preview, 'refused'>) {
  const { page } = usePageWords();
  const words = page.bulk;
  return (
    <Alert color="red" variant="light" role="alert" title={words.refused(count)} maw={720}>
      <Text size="sm" mb="xs">
        {words.refusedHint}
      </Text>
      <List size="sm">
        {lines.map(({ line, reason, column, value }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line may have several reasons, and nothing moves
          <List.Item key={index}>
            {words.at(line, column)} {value === undefined ? '' : `${words.quoted(value)} `}
            {words.reasons[reason]}
          </List.Item>
        ))}
        {count > lines.length && <List.Item>{words.more(count - lines.length)}</List.Item>}
      </List>
    </Alert>
  );
}
