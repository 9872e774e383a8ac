import { Alert, Anchor, Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { type Drift, SPARE_REASONS, type SpareCounts } from '../api/types.ts';
import { useWords } from '../words/words.tsx';
import classes from './ThreeSteps.module.css';

interface Props {
  counts: { delete: number; anonymise: number; spare: SpareCounts };
  /** Everybody who was looked at: what the share is of. */
  base: number;
  simulation: { run: number; endedAt: string };
  /** What changed since the simulation; undefined: not known yet. */
  drift?: Drift | undefined;
  /** The address of the list of the spared, where there is one. */
  sparedAddress?: string;
  /** Called with the number that was typed. */
  onConfirm: (count: number) => void;
  pending: boolean;
  /** Before the button: what else is chosen for the run. */
  beside?: ReactNode;
  /** What the server refused, as thrown. */
  error?: unknown;
}

/** What will happen, what stops it, and typing the number of contacts: three steps on one page (screens.md). */
export function ThreeSteps(props: Props) {
  const { counts, base, simulation, drift } = props;
  const { say, format } = useWords();
  const erased = counts.delete + counts.anonymise;
  const changed = drift !== undefined && drift.noLongerEligible + drift.newlyEligible > 0;
  if (erased === 0) return <p>{say.steps.nothing}</p>;
  return (
    <ol className={classes.steps}>
      <Step title={say.steps.happens}>
        <p className={classes.sentence}>{say.steps.erases(erased)}</p>
        <ul>
          <li>{say.steps.deleted(counts.delete)}</li>
          <li>{say.steps.anonymised(counts.anonymise)}</li>
        </ul>
        <p className={classes.quiet}>
          {base > 0 && `${say.steps.share(format.share(erased / base), base)}. `}
          {say.steps.since(simulation.run, format.instant(simulation.endedAt))}
          {drift !== undefined && !changed && ` ${say.steps.noDrift}`}
        </p>
        {changed && (
          <>
            <h3 className={classes.small}>{say.steps.drift}</h3>
            <ul>
              {drift.noLongerEligible > 0 && <li>{say.steps.noLonger(drift.noLongerEligible)}</li>}
              {drift.newlyEligible > 0 && <li>{say.steps.newly(drift.newlyEligible)}</li>}
            </ul>
          </>
        )}
      </Step>
      <Step title={say.steps.stops}>
        <Stops spare={counts.spare} address={props.sparedAddress} />
        <p className={classes.quiet}>{say.steps.look}</p>
      </Step>
      <Step title={say.steps.confirm}>
        <Confirm {...props} erased={erased} />
      </Step>
    </ol>
  );
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

function Stops({ spare, address }: { spare: SpareCounts; address: string | undefined }) {
  const { say, format } = useWords();
  const reasons = SPARE_REASONS.filter((reason) => spare[reason] > 0);
  if (reasons.length === 0) return <p>{say.steps.nothingStops}</p>;
  const spared = reasons.reduce((sum, reason) => sum + spare[reason], 0);
  return (
    <>
      <p>
        {say.steps.spared(spared)}{' '}
        {address !== undefined && <Anchor href={address}>{say.steps.seeSpared}</Anchor>}
      </p>
      <dl className={classes.reasons}>
        {reasons.map((reason) => (
          <div key={reason}>
            <dt>{say.reasons[reason]}</dt>
            <dd>{format.number(spare[reason])}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

/** Spaces, dots, commas and apostrophes between thousands are read over: 15 351, 15,351 and 15'351 are one number. */
const numberIn = (text: string) =>
  /^[\d\s.,'’]+$/.test(text) ? Number(text.replaceAll(/\D/g, '')) : undefined;

function Confirm({ erased, onConfirm, pending, beside, error }: Props & { erased: number }) {
  const { say, format, explain } = useWords();
  const [typed, setTyped] = useState('');
  const [tried, setTried] = useState(false);
  const count = format.number(erased);
  const right = numberIn(typed) === erased;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (right && !pending) onConfirm(erased);
  };
  return (
    <form className={classes.confirm} onSubmit={submit}>
      <Alert color="red" variant="light" icon={<IconAlertTriangle aria-hidden="true" />} role="note">
        {say.steps.irreversible}
      </Alert>
      <TextInput
        label={say.steps.type(count)}
        description={say.steps.typeHint}
        inputMode="numeric"
        autoComplete="off"
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        error={tried && !right ? say.steps.typeWrong(count) : undefined}
      />
      {beside}
      {error != null && (
        <Alert color="red" role="alert">
          {explain(error).sentence}
        </Alert>
      )}
      {/* It can be pressed before the number is right: it then says what is missing, which a dead button would not. */}
      <Button
        type="submit"
        color="red"
        variant={right ? 'filled' : 'outline'}
        loading={pending}
        w="fit-content"
      >
        {say.steps.act(erased)}
      </Button>
    </form>
  );
}
