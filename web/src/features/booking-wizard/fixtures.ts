// What the tests of this folder book.
import type { Provider, Service } from '~/api/types';

export const service: Service = {
  id: 'service_a', providerId: 'user_p', title: 'Mixing', description: '', serviceType: 'MIXING', active: true, durationMinutes: null,
  minHours: 1, maxHours: 3, stepMinutes: 30, rateType: 'hourly', rate: null, rateMinor: null, unitRate: 75, unitRateMinor: 7500, currency: 'USD',
  bufferBeforeMinutes: 0, bufferAfterMinutes: 0, minNoticeMinutes: 60, windowDays: 365, maxConcurrentPerClient: null, maxPerDay: null,
  maxPerWeek: null, seats: 1, acceptance: 'request', payment: 'after', approval: 'client', revisions: 2, pendingBlocks: true, requestTtlHours: 48,
  cancellationPolicy: { preset: 'flexible', tiers: [{ hoursBefore: 24, refundPercent: 100 }] }, isRemote: true, isInPerson: true,
  questions: [], createdAt: '2026-01-01T00:00:00Z', updatedAt: '2026-01-01T00:00:00Z',
};

export const provider: Provider = {
  id: 'user_p', displayName: 'Sam Rivera', headline: '', bio: '', roles: [], location: 'Los Angeles, CA', lat: null, lng: null,
  serviceRadiusMiles: null, hourlyRate: 75, hourlyRateMinor: 7500, dayRate: 500, dayRateMinor: 50000, currency: 'USD',
  timeZone: 'America/Los_Angeles', capacity: 1, servicesOffered: ['mixing'], services: [service], rating: null, reviewCount: 0, verified: false,
  portfolioAssets: [], portfolio: [], _count: { bookingsAsProvider: 0, receivedReviews: 0 }, createdAt: '2026-01-01T00:00:00Z',
};
