// From bookings to what stands on the calendar: one entry a booking, one for a session that several people
// share, and one more where another time is asked for. Pure.
import type { Booking } from '~/api/types';
import { sideOf, statusOf, type Side } from '~/booking/view';
import { dayKey } from '~/lib/time';
import { statusLook, type Tone } from '~/ui/Tag';

export type EntryKind = 'booking' | 'session' | 'proposed' | 'asking';
export interface Entry {
  id: string;
  kind: EntryKind;
  start: string;
  end: string;
  /** Those it stands for: one, or all who share a session. */
  bookings: Booking[];
  side: Side;
  tone: Tone;
  glyph: string;
  /** Not certain yet: drawn dashed. */
  isOpen: boolean;
  canMove: boolean;
  /** A dot of a small month stands for so many. */
  count?: number;
}
export interface Asked {
  booking: Booking;
  start: string;
  end: string;
}

type Timed = Booking & { scheduledTime: string; endTime: string };
const isTimed = (booking: Booking): booking is Timed => booking.scheduledTime !== null && booking.endTime !== null;
export const canMove = (booking: Pick<Booking, 'actions'>) => booking.actions.includes('reschedule');

function entryOf(booking: Timed, accountId: string): Entry {
  const [tone, glyph] = statusLook(booking.status);
  const status = statusOf(booking);
  return {
    id: booking.id, kind: 'booking', start: booking.scheduledTime, end: booking.endTime, bookings: [booking],
    side: sideOf(booking, accountId), tone, glyph, isOpen: status === 'PENDING', canMove: canMove(booking),
  };
}

/** The time that is asked for stands beside the one that is agreed. */
function proposedOf(booking: Timed, accountId: string): Entry | null {
  const { reschedule } = booking;
  if (!reschedule) return null;
  return { ...entryOf(booking, accountId), id: `${booking.id}/proposed`, kind: 'proposed', start: reschedule.start, end: reschedule.end, tone: 'wait', glyph: '↻', isOpen: true, canMove: false };
}

/** Those who share a session of several seats: the same service at the same time, booked with me. */
const sessionKey = (booking: Timed, accountId: string) => `${booking.serviceId ?? booking.id}@${booking.scheduledTime}@${booking.provider.id === accountId}`;

function sessionOf(bookings: readonly Timed[], accountId: string): Entry | null {
  const [first, ...others] = bookings;
  if (!first) return null;
  if (others.length === 0) return entryOf(first, accountId);
  const isWaiting = bookings.some((one) => statusOf(one) === 'PENDING');
  const leading = bookings.find((one) => statusOf(one) === 'PENDING') ?? first;
  // A session as a whole does not move: each of its bookings does, from its own card.
  return { ...entryOf(leading, accountId), id: `session/${first.serviceId}/${first.scheduledTime}`, kind: 'session', bookings: [...bookings], isOpen: isWaiting, canMove: false };
}

export function entriesOf(bookings: readonly Booking[], accountId: string, asked: Asked | null = null): Entry[] {
  const once = [...new Map(bookings.filter(isTimed).map((booking) => [booking.id, booking])).values()];
  const groups = new Map<string, Timed[]>();
  for (const booking of once) {
    // What somebody else offers is one's own seat in it, and nothing more.
    const key = booking.provider.id === accountId ? sessionKey(booking, accountId) : booking.id;
    groups.set(key, [...(groups.get(key) ?? []), booking]);
  }
  const entries = [...groups.values()].map((group) => sessionOf(group, accountId));
  const proposed = once.map((booking) => proposedOf(booking, accountId));
  const asking = asked && isTimed(asked.booking)
    ? { ...entryOf(asked.booking, accountId), id: `${asked.booking.id}/asking`, kind: 'asking' as const, start: asked.start, end: asked.end, isOpen: true, canMove: false }
    : null;
  return [...entries, ...proposed, asking]
    .filter((entry): entry is Entry => entry !== null)
    .sort((a, b) => Date.parse(a.start) - Date.parse(b.start) || a.id.localeCompare(b.id));
}

/** A small month has room for a glyph only: those of a day that look alike are one, with their number. */
export function dotsOf(entries: readonly Entry[], zone: string): Entry[] {
  const dots = new Map<string, Entry>();
  for (const entry of entries) {
    const day = dayKey(entry.start, zone);
    // What reaches into another day is drawn there too, and stays alone.
    const key = day === dayKey(Date.parse(entry.end) - 1, zone) ? `${day}/${entry.kind === 'proposed' || entry.kind === 'asking' ? entry.kind : ''}${entry.tone}${entry.glyph}` : entry.id;
    const dot = dots.get(key);
    dots.set(key, dot ? { ...dot, id: `dots/${key}`, count: (dot.count ?? 1) + 1 } : entry);
  }
  return [...dots.values()];
}

/** Where a booking was dropped: the time to ask for, or nothing when it lies where it was. It stays as long as it is. */
export function askedOf(booking: Booking, droppedAt: string): Asked | null {
  if (!isTimed(booking)) return null;
  const start = Date.parse(droppedAt);
  const from = Date.parse(booking.scheduledTime);
  if (Number.isNaN(start) || start === from) return null;
  const instant = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
  return { booking, start: instant(start), end: instant(start + Date.parse(booking.endTime) - from) };
}

/** The zones in which these take place, the most frequent first. */
export function placesOf(bookings: readonly Booking[]): string[] {
  const counts = new Map<string, number>();
  for (const { timeZone } of bookings) counts.set(timeZone, (counts.get(timeZone) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1] || a[0].localeCompare(b[0])).map(([zone]) => zone);
}
