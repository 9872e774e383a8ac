import { Alert, Button, Checkbox, Group, Stack, Text, TextInput, Title } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { IconAlertTriangle } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { answered, api } from '../api/client.ts';
import { isProblem } from '../api/problem.ts';
import { Facts } from '../frame/Facts.tsx';
import { Refusal } from '../frame/Refusal.tsx';
import { Failed, Waiting } from '../list/ListStates.tsx';
import { fromLocal, toLocal } from '../retention/batches/local-time.ts';
import { useSession } from '../session/session.tsx';
import { usePageWords } from '../words/pages.ts';
import { type Performance, type Touched, touchedQuery } from './queries.ts';

interface Props {
  performance: Performance;
  act: 'reschedule' | 'cancel';
  onDone: () => void;
}

/** What it touches first, then what becomes of it, then the confirmation. */
export function MovePerformance({ performance, act, onDone }: Props) {
  const { page } = usePageWords();
  const words = page.catalogue.touched;
  const { data, error, refetch } = useQuery(touchedQuery(performance.id));
  if (data === undefined) {
    return error === null ? (
      <Waiting rows={4} />
    ) : (
      <Failed title={words.what} error={error} retry={() => void refetch()} />
    );
  }
  return (
    <Stack gap="lg" maw={640}>
      <Title order={2}>{act === 'reschedule' ? words.rescheduleTitle : words.cancelTitle}</Title>
      <What touched={data} act={act} />
      {act === 'reschedule' ? (
        <Reschedule performance={performance} touched={data} onDone={onDone} onLook={() => void refetch()} />
      ) : (
        <Cancel performance={performance} touched={data} onDone={onDone} onLook={() => void refetch()} />
      )}
    </Stack>
  );
}

function What({ touched, act }: { touched: Touched; act: Props['act'] }) {
  const { page, format } = usePageWords();
  const words = page.catalogue.touched;
  const { orders, lines, tickets, persons, waiting, credits, reach } = touched;
  const credited = credits.map(({ currency, amountMinor }) => format.money(amountMinor, currency));
  return (
    <section>
      <Title order={3} mb="xs">
        {words.what}
      </Title>
      {lines === 0 && waiting === 0 ? (
        <Text>{words.nothing}</Text>
      ) : (
        <Facts
          facts={[
            [words.orders, format.number(orders)],
            [words.lines, format.number(lines)],
            [words.tickets, format.number(tickets)],
            [words.persons, format.number(persons)],
            [words.waiting, format.number(waiting)],
            [words.credits, act === 'cancel' && credited.length > 0 && format.list(credited)],
            [words.told, format.number(reach.told)],
            [words.withoutEmail, reach.withoutEmail > 0 && format.number(reach.withoutEmail)],
            [words.unnamed, reach.unnamed > 0 && format.number(reach.unnamed)],
          ]}
        />
      )}
      {(lines > 0 || waiting > 0) && (
        <Stack gap="xs" mt="md">
          <Text>{act === 'cancel' ? words.cancelEffect : words.rescheduleEffect}</Text>
          {act === 'cancel' && credits.length > 0 && <Text>{words.creditEffect}</Text>}
          {act === 'reschedule' && tickets > 0 && <Text>{words.reprint}</Text>}
          {reach.withoutEmail + reach.unnamed > 0 && <Text>{words.tellOthers}</Text>}
        </Stack>
      )}
    </section>
  );
}

interface FormProps {
  performance: Performance;
  touched: Touched;
  onDone: () => void;
  /** Something was sold or cancelled since: the counts are asked again. */
  onLook: () => void;
}

/** Of what is over nobody is told. */
const isToCome = ({ startsAt }: Performance) => startsAt !== null && Date.parse(startsAt) > Date.now();

/** Whether those whom an e-mail reaches are told. */
function Tell({
  performance,
  touched: { reach },
  tell,
  onChange,
}: Pick<FormProps, 'performance' | 'touched'> & { tell: boolean; onChange: (tell: boolean) => void }) {
  const { page } = usePageWords();
  if (reach.told === 0 || !isToCome(performance)) return null;
  return (
    <Checkbox
      label={page.catalogue.touched.tell(reach.told)}
      checked={tell}
      onChange={({ currentTarget }) => onChange(currentTarget.checked)}
    />
  );
}

