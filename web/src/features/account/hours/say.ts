// Hours, rules and time off as sentences.
import { noon } from '~/lib/days';
import { currentLocale } from '~/lib/i18n';
import { addDays, clockTime, dayKey, formatInstant } from '~/lib/time';
import { repeatOf, type Repeat, type Rule } from './rrule';
import type { TimeOff } from './timeOff';
import { crossesMidnight, weekdays, type Span, type Weekday } from './week';
import { t } from './words';

const MONDAY = '2024-01-01';

export const dayName = (day: Weekday, width: 'long' | 'short' = 'long') =>
  formatInstant(noon(addDays(MONDAY, weekdays.indexOf(day))), 'UTC', { weekday: width });
/** "Tue 24 Nov 2026": dates here may be in any year. */
export const dateName = (date: string) => (date ? formatInstant(noon(date), 'UTC', { weekday: 'short', day: 'numeric', month: 'short', year: 'numeric' }).replace(',', '') : '');
/** "24 November 2026" */
const dateLong = (date: string) => formatInstant(noon(date), 'UTC', { day: 'numeric', month: 'long', year: 'numeric' });
export const listOf = (words: string[]) => new Intl.ListFormat(currentLocale() === 'en' ? 'en-GB' : currentLocale(), { type: 'conjunction' }).format(words);

/** "09:00 to 17:00", "22:00 until 02:00 next day" */
export function saySpan(span: Span): string {
  return t(crossesMidnight(span) ? 'spanOver' : 'span', { from: span.start, to: span.end === '00:00' ? '24:00' : span.end });
}
export const saySpans = (spans: readonly Span[]) => (spans.length === 0 ? t('closed') : spans.map((span) => `${span.start}–${span.end}`).join(', '));

const nthWords = () => ({ 1: t('first'), 2: t('second'), 3: t('third'), 4: t('fourth'), [-1]: t('last') }) as Record<number, string>;
export const nthWord = (nth: number) => nthWords()[nth] ?? String(nth);
/** "15th" */
export function dateWord(nth: number): string {
  if (nth === -1) return t('lastDay');
  const ends: Record<string, string> = { one: t('ordinalOne'), two: t('ordinalTwo'), few: t('ordinalFew'), other: t('ordinalOther') };
  return `${nth}${ends[new Intl.PluralRules(currentLocale(), { type: 'ordinal' }).select(nth)]}`;
}

export function sayRepeat(repeat: Repeat, from: string): string {
  const { unit, every, days, nth } = repeat;
  const isOne = every === 1;
  const values = { count: every, days: days.length > 0 ? listOf(days.map((day) => dayName(day))) : '…', nth: nthWord(nth), date: dateWord(nth), day: formatInstant(noon(from), 'UTC', { day: 'numeric', month: 'long' }) };
  switch (unit) {
    case 'day': return t(isOne ? 'everyDay' : 'everyDays', values);
    case 'week': return t(isOne ? 'everyWeek' : 'everyWeeks', values);
    case 'weekday': return t(isOne ? 'everyWeekday' : 'everyWeekdays', values);
    case 'date': return t(isOne ? 'everyDate' : 'everyDates', values);
    case 'year': return t(isOne ? 'everyYear' : 'everyYears', values);
  }
}

/** "Every first Saturday of the month, 10:00 to 14:00, from 1 December 2026"; a hand-written rule as it is written. */
export function sayRule(rule: Rule): string {
  const repeat = repeatOf(rule.rrule, rule.from);
  const end = repeat?.until ? t('untilDate', { date: dateLong(repeat.until) }) : repeat?.count ? t('times', { count: repeat.count }) : '';
  return [repeat ? sayRepeat(repeat, rule.from) : rule.rrule, saySpan(rule), rule.from && t('fromDate', { date: dateLong(rule.from) }), end].filter(Boolean).join(', ');
}

/** "Wed 23 Dec 2026 to Sun 3 Jan 2027", "Tue 1 Dec 2026 10:00 to 12:00" */
export function sayTimeOff({ from, to, isDays }: TimeOff, zone: string): string {
  if (!from || !to) return t('newTimeOff');
  if (isDays) return from === to ? dateName(from) : t('span', { from: dateName(from), to: dateName(to) });
  const [first, last] = [dayKey(from, zone), dayKey(to, zone)];
  const end = first === last ? clockTime(to, zone) : `${dateName(last)} ${clockTime(to, zone)}`;
  return t('span', { from: `${dateName(first)} ${clockTime(from, zone)}`, to: end });
}
