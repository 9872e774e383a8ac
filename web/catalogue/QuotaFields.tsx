import { ActionIcon, Button, Group, MultiSelect, NumberInput, Stack, Text, TextInput } from '@mantine/core';
import { IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { usePageWords } from '../words/pages.ts';
import classes from './QuotaFields.module.css';
import { pointsOfSaleQuery, type Quota } from './queries.ts';

/** A quota on its way; without id a new one. `key` tells the rows apart while they have none. */
export interface TypedQuota {
  key: number;
  id?: number;
  name: string;
  capacity: number | string;
  taken: number;
  pointsOfSale: number[];
}

export const typedQuotas = (quotas: Quota[]): TypedQuota[] =>
  quotas.map((quota) => ({ ...quota, key: quota.id }));

/** @returns as the API wants them */
export const quotasOf = (typed: TypedQuota[]) =>
  typed.map(({ id, name, capacity, pointsOfSale }) => ({
    ...(id === undefined ? {} : { id }),
    name,
    capacity: Number(capacity) || 0,
    pointsOfSale,
  }));

interface Props {
  value: TypedQuota[];
  onChange: (value: TypedQuota[]) => void;
  organisation: number;
}

/** So many places by name, each for some points of sale or for all; never fewer than are taken. */
export function QuotaFields({ value, onChange, organisation }: Props) {
  const { page } = usePageWords();
  const words = page.catalogue.quotas;
  const { data } = useQuery(pointsOfSaleQuery);
  const points = (data?.items ?? []).filter((point) => point.organisation.id === organisation);
  const change = (key: number, part: Partial<TypedQuota>) =>
    onChange(value.map((quota) => (quota.key === key ? { ...quota, ...part } : quota)));
  const add = () =>
    onChange([
      ...value,
      {
        key: -1 - value.length - Math.max(0, ...value.map(({ key }) => Math.abs(key))),
        name: value.length === 0 ? words.first : '',
        capacity: '',
        taken: 0,
        pointsOfSale: [],
      },
    ]);
  return (
    <Stack gap="sm">
      {value.map((quota) => (
        <fieldset key={quota.key} className={classes.quota}>
          <legend className="heard">{quota.name || words.name}</legend>
          <TextInput
            label={words.name}
            required
            maxLength={100}
            value={quota.name}
            onChange={({ currentTarget }) => change(quota.key, { name: currentTarget.value })}
          />
          <NumberInput
            label={words.capacity}
            required
            min={0}
            max={1_000_000}
            allowDecimal={false}
            error={
              quota.capacity !== '' && Number(quota.capacity) < quota.taken
                ? words.atLeast(quota.taken)
                : undefined
            }
            value={quota.capacity}
            onChange={(capacity) => change(quota.key, { capacity })}
          />
          <MultiSelect
            label={words.points}
            placeholder={quota.pointsOfSale.length === 0 ? words.allPoints : ''}
            data={points.map(({ id, name }) => ({ value: String(id), label: name }))}
            value={quota.pointsOfSale.map(String)}
            onChange={(chosen) => change(quota.key, { pointsOfSale: chosen.map(Number) })}
          />
          <Group gap="xs" className={classes.end}>
            {quota.taken > 0 ? (
              <Text size="sm" c="dimmed">
                {page.catalogue.placesOf(quota.taken, Number(quota.capacity) || 0)}
              </Text>
            ) : (
              <ActionIcon
                variant="subtle"
                color="gray"
                size="lg"
                aria-label={words.remove(quota.name)}
                onClick={() => onChange(value.filter(({ key }) => key !== quota.key))}
              >
                <IconTrash size={18} aria-hidden="true" />
              </ActionIcon>
            )}
          </Group>
        </fieldset>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={add}>
          {words.add}
        </Button>
      </div>
    </Stack>
  );
}
