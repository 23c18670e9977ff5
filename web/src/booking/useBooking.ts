// One booking with its whole history, kept fresh by the journal.
import { api } from '~/api/client';
import { keyOf, useQuery } from '~/api/query';
import type { BookingEvent } from '~/api/types';

const PAGE = 100;
const PAGES_MAX = 20;

export function useBooking(id: string, isEnabled = true) {
  return useQuery({ queryKey: keyOf('booking.get', { id }), queryFn: () => api.booking.get.query({ id }), enabled: isEnabled });
}

/** Every message is an entry too, so a long conversation makes several pages. */
async function loadEvents(id: string): Promise<BookingEvent[]> {
  const events: BookingEvent[] = [];
  let after = 0;
  for (let page = 0; page < PAGES_MAX; page++) {
    const answer = await api.booking.events.query({ id, after, limit: PAGE });
    events.push(...answer.events);
    if (answer.events.length < PAGE) break;
    after = answer.nextAfter;
  }
  return events;
}

export function useBookingEvents(id: string, isEnabled = true) {
  return useQuery({ queryKey: keyOf('booking.events', { id, all: true }), queryFn: () => loadEvents(id), enabled: isEnabled });
}
