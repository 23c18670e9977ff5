// A booking for tests: Rosa asks Ana for three hours of cleaning.
import type { Booking, BookingEvent, Message, Slot } from '~/api/types';

export const CLIENT = 'user_rosa';
export const PROVIDER = 'user_ana';

export function someBooking(change: Partial<Booking> = {}): Booking {
  return {
    id: 'booking_01m7yeqzh0em0syhsd8b9ctybt', title: 'Deep clean, two-bed flat', description: '', serviceType: 'DEEP_CLEANING', status: 'PENDING', paymentStatus: 'UNPAID',
    scheduledTime: '2026-11-24T14:00:00Z', endTime: '2026-11-24T17:00:00Z', durationHours: 3, outsideHours: false, timeZone: 'America/New_York', localTime: '2026-11-24T09:00:00-05:00',
    location: '418 6th Avenue, apt 3R, Brooklyn 11215', locationIsHidden: false, isRemote: false, rateType: 'hourly', rate: 42, rateMinor: 4200,
    totalPrice: 126, totalPriceMinor: 12600, price: 126, priceMinor: 12600, currency: 'USD',
    lines: [{ label: 'Work by the hour', quantity: 3, unit: 'hour', unitPrice: 42, unitPriceMinor: 4200, amount: 126, amountMinor: 12600 }],
    policy: { acceptance: 'request', payment: 'invoice', approval: 'client', cancellation: { preset: 'flexible', tiers: [{ hoursBefore: 24, refundPercent: 100 }] } },
    client: { id: CLIENT, displayName: 'Rosa Klein' },
    provider: { id: PROVIDER, displayName: 'Ana Ribeiro', headline: 'Home cleaning', timeZone: 'America/New_York', verified: true },
    project: null, clientId: CLIENT, providerId: PROVIDER, serviceId: null, projectId: null, chatThreadId: null, splits: [], revenueSplit: null, deliverables: [],
    reviews: [], messages: [], company: null, specialRequirements: null, purpose: null, answers: [], outcome: null, expiresAt: '2026-11-22T20:00:00Z',
    createdAt: '2026-11-20T20:00:00Z', updatedAt: '2026-11-20T20:00:00Z', completedAt: null, cancellation: null, cancelled: null, reschedule: null, seriesId: null, seriesIndex: null,
    actions: [], ...change,
  };
}

/** Cancelled by Rosa, who bears so much of it. */
export function cancelledWith(feeMinor: number, change: Partial<Booking> = {}): Booking {
  const refundMinor = 12600 - feeMinor;
  const cancelled = { by: 'client' as const, at: '2026-11-23T20:00:00Z', refundPercent: refundMinor / 126, refund: refundMinor / 100, refundMinor, fee: feeMinor / 100, feeMinor };
  return someBooking({ status: 'CANCELLED', cancelled, ...change });
}

export const event = (id: number, type: string, at: string, actorId: string | null, data: unknown = {}): BookingEvent => ({ id, type, at, actorId, data });
export const change = (id: number, verb: string, to: string, actorId: string | null, at: string, more: object = {}) => event(id, 'booking.status_changed', at, actorId, { verb, to, ...more });

export function someMessage(sequence: number, senderId: string, createdAt: string, content = `Message ${sequence}`): Message {
  return { id: `message_${sequence}`, bookingId: 'booking_01m7yeqzh0em0syhsd8b9ctybt', sequence, senderId, senderName: senderId === CLIENT ? 'Rosa Klein' : 'Ana Ribeiro', content, createdAt };
}

/** A start as the server lists it, from its local time: "2026-11-24T09:00:00-05:00". */
export function slotAt(local: string): Slot {
  const start = new Date(local).toISOString().replace('.000Z', 'Z');
  const end = new Date(Date.parse(local) + 3_600_000).toISOString().replace('.000Z', 'Z');
  return { start, end, local, localEnd: local, seatsLeft: 1 };
}