/** What both do once it is done, or refused because the counts changed. */
function useMoving(
  { performance, onDone, onLook }: FormProps,
  message: string,
  send: () => Promise<unknown>,
) {
  const { say } = usePageWords();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      notifications.show({ message, closeButtonProps: { 'aria-label': say.common.close } });
      onDone();
      await Promise.all([
        queries.invalidateQueries({ queryKey: ['performances', performance.id], exact: true }),
        queries.invalidateQueries({ queryKey: ['performances', 'of'] }),
        queries.invalidateQueries({ queryKey: ['products'] }),
      ]);
    },
    onError: (error) => {
      if (isProblem(error, 'changed-meanwhile')) onLook();
    },
  });
}

function Reschedule(props: FormProps) {
  const { performance, touched, onDone } = props;
  const { page } = usePageWords();
  const words = page.catalogue;
  const { timeZone } = useSession().institution;
  const local = (instant: string | null) => (instant === null ? '' : toLocal(instant, timeZone));
  const [typed, setTyped] = useState({
    starts: local(performance.startsAt),
    ends: local(performance.endsAt),
  });
  const [tell, setTell] = useState(true);
  const move = useMoving(props, words.touched.rescheduled, () =>
    answered(
      api.POST('/api/performances/{performance}/reschedule', {
        params: { path: { performance: performance.id } },
        body: {
          version: performance.version,
          reviewed: { lines: touched.lines, waiting: touched.waiting },
          startsAt: fromLocal(typed.starts, timeZone),
          endsAt: typed.ends === '' ? null : fromLocal(typed.ends, timeZone),
          tell: tell && isToCome(performance),
        },
      }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    move.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Title order={3}>{words.touched.newDate}</Title>
        <Group align="start">
          <TextInput
            type="datetime-local"
            label={words.performance.starts}
            description={words.performance.zone(timeZone)}
            inputWrapperOrder={['label', 'input', 'description']}
            required
            value={typed.starts}
            onChange={({ currentTarget }) => setTyped({ ...typed, starts: currentTarget.value })}
          />
          <TextInput
            type="datetime-local"
            label={words.performance.ends}
            description={words.performance.endsHint}
            inputWrapperOrder={['label', 'input', 'description']}
            value={typed.ends}
            onChange={({ currentTarget }) => setTyped({ ...typed, ends: currentTarget.value })}
          />
        </Group>
        <Tell performance={performance} touched={touched} tell={tell} onChange={setTell} />
        <Refusal error={move.error} />
        <Group>
          <Button type="submit" color="rope" loading={move.isPending}>
            {words.touched.doReschedule}
          </Button>
          <Button variant="default" onClick={onDone}>
            {words.touched.keep}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function Cancel(props: FormProps) {
  const { performance, touched, onDone } = props;
  const { page } = usePageWords();
  const words = page.catalogue.touched;
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const [tell, setTell] = useState(true);
  // Where nothing was sold there is nothing to count.
  const right = touched.lines === 0 || typed.replaceAll(/\D/g, '') === String(touched.lines);
  const cancel = useMoving(props, words.cancelled, () =>
    answered(
      api.POST('/api/performances/{performance}/cancel', {
        params: { path: { performance: performance.id } },
        body: {
          version: performance.version,
          reviewed: { lines: touched.lines, waiting: touched.waiting },
          tell,
        },
      }),
    ),
  );
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (right) cancel.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden="true" />} role="note">
          {words.irreversible}
        </Alert>
        {touched.lines > 0 && (
          <TextInput
            label={words.confirm(touched.lines)}
            inputMode="numeric"
            autoComplete="off"
            maw={420}
            value={typed}
            onChange={({ currentTarget }) => setTyped(currentTarget.value)}
            error={tried && !right ? words.confirmWrong(touched.lines) : undefined}
          />
        )}
        <Tell performance={performance} touched={touched} tell={tell} onChange={setTell} />
        <Refusal error={cancel.error} />
        <Group>
          <Button type="submit" color="red" variant={right ? 'filled' : 'outline'} loading={cancel.isPending}>
            {words.doCancel}
          </Button>
          <Button variant="default" onClick={onDone}>
            {words.keep}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
