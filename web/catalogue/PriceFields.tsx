import { NumberInput, Stack, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { digitsOf, majorOf, minorOf } from './money.ts';
import { categoriesQuery } from './queries.ts';

/** What is typed, by the id of the category; nothing: no price. */
export type TypedPrices = Record<number, string | number>;

export function typedOf(
  prices: { categoryId: number; amountMinor: number; currency: string }[],
): TypedPrices {
  return Object.fromEntries(
    prices.map(({ categoryId, amountMinor, currency }) => [categoryId, majorOf(amountMinor, currency)]),
  );
}

/** @returns as the API wants them, in minor units of the institution's currency */
export function pricesOf(
  typed: TypedPrices,
  currency: string,
): { categoryId: number; amountMinor: number }[] {
  return Object.entries(typed).flatMap(([category, amount]) => {
    const amountMinor = minorOf(amount, currency);
    return amountMinor === undefined ? [] : [{ categoryId: Number(category), amountMinor }];
  });
}

interface Props {
  value: TypedPrices;
  onChange: (value: TypedPrices) => void;
  /** Of the product, shown where a performance has none of its own. */
  instead?: { categoryId: number; amountMinor: number; currency: string }[];
}

/** An amount per price category. */
export function PriceFields({ value, onChange, instead = [] }: Props) {
  const { page, language } = usePageWords();
  const words = page.catalogue.prices;
  const { currency } = useSession().institution;
  const { data } = useQuery(categoriesQuery);
  const amount = (major: number) => {
    const digits = digitsOf(currency);
    return major.toLocaleString(language, { minimumFractionDigits: digits, maximumFractionDigits: digits });
  };
  return (
    <Stack gap="xs" maw={320}>
      {data?.items.map(({ id, name }) => {
        const other = instead.find(({ categoryId }) => categoryId === id);
        return (
          <NumberInput
            key={id}
            label={name}
            aria-label={words.amountOf(name, currency)}
            min={0}
            max={1_000_000}
            decimalScale={digitsOf(currency)}
            fixedDecimalScale
            decimalSeparator={language === 'fr' ? ',' : '.'}
            allowedDecimalSeparators={[',', '.']}
            hideControls
            rightSection={<Text size="sm">{currency}</Text>}
            rightSectionWidth={56}
            placeholder={other === undefined ? '' : amount(majorOf(other.amountMinor, other.currency))}
            value={value[id] ?? ''}
            onChange={(amount) => onChange({ ...value, [id]: amount })}
          />
        );
      })}
    </Stack>
  );
}
