import { SegmentedControl, Select, Stack, Text, TextInput } from '@mantine/core';
import { usePageWords } from '../words/pages.ts';
import { readAmount } from './amount.ts';
import classes from './BoxOffice.module.css';
import { METHODS, type Method } from './queries.ts';

/** What stands in the fields of a payment. */
export interface Paying {
  method: Method | 'later' | 'stripe';
  /** In cash, as it was typed; empty: exactly what is to pay. */
  received: string;
  code: string;
}
export const CASH: Paying = { method: 'cash', received: '', code: '' };

interface Money {
  amountMinor: number;
  currency: string;
}

/** What of it goes to the server; undefined: nothing is paid now. */
export const paymentOf = ({ method, code }: Paying, { amountMinor, currency }: Money) =>
  method === 'later' || method === 'stripe' || amountMinor === 0
    ? undefined
    : { method, amountMinor, currency, ...(method === 'gift-card' ? { giftCardCode: code } : {}) };

/** In cash less was received than is to pay, or what is typed is no amount. */
export function isTooLittle({ method, received }: Paying, { amountMinor, currency }: Money): boolean {
  if (method !== 'cash' || received.trim() === '') return false;
  const given = readAmount(received, currency);
  return given === undefined || given < amountMinor;
}

interface Props {
  paying: Paying;
  amount: Money;
  onChange: (paying: Paying) => void;
  /** Somebody is known who can owe it. */
  mayOwe: boolean;
  /** Money goes the other way. */
  back?: boolean;
  /** It was paid online, and may go back there. */
  online?: boolean;
}

/** How it is paid; cash with what is to be given back. */
export function Payment({ paying, amount, onChange, mayOwe, back = false, online = false }: Props) {
  const { page, format } = usePageWords();
  const words = page.boxOffice;
  const { method, received, code } = paying;
  const offered: Paying['method'][] = [...METHODS.filter((one) => one !== 'balance' || (mayOwe && !back))];
  if (mayOwe && !back) offered.push('later');
  if (back && online) offered.push('stripe');
  const label = (one: Paying['method']) => (one === 'later' ? words.later : words.methods[one]);
  const given = readAmount(received, amount.currency);
  const often = method === 'cash' || method === 'card-terminal' ? method : 'other';
  return (
    <Stack gap="xs">
      <Text fw={500} size="sm" id="how-paid">
        {words.payment}
      </Text>
      <SegmentedControl
        aria-labelledby="how-paid"
        fullWidth
        data={[
          { value: 'cash', label: words.methods.cash },
          { value: 'card-terminal', label: words.card },
          { value: 'other', label: words.other },
        ]}
        value={often}
        onChange={(chosen) =>
          onChange({
            ...paying,
            method: chosen === 'other' ? (online ? 'stripe' : 'transfer') : (chosen as Method),
          })
        }
      />
      {often === 'other' && (
        <Select
          aria-label={words.other}
          data={offered
            .filter((one) => one !== 'cash' && one !== 'card-terminal')
            .map((value) => ({ value, label: label(value) }))}
          allowDeselect={false}
          value={method}
          onChange={(chosen) => chosen !== null && onChange({ ...paying, method: chosen as Method })}
        />
      )}
      {method === 'cash' && !back && (
        <>
          <TextInput
            label={words.received}
            inputMode="decimal"
            autoComplete="off"
            placeholder={format.money(amount.amountMinor, amount.currency)}
            value={received}
            onChange={({ currentTarget }) => onChange({ ...paying, received: currentTarget.value })}
          />
          <p className={classes.change} role="status">
            {given !== undefined &&
              (given >= amount.amountMinor
                ? words.change(format.money(given - amount.amountMinor, amount.currency))
                : words.tooLittle(format.money(amount.amountMinor - given, amount.currency)))}
          </p>
        </>
      )}
      {method === 'gift-card' && !back && (
        <TextInput
          label={words.code}
          autoComplete="off"
          value={code}
          maxLength={60}
          onChange={({ currentTarget }) => onChange({ ...paying, code: currentTarget.value })}
        />
      )}
    </Stack>
  );
}
