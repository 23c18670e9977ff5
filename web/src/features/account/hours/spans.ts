// Spans as minutes of their day: [from, to), where to is past 1440 when they run past midnight. Pure.
import { dayBefore, sortSpans, weekdays, type Span, type Week, type Weekday } from './week';

export const DAY = 1440;
export const STEP = 15;

export interface Minutes {
  from: number;
  to: number;
}

export const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3, 5));
const two = (value: number) => String(value).padStart(2, '0');
/** 1440 is "24:00"; what is past it is the next day's time. */
export const timeOf = (minute: number) => {
  const of = minute > DAY ? minute - DAY : minute;
  return `${two(Math.floor(of / 60))}:${two(of % 60)}`;
};

export const isWhole = (span: Span) => span.start !== '' && span.end !== '';
export function minutesOf(span: Span): Minutes {
  const from = minuteOf(span.start);
  const to = minuteOf(span.end);
  return { from, to: to <= from ? to + DAY : to };
}
export const spanOf = ({ from, to }: Minutes): Span => ({ start: timeOf(from), end: timeOf(to) });
export const snap = (minute: number) => Math.round(minute / STEP) * STEP;

/** What overlaps or touches becomes one; what is not whole yet stays at the end. */
export function joinSpans(spans: readonly Span[]): Span[] {
  const joined: Minutes[] = [];
  for (const one of sortSpans(spans.filter(isWhole)).map(minutesOf)) {
    const last = joined[joined.length - 1];
    if (last && one.from <= last.to) last.to = Math.min(Math.max(last.to, one.to), last.from + DAY);
    else joined.push({ ...one });
  }
  return [...joined.map(spanOf), ...spans.filter((span) => !isWhole(span))];
}

/** Minutes of a week that are open, each once. */
export function weekMinutes(week: Week): number {
  const open = new Set<number>();
  const all = weekdays.length * DAY;
  for (const [index, day] of weekdays.entries())
    for (const { from, to } of week[day].filter(isWhole).map(minutesOf))
      for (let minute = from; minute < to; minute += 1) open.add((index * DAY + minute) % all);
  return open.size;
}

// ---- what is wrong ----

export type SpanProblem = { code: 'missing' } | { code: 'overlap'; with: Span; day: 'same' | 'before' };

/** What is wrong with each span of a day; those of the day before may run into it. */
export function problemsOf(spans: readonly Span[], before: readonly Span[] = []): (SpanProblem | null)[] {
  const tails = before.filter(isWhole).filter((span) => minutesOf(span).to > DAY);
  return spans.map((span, index) => {
    if (!isWhole(span)) return { code: 'missing' };
    const own = minutesOf(span);
    const other = spans.find((one, at) => {
      if (at === index || !isWhole(one)) return false;
      const its = minutesOf(one);
      // Said once, at the one that begins later.
      const isLater = own.from > its.from || (own.from === its.from && index > at);
      return isLater && own.from < its.to;
    });
    if (other) return { code: 'overlap', with: other, day: 'same' };
    const tail = tails.find((one) => own.from < minutesOf(one).to - DAY);
    return tail ? { code: 'overlap', with: tail, day: 'before' } : null;
  });
}
export const problemsOfDay = (week: Week, day: Weekday) => problemsOf(week[day], week[dayBefore(day)]);
export const hasProblem = (week: Week) => weekdays.some((day) => problemsOfDay(week, day).some(Boolean));

// ---- by hand ----

export type Drag =
  | { mode: 'draw'; anchor: number }
  | { mode: 'move'; index: number; grab: number }
  | { mode: 'start'; index: number }
  | { mode: 'end'; index: number };

const clamp = (value: number, low: number, high: number) => Math.min(Math.max(value, low), high);

function moved(own: Minutes, drag: Exclude<Drag, { mode: 'draw' }>, minute: number): Minutes {
  const isOver = own.to > DAY;
  if (drag.mode === 'start') return { ...own, from: clamp(snap(minute), Math.max(0, own.to - DAY), Math.min(own.to, DAY) - STEP) };
  if (drag.mode === 'end') return { ...own, to: clamp(snap(minute), own.from + STEP, isOver ? own.from + DAY : DAY) };
  const length = own.to - own.from;
  const from = clamp(snap(minute - drag.grab), 0, isOver ? DAY - STEP : DAY - length);
  return { from, to: from + length };
}

/** A day's spans while a hand holds one, or draws a new one: null while that is none yet. */
export function dragSpan(spans: readonly Span[], drag: Drag, minute: number): Minutes | null {
  if (drag.mode !== 'draw') {
    const span = spans[drag.index];
    return span ? moved(minutesOf(span), drag, minute) : null;
  }
  const from = clamp(Math.min(snap(drag.anchor), snap(minute)), 0, DAY);
  const to = clamp(Math.max(snap(drag.anchor), snap(minute)), 0, DAY);
  return to - from >= STEP ? { from, to } : null;
}

/** The day once the hand lets go: what it was drawn over is one with it. */
export function dropSpan(spans: readonly Span[], drag: Drag, result: Minutes | null): Span[] {
  if (!result) return [...spans];
  const others = drag.mode === 'draw' ? spans : spans.filter((_, at) => at !== drag.index);
  return joinSpans([...others, spanOf(result)]);
}

/** What is seen on a day's line: its own spans cut at midnight, and what the day before sends over it. */
export interface Segment extends Minutes {
  index: number;
  owner: 'own' | 'before';
  hasStart: boolean;
  hasEnd: boolean;
}
export function segmentsOf(own: readonly (Minutes | null)[], before: readonly (Minutes | null)[]): Segment[] {
  const segments: Segment[] = [];
  before.forEach((one, index) => {
    if (one && one.to > DAY) segments.push({ from: 0, to: one.to - DAY, index, owner: 'before', hasStart: false, hasEnd: true });
  });
  own.forEach((one, index) => {
    if (one) segments.push({ from: one.from, to: Math.min(one.to, DAY), index, owner: 'own', hasStart: true, hasEnd: one.to <= DAY });
  });
  return segments;
}
