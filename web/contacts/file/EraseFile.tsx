import { Alert, Button, Checkbox, Group, Textarea, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { answered, api } from '../../api/client.ts';
import { Refusal } from '../../frame/Refusal.tsx';
import classes from '../../irreversible/ThreeSteps.module.css';
import { Failed, Waiting } from '../../list/ListStates.tsx';
import { usePageWords } from '../../words/pages.ts';
import type { ContactFile } from './queries.ts';

interface Props {
  file: ContactFile;
  /** The request of the person that this carries out. */
  request: number | undefined;
  onCancel: () => void;
  onErased: (outcome: 'delete' | 'anonymise') => void;
}

/** Erasing by hand (R13): what will happen, what stops it and who overrides that, and typing the number. */
export function EraseFile({ file, request, onCancel, onErased }: Props) {
  const { page, say, format } = usePageWords();
  const words = page.file.erasing;
  const queries = useQueryClient();
  const path = { params: { path: { number: file.number } } };
  const review = useQuery({
    queryKey: ['contact', file.number, 'erasure'],
    queryFn: () => answered(api.GET('/api/contacts/{number}/erasure', path)),
    staleTime: 0,
  });
  const [overrides, setOverrides] = useState(false);
  const [reason, setReason] = useState('');
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const erase = useMutation({
    mutationFn: async () => {
      const body = { confirm: typed, ...(overrides ? { overrideReason: reason } : {}) };
      if (request === undefined) {
        await answered(api.POST('/api/contacts/{number}/erasure', { ...path, body }));
        return;
      }
      await answered(
        api.POST('/api/requests/{request}/carrying-out', {
          params: { path: { request } },
          body: { kind: 'erasure', ...body },
        }),
      );
      await queries.invalidateQueries({ queryKey: ['requests'] });
    },
    onSuccess: async () => {
      onErased(review.data?.outcome ?? 'delete');
      queries.removeQueries({ queryKey: ['contact', file.number] });
      await queries.invalidateQueries({ queryKey: ['contacts'] });
    },
    onError: () => review.refetch(),
  });
  if (review.data === undefined) {
    return review.error === null ? (
      <Waiting rows={4} />
    ) : (
      <Failed title={words.title} error={review.error} retry={() => void review.refetch()} />
    );
  }
  const { outcome, obstacles } = review.data;
  const right = typed.trim() === file.number;
  const reasoned = !overrides || reason.trim().length >= 3;
  const stopped = obstacles.length > 0 && !overrides;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (right && reasoned && !stopped && !erase.isPending) erase.mutate();
  };
  return (
    <form onSubmit={submit}>
      <ol className={classes.steps}>
        <Step title={words.happens}>
          <p className={classes.sentence}>{words.outcome[outcome]}</p>
          <p>{words.gone}</p>
        </Step>
        <Step title={words.stops}>
          {obstacles.length === 0 ? (
            <p>{words.nothingStops}</p>
          ) : (
            <>
              <ul>
                {obstacles.map((obstacle) => (
                  <li key={obstacle}>
                    {words.obstacles[obstacle]}
                    {amountsOf(file, obstacle).map(({ organisation, amount, currency }) => (
                      <span key={organisation + currency}>
                        {' · '}
                        {format.money(amount, currency)}, {organisation}
                      </span>
                    ))}
                  </li>
                ))}
              </ul>
              <p>{words.stopped}</p>
              <Checkbox
                label={words.override}
                checked={overrides}
                onChange={({ currentTarget }) => setOverrides(currentTarget.checked)}
                mt="sm"
              />
              {overrides && (
                <Textarea
                  mt="sm"
                  label={words.reason}
                  description={words.reasonHint}
                  required
                  autosize
                  minRows={2}
                  maxLength={1000}
                  value={reason}
                  error={tried && !reasoned ? words.reasonNeeded : undefined}
                  onChange={({ currentTarget }) => setReason(currentTarget.value)}
                />
              )}
            </>
          )}
        </Step>
        <Step title={words.confirm}>
          <div className={classes.confirm}>
            <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden="true" />} role="note">
              {words.irreversible}
            </Alert>
            <TextInput
              label={words.type(file.number)}
              description={words.typeHint}
              autoComplete="off"
              value={typed}
              onChange={({ currentTarget }) => setTyped(currentTarget.value)}
              error={tried && !right ? words.typeWrong(file.number) : undefined}
            />
            <Refusal error={erase.error} />
            {tried && right && stopped && (
              <Alert color="red" variant="light" role="alert">
                {words.stopped}
              </Alert>
            )}
            <Group>
              <Button
                type="submit"
                color="red"
                variant={right && reasoned && !stopped ? 'filled' : 'outline'}
                loading={erase.isPending}
              >
                {words.act}
              </Button>
              <Button variant="default" onClick={onCancel}>
                {say.common.cancel}
              </Button>
            </Group>
          </div>
        </Step>
      </ol>
    </form>
  );
}

/** The debts, or the credits, that are shown to this operator. */
function amountsOf({ balances }: ContactFile, obstacle: string) {
  const sign = obstacle === 'debt' ? 1 : obstacle === 'credit' ? -1 : 0;
  return balances
    .filter(({ amountMinor }) => amountMinor * sign > 0)
    .map(({ organisation, currency, amountMinor }) => ({
      organisation,
      currency,
      amount: Math.abs(amountMinor),
    }));
}

function Step({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <li className={classes.step}>
      <section aria-labelledby={id}>
        <h2 id={id}>{title}</h2>
        {children}
      </section>
    </li>
  );
}
