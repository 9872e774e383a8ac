import { usePageWords } from '../../words/pages.ts';
import { weekdays } from './BatchForm.tsx';
import type { Batch } from './queries.ts';

/** A schedule as one would say it. */
export function useScheduleWords(): (schedule: Batch['schedule']) => string {
  const { page, format, language } = usePageWords();
  const words = page.batches;
  return (schedule) => {
    switch (schedule.kind) {
      case 'never':
        return words.kinds.never.toLowerCase();
      case 'once':
        return words.once(format.instant(schedule.at));
      case 'weekly':
        return words.everyWeek(weekdays(language)[schedule.day - 1]?.label ?? '', schedule.time);
      case 'monthly':
        return words.everyMonth(schedule.day, schedule.time);
    }
  };
}
