import { Radio, Table } from '@mantine/core';
import { usePageWords } from '../../words/pages.ts';
import type { Comparison, Field } from './queries.ts';

interface Props {
  comparison: Comparison;
  keeps: 'one' | 'other';
  onKeep: (side: 'one' | 'other') => void;
  /** Fields taken from the contact that does not stay. */
  taken: Field[];
  onTake: (taken: Field[]) => void;
}

const SIDES = ['one', 'other'] as const;

/** A line for each field that one of the two has; where they differ, a choice. */
export function ChooseFields({ comparison, keeps, onKeep, taken, onTake }: Props) {
  const { page } = usePageWords();
  const words = page.duplicates;
  const fields = (Object.keys(words.fields) as Field[]).filter((field) =>
    SIDES.some((side) => comparison[side].fields[field] !== null),
  );
  const takes = (field: Field, side: 'one' | 'other') => {
    const emptyAtKept = comparison[keeps].fields[field] === null;
    return (taken.includes(field) || emptyAtKept) === (side !== keeps);
  };
  return (
    <Table.ScrollContainer minWidth={320}>
      <Table verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Td />
            {SIDES.map((side) => (
              <Table.Th key={side} scope="col">
                <Radio
                  name="keeps"
                  checked={keeps === side}
                  onChange={() => onKeep(side)}
                  label={words.keep(comparison[side].number)}
                />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {fields.map((field) => (
            <Table.Tr key={field}>
              <Table.Th scope="row">{words.fields[field]}</Table.Th>
              {SIDES.map((side) => {
                const value = comparison[side].fields[field];
                const differ = comparison.one.fields[field] !== comparison.other.fields[field];
                const choice = differ && SIDES.every((one) => comparison[one].fields[field] !== null);
                return (
                  <Table.Td key={side} c={differ && !takes(field, side) ? 'dimmed' : undefined}>
                    {choice ? (
                      <Radio
                        name={field}
                        checked={takes(field, side)}
                        onChange={() =>
                          onTake(
                            side === keeps ? taken.filter((other) => other !== field) : [...taken, field],
                          )
                        }
                        label={value}
                      />
                    ) : (
                      (value ?? words.nothing)
                    )}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
