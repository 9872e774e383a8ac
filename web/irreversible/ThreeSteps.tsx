import { Alert, Anchor, Button, TextInput } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import { type FormEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { type Drift, SPARE_REASONS, type SpareCounts } from '../api/types.ts';
import { useWords } from '../words/words.tsx';
import classes from './ThreeSteps.module.css';

/** What a simulation, or the check of it, found. */
interface Found {
  run: number;
  endedAt: string;
  counts: { delete: number; anonymise: number; spare: SpareCounts };
  /** Everybody who was looked at: what the share is of. */
  base: number;
  /** The address of its list. */
  address: string;
}

interface Props {
  /** What was reviewed. */
  simulation: Found;
  /** What looking again found, and how it differs; undefined: not known yet, so that nothing can be confirmed. */
  check: (Found & { drift: Drift }) | undefined;
  /** Shown as long as there is no check: how far it is, or why it told nothing. */
  checking: ReactNode;
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
  const { simulation, check, checking } = props;
  // The button that opened them is gone: the keyboard goes on here.
  const steps = useRef<HTMLOListElement>(null);
  useEffect(() => steps.current?.focus({ preventScroll: true }), []);
  const { say, format } = useWords();
  const { counts, base, address } = check ?? simulation;
  const erased = counts.delete + counts.anonymise;
  if (erased === 0) return <p>{check === undefined ? say.steps.nothing : say.steps.nothingLeft}</p>;
  return (
    <ol className={classes.steps} ref={steps} tabIndex={-1}>
      <Step title={say.steps.happens}>
        <p className={classes.sentence}>{say.steps.erases(erased)}</p>
        <ul>
          <li>{say.steps.deleted(counts.delete)}</li>
          <li>{say.steps.anonymised(counts.anonymise)}</li>
        </ul>
        <p className={classes.quiet}>
          {base > 0 && `${say.steps.share(format.share(erased / base), base)}. `}
          {say.steps.since(simulation.run, format.instant(simulation.endedAt))}
        </p>
        <div aria-live="polite">{check !== undefined && <Changed {...check} />}</div>
        {check === undefined && checking}
      </Step>
      <Step title={say.steps.stops}>
        <Stops spare={counts.spare} address={`${address}?outcome=spare`} />
        <p className={classes.quiet}>{say.steps.look}</p>
      </Step>
      <Step title={say.steps.confirm}>
        {check === undefined ? <p>{say.steps.waits}</p> : <Confirm {...props} erased={erased} />}
      </Step>
    </ol>
  );
}

/** What changed since the simulation, and where the list of whom it concerns is. */
function Changed({ run, endedAt, drift, address }: NonNullable<Props['check']>) {
  const { say, format } = useWords();
  const { noLongerEligible, newlyEligible } = drift;
  const changed = noLongerEligible + newlyEligible > 0;
  return (
    <>
      <h3 className={classes.small}>{say.steps.drift}</h3>
      {changed ? (
        <ul>
          {noLongerEligible > 0 && <li>{say.steps.noLonger(noLongerEligible)}</li>}
          {newlyEligible > 0 && <li>{say.steps.newly(newlyEligible)}</li>}
        </ul>
      ) : (
        <p>{say.steps.noDrift}</p>
      )}
      <p className={classes.quiet}>
        {say.steps.checked(run, format.instant(endedAt))}{' '}
        <Anchor inherit href={address}>
          {say.steps.seeCheck}
        </Anchor>
      </p>
    </>
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

function Stops({ spare, address }: { spare: SpareCounts; address: string }) {
  const { say, format } = useWords();
  const reasons = SPARE_REASONS.filter((reason) => spare[reason] > 0);
  if (reasons.length === 0) return <p>{say.steps.nothingStops}</p>;
  const spared = reasons.reduce((sum, reason) => sum + spare[reason], 0);
  return (
    <>
      <p>
        {say.steps.spared(spared)} <Anchor href={address}>{say.steps.seeSpared}</Anchor>
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
