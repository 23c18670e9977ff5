// Recurrence rules (RFC 5545) as people say them, and back. A rule that says more than these words can
// is no Repeat: it is shown as it is written and kept as it is. Pure.
import type { Hours } from './week';
import { weekdayOf, weekdays, type Weekday } from './week';

export type Rule = Hours['rules'][number];
export type Unit = 'day' | 'week' | 'weekday' | 'date' | 'year';
export interface Repeat {
  unit: Unit; // weekday: the nth such day of a month; date: the nth of a month
  every: number;
  days: Weekday[]; // of week; one of them of weekday
  nth: number; // 1 … 4, −1 the last; of date 1 … 31, −1
  until: string; // the last date; "" without
  count: number; // 0 without
}
export const NTHS = [1, 2, 3, 4, -1] as const;

const frequencies: Record<string, Unit> = { DAILY: 'day', WEEKLY: 'week', YEARLY: 'year' };
const known = ['FREQ', 'INTERVAL', 'BYDAY', 'BYMONTHDAY', 'COUNT', 'UNTIL', 'WKST'];

function partsOf(rrule: string): Map<string, string> | null {
  const parts = new Map<string, string>();
  for (const part of rrule.toUpperCase().replace(/^RRULE:/, '').split(';').filter(Boolean)) {
    const [name = '', value = ''] = part.split('=');
    // No day yet: somebody is about to choose one.
    if (!known.includes(name) || parts.has(name) || (!value && name !== 'BYDAY')) return null;
    parts.set(name, value);
  }
  return parts;
}

const isDays = (list: string[]): list is Weekday[] => list.every((day) => (weekdays as readonly string[]).includes(day));
const inOrder = (days: Weekday[]) => weekdays.filter((day) => days.includes(day));

function untilOf(text: string): string | null {
  const match = /^(\d{4})(\d\d)(\d\d)$/.exec(text);
  return match ? `${match[1]}-${match[2]}-${match[3]}` : null;
}

/** Which days: what FREQ and the BY… parts say together. */
function daysOf(parts: Map<string, string>, from: string): Pick<Repeat, 'unit' | 'days' | 'nth'> | null {
  const byDay = parts.get('BYDAY')?.split(',').filter(Boolean);
  const byMonthDay = parts.get('BYMONTHDAY');
  const frequency = parts.get('FREQ') ?? '';
  if (frequency === 'MONTHLY') {
    if (byDay && byMonthDay) return null;
    const match = byDay?.length === 1 ? /^\+?(-1|[1-4])(\w\w)$/.exec(byDay[0]!) : null;
    if (match && isDays([match[2]!])) return { unit: 'weekday', nth: Number(match[1]), days: [match[2] as Weekday] };
    if (byDay) return null;
    const nth = Number(byMonthDay ?? from.slice(8));
    return nth === -1 || (nth >= 1 && nth <= 31) ? { unit: 'date', nth, days: [weekdayOf(from)] } : null;
  }
  const unit = frequencies[frequency];
  if (!unit || byMonthDay || (byDay && unit !== 'week')) return null;
  const days = byDay ?? [weekdayOf(from)];
  return isDays(days) ? { unit, nth: 1, days: inOrder(days) } : null;
}

/** null: it says more than these words can. */
export function repeatOf(rrule: string, from: string): Repeat | null {
  const parts = partsOf(rrule);
  const days = parts && daysOf(parts, from);
  if (!parts || !days) return null;
  const every = Number(parts.get('INTERVAL') ?? 1);
  const count = Number(parts.get('COUNT') ?? 0);
  const until = parts.has('UNTIL') ? untilOf(parts.get('UNTIL')!) : '';
  const isWeek = parts.get('WKST') ?? 'MO';
  if (!Number.isInteger(every) || every < 1 || !Number.isInteger(count) || until === null || (count && until) || isWeek !== 'MO') return null;
  return { ...days, every, until, count };
}

export function rruleOf({ unit, every, days, nth, until, count }: Repeat): string {
  const frequency = { day: 'DAILY', week: 'WEEKLY', weekday: 'MONTHLY', date: 'MONTHLY', year: 'YEARLY' }[unit];
  return [
    `FREQ=${frequency}`,
    every > 1 && `INTERVAL=${every}`,
    unit === 'week' && `BYDAY=${inOrder(days).join(',')}`,
    unit === 'weekday' && `BYDAY=${nth}${days[0] ?? 'MO'}`,
    unit === 'date' && `BYMONTHDAY=${nth}`,
    until && `UNTIL=${until.replaceAll('-', '')}`,
    !until && count > 0 && `COUNT=${count}`,
  ].filter(Boolean).join(';');
}

/** A new rule: every second week from a day on. */
export const firstRepeat = (from: string): Repeat => ({ unit: 'week', every: 2, days: [weekdayOf(from)], nth: 1, until: '', count: 0 });
