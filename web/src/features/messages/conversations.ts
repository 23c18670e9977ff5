// Bookings as conversations: with whom, what was said last, and the one that moved last at the top.
import type { Booking, Message } from '~/api/types';
import { sideOf, withWhom, type Side } from '~/booking/view';

export interface Conversation {
  booking: Booking;
  side: Side;
  name: string;
  last: Message | null;
  /** When it last moved. */
  at: string;
}

export function conversationOf(booking: Booking, last: Message | null, accountId: string): Conversation {
  const side = sideOf(booking, accountId);
  return { booking, side, name: withWhom(booking, side), last, at: last?.createdAt ?? booking.createdAt ?? '' };
}

export function byLastMove(conversations: readonly Conversation[]): Conversation[] {
  return [...conversations].sort((a, b) => Date.parse(b.at || '1970-01-01') - Date.parse(a.at || '1970-01-01'));
}
