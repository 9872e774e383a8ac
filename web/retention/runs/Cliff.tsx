import { useElementSize } from '@mantine/hooks';
import { useId, useState } from 'react';
import type { CliffData } from '../../api/types.ts';
import { dayBefore, monthsBefore } from '../../days.ts';
import { useWords } from '../../words/words.tsx';
import classes from './Cliff.module.css';
import { CliffColumns } from './CliffColumns.tsx';
import { CliffCounts } from './CliffCounts.tsx';
import { CliffHandle } from './CliffHandle.tsx';
import { CliffPatterns } from './CliffPatterns.tsx';
import { CliffTable } from './CliffTable.tsx';
import { countsAt, type Drawn, newYears, type Stack, stackAt } from './cliff.ts';
import { type Geometry, GROUND, geometryOf, HEIGHT, SKY } from './cliff-geometry.ts';

interface Props {
  cliff: CliffData;
  /** The cutoff as chosen, in months before the day of the run. */
  months: number;
  onMonthsChange: (months: number) => void;
  /** The chosen column; null: none. */
  selected?: number | null;
  /**
   * A folded column names the newest month in it, and all that is older is meant: the days say so, for the list below.
   * `from` null: however long ago; `to` (not included) null: however far ahead.
   */
  onSelect: (monthsAgo: number | null, days: { from: string | null; to: string | null } | null) => void;
}

/** Contacts by month of last activity, what becomes of them, and the cutoff, which can be moved. */
export function Cliff({ cliff, months, onMonthsChange, selected = null, onSelect }: Props) {
  const { say, format } = useWords();
  const { ref, width } = useElementSize<HTMLDivElement>();
  const [looked, setLooked] = useState<Drawn>();
  const id = useId();
  const fill = (layer: keyof Stack) => `url(#${id}${layer})`;

  // The room stands still while the cutoff moves: a scale that changed under the finger would be no scale.
  const [first] = useState(months);
  const geometry = geometryOf(cliff, first, Math.max(width, 280));
  const chosen = Math.min(Math.max(1, months), geometry.furthest);
  const ofTwo = cliff.prospectMonths !== undefined;
  const counts = countsAt(cliff, chosen);
  const cutoff = monthsBefore(cliff.asOf, chosen);
  const shown = looked ?? geometry.drawn.find(({ monthsAgo }) => monthsAgo === selected);

  const when = ({ from, to, folded }: Drawn) => {
    if (folded || from === null) return say.cliff.earlier(format.day(to ?? cliff.asOf));
    if (to === null) return say.cliff.toCome(format.day(from));
    return say.cliff.column(format.day(from), format.day(dayBefore(to)));
  };
  const what = (column: Drawn) => {
    const stack = stackAt(cliff, column, chosen);
    const parts: [number, string][] = [
      [stack.delete, say.cliff.erased.delete],
      [stack.anonymise, say.cliff.erased.anonymise],
      [stack.unjudged, say.cliff.unjudged],
      [stack.spare, say.cliff.erased.spare],
      [stack.kept, say.cliff.erased.kept],
    ];
    const named = parts.filter(([count]) => count > 0);
    if (named.length === 0) return say.common.contacts(0);
    return named.map(([count, label]) => `${label.toLowerCase()} ${format.number(count)}`).join(', ');
  };
  const select = (monthsAgo: number | null) => {
    const column = geometry.drawn.find((one) => one.monthsAgo === monthsAgo);
    onSelect(monthsAgo, column ? { from: column.from, to: column.to } : null);
  };
  const heard = `${say.cliff.cutoffValue(chosen, format.day(cutoff))}. ${say.cliff.erasedSentence(counts.erased, counts.exact)}`;

  return (
    <section className={classes.cliff} aria-label={say.cliff.title}>
      <div className={classes.main}>
        <div className={classes.picture}>
          <h2 className={classes.title}>{say.cliff.title}</h2>
          <p className={classes.readout} aria-hidden="true">
            {shown === undefined ? (
              say.cliff.hint
            ) : (
              <>
                <strong>{when(shown)}</strong> {what(shown)}
              </>
            )}
          </p>
          <div ref={ref} className={classes.frame}>
            {width > 0 && (
              // biome-ignore lint/a11y/useSemanticElements: there is no element for a group inside a picture
              <svg width="100%" height={HEIGHT} role="group" aria-label={say.cliff.title}>
                <CliffPatterns id={id} />
                <Scale geometry={geometry} cliff={cliff} months={chosen} />
                <CliffColumns
                  {...{ geometry, cliff, months: chosen, fill, selected }}
                  onSelect={select}
                  label={say.cliff.title}
                  describe={(column) => `${when(column)}: ${what(column)}`}
                  onLook={setLooked}
                />
                <CliffHandle
                  {...{ geometry, months: chosen, heard, onMonthsChange }}
                  label={ofTwo ? say.cliff.customerCutoff : say.cliff.cutoff}
                  text={ofTwo ? say.cliff.ofCustomers(say.common.months(chosen)) : say.common.months(chosen)}
                />
              </svg>
            )}
          </div>
        </div>
        <CliffCounts {...{ counts, cutoff, fill, onMonthsChange }} months={chosen} cliff={cliff} />
      </div>
      <CliffTable drawn={geometry.drawn} />
    </section>
  );
}

