import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { type CliffData, SPARE_REASONS } from '../../api/types.ts';
import { useWords } from '../../words/words.tsx';
import classes from './Cliff.module.css';
import type { CliffCounts as Counts, Stack } from './cliff.ts';

interface Props {
  counts: Counts;
  months: number;
  cliff: CliffData;
  cutoff: string;
  fill: (layer: keyof Stack) => string;
  onMonthsChange: (months: number) => void;
}

/** The counts beside the picture, which are its legend, too. */
export function CliffCounts({ counts, months, cliff, cutoff, fill, onMonthsChange }: Props) {
  const { say, format } = useWords();
  const simulated = cliff.months;
  const share = counts.total === 0 ? 0 : counts.erased / counts.total;
  const reasons = SPARE_REASONS.filter((reason) => counts.spare[reason] > 0);
  return (
    <div className={classes.counts}>
      <p className={classes.sentence}>{say.cliff.erasedSentence(counts.erased, counts.exact)}</p>
      <p className={classes.quiet}>
        {say.cliff.ofBase(format.share(share))}
        <br />
        {cliff.prospectCutoff === undefined
          ? say.cliff.inactive(format.day(cutoff))
          : say.cliff.inactiveOfTwo(format.day(cutoff), format.day(cliff.prospectCutoff))}
      </p>
      <dl className={classes.legend}>
        <Line fill={fill('delete')} label={say.cliff.erased.delete} value={format.number(counts.delete)} />
        <Line
          fill={fill('anonymise')}
          label={say.cliff.erased.anonymise}
          value={format.number(counts.anonymise)}
        />
        {!counts.exact && (
          <Line fill={fill('unjudged')} label={say.cliff.unjudged} value={format.number(counts.unjudged)} />
        )}
        <Line
          fill={fill('spare')}
          label={say.cliff.erased.spare}
          value={counts.exact ? format.number(counts.spared) : say.cliff.atLeast(counts.spared)}
        >
          {reasons
            .map((reason) => `${say.reasons[reason]} ${format.number(counts.spare[reason])}`)
            .join(', ')}
        </Line>
        <Line
          fill={fill('kept')}
          label={say.cliff.erased.kept}
          value={counts.exact ? format.number(counts.kept) : say.cliff.atLeast(counts.kept)}
        />
      </dl>
      {cliff.prospectMonths !== undefined && (
        <p className={classes.quiet}>{say.cliff.prospectsStay(cliff.prospectMonths)}</p>
      )}
      {/* Its place is kept, so that nothing moves while the cutoff does. */}
      <div className={classes.hint}>
        {months !== simulated && (
          <>
            <p>{counts.exact ? say.cliff.original(simulated) : say.cliff.upperBound}</p>
            <Button variant="default" size="xs" onClick={() => onMonthsChange(simulated)}>
              {say.cliff.back(simulated)}
            </Button>
          </>
        )}
      </div>
    </div>
  );
}

function Line(props: { fill: string; label: string; value: string; children?: ReactNode }) {
  return (
    <div>
      <dt>
        <svg width="14" height="14" aria-hidden="true">
          <rect width="14" height="14" rx="2" fill={props.fill} />
        </svg>
        {props.label}
      </dt>
      <dd>{props.value}</dd>
      {props.children && <dd className={classes.reasons}>{props.children}</dd>}
    </div>
  );
}
