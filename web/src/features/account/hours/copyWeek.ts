// A week's hours, as they really are, written over other weeks as days that differ. Dates and wall
// times only: a day on which the clocks change is copied like any other. Pure.
import type { Outputs } from '~/api/types';
import { addDays } from '~/lib/time';
import { joinSpans } from './spans';
import { sortSpans, weekdayOf, weekdays, type DateException, type Span, type Week } from './week';

export type Occurrence = Outputs['availability']['open']['occurrences'][number];

export interface Plan {
  week: Week;
  exceptions: DateException[];
  /** What the rules open, as the server says it. */
  occurrences: readonly Occurrence[];
}

export const mondayOf = (date: string) => addDays(date, -weekdays.indexOf(weekdayOf(date)));
export const datesOfWeek = (monday: string) => weekdays.map((_, index) => addDays(monday, index));

/** What a date opens before time off has its say: its exception alone, else the week and the rules. */
export function hoursOn({ week, exceptions, occurrences }: Plan, date: string): Span[] {
  const exception = exceptions.find((one) => one.date === date);
  if (exception) return joinSpans(exception.intervals);
  const ruled = occurrences.filter((one) => one.date === date).map(({ start, end }) => ({ start, end }));
  return joinSpans([...week[weekdayOf(date)], ...ruled]);
}

const isSame = (a: readonly Span[], b: readonly Span[]) => JSON.stringify(sortSpans(a)) === JSON.stringify(sortSpans(b));

/** The exceptions afterwards, and the dates that changed. Past days and days that are so already stay. */
export function copyWeek(plan: Plan, source: string, targets: readonly string[], today: string): { exceptions: DateException[]; changed: string[] } {
  const written = new Map(plan.exceptions.map((one) => [one.date, one]));
  const changed: string[] = [];
  for (const target of targets)
    datesOfWeek(target).forEach((date, index) => {
      const intervals = hoursOn(plan, addDays(source, index));
      if (date < today || isSame(hoursOn(plan, date), intervals)) return;
      written.set(date, { date, intervals });
      changed.push(date);
    });
  return { exceptions: [...written.values()].sort((a, b) => a.date.localeCompare(b.date)), changed };
}

export type ExceptionKind = 'closed' | 'other' | 'extra';
/** Extra: all that the weekday has anyway, and more. */
export function kindOf(intervals: readonly Span[], usual: readonly Span[]): ExceptionKind {
  if (intervals.length === 0) return 'closed';
  const whole = joinSpans(intervals);
  const isExtra = isSame(joinSpans([...whole, ...usual]), whole) && !isSame(whole, joinSpans(usual));
  return isExtra ? 'extra' : 'other';
}
