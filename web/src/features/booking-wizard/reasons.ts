// Why a start cannot be booked: the server's findings, each in a sentence of ours. Nothing is found out here.
import type { Outputs, Service } from '~/api/types';
import { clockTime, formatHours, shortDay, viewerZone, type Instant } from '~/lib/time';
import { t } from './words';

export type Reason = Outputs['slot']['explain']['reasons'][number];

export interface About {
  name: string;
  service: Pick<Service, 'minNoticeMinutes' | 'windowDays'>;
  hours: number;
  start: string;
  zone: string;
  now: Instant;
}
/** "45 min", "24 h", "3 days" */
function span(minutes: number): string {
  const days = minutes / 1440;
  return days >= 2 && Number.isInteger(days) ? t('days', { count: days }) : formatHours(minutes / 60);
}

/** When it ends by itself: a moment of the reader's own day, or a date where the work is. */
function untilText({ code, until }: Reason, zone: string): string {
  if (!until) return '';
  return code === 'held' ? clockTime(until, viewerZone()) : `${shortDay(until, zone)} ${clockTime(until, zone)}`;
}

const plain = {
  duration: 'whyDuration', off_grid: 'whyOffGrid', window: 'whyWindow', outside_hours: 'whyOutsideHours', exception: 'whyException', time_off: 'whyTimeOff',
  day_limit: 'whyDayLimit', week_limit: 'whyWeekLimit', claimed: 'whyClaimed', buffer: 'whyBuffer', held: 'whyHeld', capacity: 'whyCapacity', seats: 'whySeats',
  travel: 'whyTravel', external_busy: 'whyExternalBusy', client_limit: 'whyClientLimit',
} as const;
const timed = { held: 'whyHeldUntil', time_off: 'whyTimeOffUntil' } as const;

export function reasonText(reason: Reason, { name, service, hours, start, zone, now }: About): string {
  const { code, message } = reason;
  const values = { name, hours: formatHours(hours), count: service.windowDays, notice: span(service.minNoticeMinutes), until: untilText(reason, zone) };
  if (code === 'notice') return t(Date.parse(start) <= new Date(now).getTime() ? 'whyPast' : 'whyNotice', values);
  if (reason.until && code in timed) return t(timed[code as keyof typeof timed], values);
  // A reason that is newer than this page speaks for itself.
  return code in plain ? t(plain[code as keyof typeof plain], values) : message;
}