/** What stands behind the columns: the scale, the years, the past beyond the cutoff. */
function Scale({ geometry, cliff, months }: { geometry: Geometry; cliff: CliffData; months: number }) {
  const { say, format } = useWords();
  const { x, y, top, left, right, reach, step, drawn, span, width } = geometry;
  // A label of a year takes about 36 px.
  const every = Math.ceil(36 / (12 * step));
  const folded = drawn.find((one) => one.folded);
  const toCome = drawn.find(({ monthsAgo }) => monthsAgo < 0);
  return (
    // biome-ignore lint/a11y/noAriaHiddenOnFocusable: a group of a picture takes no focus
    <g aria-hidden="true" className={classes.scale}>
      <rect
        className={classes.past}
        x={42}
        width={Math.max(0, x(months) - 42)}
        y={SKY - 18}
        height={GROUND - SKY + 18}
      />
      {[top, top / 2].filter(Number.isInteger).map((value) => (
        <g key={value}>
          <line x1={42} x2={width} y1={y(value)} y2={y(value)} />
          <text x={36} y={y(value) + 4} textAnchor="end">
            {format.number(value)}
          </text>
        </g>
      ))}
      {newYears(cliff.asOf, reach).map(({ year, monthsAgo }, index) => (
        <g key={year}>
          <line x1={x(monthsAgo)} x2={x(monthsAgo)} y1={GROUND} y2={GROUND + 5} className={classes.tick} />
          {index % every === 0 && x(monthsAgo) > left + 12 && x(monthsAgo) < right - (toCome ? 34 : 12) && (
            <text x={x(monthsAgo)} y={GROUND + 20} textAnchor="middle">
              {year}
            </text>
          )}
        </g>
      ))}
      {folded && (
        <text x={span(folded).x + span(folded).width / 2} y={GROUND + 20} textAnchor="middle">
          {say.cliff.earlierShort}
        </text>
      )}
      {toCome && (
        <text x={width} y={GROUND + 20} textAnchor="end">
          {say.cliff.toComeShort}
        </text>
      )}
      {months !== cliff.months && (
        <line
          className={classes.original}
          x1={x(cliff.months)}
          x2={x(cliff.months)}
          y1={SKY - 10}
          y2={GROUND}
        />
      )}
      {cliff.prospectMonths !== undefined && cliff.prospectMonths <= reach && (
        <ProspectLine
          x={x(cliff.prospectMonths)}
          right={width}
          text={say.cliff.ofProspects(cliff.prospectMonths)}
        />
      )}
      <line className={classes.ground} x1={42} x2={width} y1={GROUND} y2={GROUND} />
    </g>
  );
}

/** The cutoff of prospects, which stays where it is; its word stands below the handle, on the side that has room. */
function ProspectLine({ x, right, text }: { x: number; right: number; text: string }) {
  const fits = x + 6 + text.length * 6.5 < right;
  return (
    <>
      <line className={classes.prospects} x1={x} x2={x} y1={SKY - 10} y2={GROUND} />
      <text
        className={classes.prospectsWord}
        x={fits ? x + 6 : x - 6}
        y={SKY - 7}
        textAnchor={fits ? 'start' : 'end'}
      >
        {text}
      </text>
    </>
  );
}
