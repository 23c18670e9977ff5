// A time of day as people type it: 9, 930, 9:30, 17.30, 5pm, 24. Pure.
import { DAY, STEP, timeOf } from './spans';

/** "09:30", "24:00"; null when it is no time. Only an end may be 24:00. */
export function timeFrom(text: string, isEnd = false): string | null {
  const match = /^(\d{1,2})(?:[:.h\s]?(\d{2}))?\s*([ap])?\.?m?\.?$/.exec(text.trim().toLowerCase());
  if (!match) return null;
  const [, first = '', second = '0', half] = match;
  let hour = Number(first);
  if (half) {
    if (hour < 1 || hour > 12) return null;
    hour = (hour % 12) + (half === 'p' ? 12 : 0);
  }
  const minute = hour * 60 + Number(second);
  if (Number(second) > 59 || minute > DAY || (minute === DAY && !isEnd)) return null;
  // Midnight at the end of a day is 24:00 to the server.
  return isEnd && minute === 0 ? timeOf(DAY) : timeOf(minute);
}

/** A quarter of an hour on or back, within the day. */
export function stepped(time: string, steps: number, isEnd = false): string {
  const minute = time ? Number(time.slice(0, 2)) * 60 + Number(time.slice(3)) : 9 * 60;
  const [low, high] = isEnd ? [STEP, DAY] : [0, DAY - STEP];
  const to = steps > 0 ? Math.floor(minute / STEP + steps) * STEP : Math.ceil(minute / STEP + steps) * STEP;
  return timeOf(Math.min(high, Math.max(low, to)));
}
