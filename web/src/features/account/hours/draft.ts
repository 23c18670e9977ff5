// All that the page edits, as one value: what came, what is different, what is wrong. Pure.
import type { FieldProblem, Refusal } from '~/api/client';
import type { Inputs } from '~/api/types';
import { repeatOf, type Rule } from './rrule';
import { dateName, dayName, sayRule, sayTimeOff } from './say';
import { isWhole, problemsOf, problemsOfDay, type SpanProblem } from './spans';
import { timeOffOf, timeOffProblem, timeOffRow, type TimeOff } from './timeOff';
import { weekdays, weeklyOf, weekOf, type DateException, type Hours, type Week } from './week';
import { t } from './words';

export interface Draft {
  timeZone: string;
  week: Week;
  exceptions: DateException[];
  timeOff: TimeOff[];
  rules: Rule[];
}
export type Section = keyof Draft;

export const draftOf = (hours: Hours): Draft => ({
  timeZone: hours.timeZone,
  week: weekOf(hours.weekly),
  exceptions: hours.exceptions,
  timeOff: hours.timeOff.map(timeOffOf),
  rules: hours.rules,
});

export const differs = (a: Draft, b: Draft, section: Section) => JSON.stringify(a[section]) !== JSON.stringify(b[section]);
export const sections: Section[] = ['timeZone', 'week', 'exceptions', 'timeOff', 'rules'];
export const changedSections = (draft: Draft, base: Draft) => sections.filter((section) => differs(draft, base, section));

/** Only what has changed is sent: the rest stays as the server has it, to the letter. */
export function inputOf(draft: Draft, base: Draft): Inputs['availability']['set'] {
  const changed = changedSections(draft, base);
  return {
    ...(changed.includes('timeZone') && { timeZone: draft.timeZone }),
    ...(changed.includes('week') && { weekly: weeklyOf(draft.week) }),
    ...(changed.includes('exceptions') && { exceptions: draft.exceptions }),
    ...(changed.includes('timeOff') && { timeOff: draft.timeOff.map(timeOffRow) }),
    ...(changed.includes('rules') && { rules: draft.rules }),
  };
}

// ---- what is wrong ----

export type RuleProblem = 'days' | 'missing';
export function ruleProblem(rule: Rule): RuleProblem | null {
  if (!rule.from || !isWhole(rule)) return 'missing';
  return repeatOf(rule.rrule, rule.from)?.days.length === 0 ? 'days' : null;
}
export const sayRuleProblem = (problem: RuleProblem | null) => (problem ? t(problem === 'days' ? 'ruleDays' : 'ruleMissing') : undefined);
export const sayOffProblem = (row: TimeOff) => {
  const problem = timeOffProblem(row);
  return problem ? t(problem === 'missing' ? 'offMissing' : 'offOrder') : undefined;
};

export function saySpanProblem(problem: SpanProblem, dayBeforeName = ''): string {
  if (problem.code === 'missing') return t('missing');
  if (problem.day === 'before') return t('overlapBefore', { day: dayBeforeName, time: problem.with.end });
  return t('overlap', { span: `${problem.with.start}–${problem.with.end}` });
}

/** Where something is wrong: with the hours of these days, these dates, … Sections that did not change are not asked. */
export function problemsOfDraft(draft: Draft, base: Draft): FieldProblem[] {
  const changed = changedSections(draft, base);
  const found: FieldProblem[] = [];
  const add = (field: string, where: string, message: string | undefined) => message && found.push({ field, code: 'draft', message: `${where}: ${message}` });
  if (changed.includes('week'))
    for (const day of weekdays)
      for (const one of problemsOfDay(draft.week, day)) if (one) add('weekly', dayName(day), saySpanProblem(one, dayName(weekdays[(weekdays.indexOf(day) + 6) % 7]!)));
  if (changed.includes('exceptions'))
    draft.exceptions.forEach(({ date, intervals }, index) => {
      for (const one of problemsOf(intervals)) if (one) add(`exceptions[${index}]`, dateName(date), saySpanProblem(one));
    });
  if (changed.includes('timeOff')) draft.timeOff.forEach((row, index) => add(`timeOff[${index}]`, sayTimeOff(row, draft.timeZone), sayOffProblem(row)));
  if (changed.includes('rules')) draft.rules.forEach((rule, index) => add(`rules[${index}]`, sayRule(rule), sayRuleProblem(ruleProblem(rule))));
  return found;
}

/** What the server said of one row: "rules[1]", "rules[1].rrule". */
export function refusedAt(refusal: Refusal | null, section: string, index: number): string | undefined {
  const path = `${section}[${index}]`;
  return refusal?.fields.find(({ field }) => field === path || field.startsWith(`${path}.`))?.message;
}
